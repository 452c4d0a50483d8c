#include "cli/graph_output.h"

#include <ostream>
#include <sstream>

#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "models/core/input_error.h"
#include "models/io/graph_writer.h"

namespace faultline::cli {

int write_graph(const std::filesystem::path& file, const ServiceGraph& graph, std::span<const Journey> journeys,
                std::ostream& out, std::ostream& err) {
  if (file.empty() || file == "-") {
    write_graph_json(out, graph, journeys);
    out.flush();
    return out ? kDone : kMachineFailed;
  }
  std::ostringstream text;
  write_graph_json(text, graph, journeys);
  write_file(file, text.view());
  err << printable(file.string(), 4096) << ": " << graph.service_count() << " services, " << graph.call_count()
      << " calls\n";
  return kDone;
}

}  // namespace faultline::cli
