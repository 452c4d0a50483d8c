#include "cli/import_command.h"

#include <fmt/core.h>

#include <ostream>
#include <span>

#include "cli/exit_code.h"
#include "cli/graph_output.h"
#include "models/io/graph_reader.h"

namespace faultline::cli {

int run_import(const ImportOptions& options, std::ostream& out, std::ostream& err) {
  if (options.list) {
    for (const GraphFormat& format : graph_formats()) {
      out << fmt::format("{:<10} {}{}\n", format.name, format.description,
                         format.many_files ? "; several files add up" : "");
    }
    return kDone;
  }
  if (options.files.empty()) {
    err << "import needs a format (see --list, or auto) and a file\n";
    return kWrongUse;
  }
  const GraphReading reading = read_graph(options.format == "auto" ? "" : options.format, std::span(options.files));
  for (const GraphNote& note : reading.notes) {
    err << "note: " << note.text << '\n';
  }
  return write_graph(options.output, reading, out, err);
}

}  // namespace faultline::cli
