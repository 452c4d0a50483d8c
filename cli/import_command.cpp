#include "cli/import_command.h"

#include <fmt/core.h>

#include <algorithm>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/exit_code.h"
#include "cli/graph_output.h"
#include "models/core/input_error.h"
#include "models/io/graph_merge.h"
#include "models/io/graph_reader.h"

namespace faultline::cli {

namespace {

bool is_format(std::string_view name) {
  const std::span<const GraphFormat> formats = graph_formats();
  return std::any_of(formats.begin(), formats.end(), [name](const GraphFormat& format) { return format.name == name; });
}

}  // namespace

int run_import(const ImportOptions& options, std::ostream& out, std::ostream& err) {
  if (options.list) {
    for (const GraphFormat& format : graph_formats()) {
      out << fmt::format("{:<20} {}{}\n", format.name, format.description,
                         format.many_files ? "; several files add up" : "");
    }
    return kDone;
  }
  std::string format = options.format == "auto" ? "" : options.format;
  std::vector<std::string> inputs;
  if (options.merge && !format.empty() && !is_format(format)) {  // no format is given: it is the first file
    inputs.push_back(std::exchange(format, ""));
  }
  for (const std::filesystem::path& file : options.files) {
    inputs.push_back(file.string());
  }
  if (inputs.empty()) {
    err << "import needs a format (see --list, or auto) and a file\n";
    return kWrongUse;
  }
  GraphOptions reading_options;
  reading_options.salt = options.salt;
  for (const std::string& column : options.columns) {
    const std::size_t equals = column.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == column.size()) {
      err << "--columns takes MEANING=NAME, such as caller=source; found " << printable(column) << '\n';
      return kWrongUse;
    }
    reading_options.columns[column.substr(0, equals)] = column.substr(equals + 1);
  }
  const GraphReading reading = options.merge ? read_merged(format, inputs, reading_options)
                                             : read_graph(format, std::span(options.files), reading_options);
  for (const GraphNote& note : reading.notes) {
    err << "note: " << note.text << '\n';
  }
  if (reading.graph.service_count() == 0) {
    err << "warning: no service was found: the graph is empty\n";
  }
  return write_graph(options.output, reading, out, err);
}

}  // namespace faultline::cli
