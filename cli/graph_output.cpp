#include "cli/graph_output.h"

#include <ostream>
#include <sstream>

#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "models/core/input_error.h"
#include "models/io/graph_writer.h"

namespace faultline::cli {

int write_graph(const std::filesystem::path& file, const GraphReading& reading, std::ostream& out, std::ostream& err) {
  if (file.empty() || file == "-") {
    write_graph_json(out, reading.graph, reading.journeys, reading.notes);
    out.flush();
    return out ? kDone : kMachineFailed;
  }
  std::ostringstream text;
  write_graph_json(text, reading.graph, reading.journeys, reading.notes);
  write_file(file, text.view());
  err << printable(file.string(), 4096) << ": " << reading.graph.service_count() << " services, "
      << reading.graph.call_count() << " calls\n";
  return kDone;
}

}  // namespace faultline::cli
