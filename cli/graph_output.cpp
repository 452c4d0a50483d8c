#include "cli/graph_output.h"

#include <fstream>
#include <ostream>
#include <system_error>

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
  std::filesystem::path part = file;
  part += ".part";
  std::ofstream stream(part, std::ios::binary);
  write_graph_json(stream, graph, journeys);
  stream.close();
  std::error_code failure;
  if (stream) {
    std::filesystem::rename(part, file, failure);
  }
  if (!stream || failure) {
    err << "cannot write " << printable(file.string(), 4096) << '\n';
    std::filesystem::remove(part, failure);
    return kMachineFailed;
  }
  err << printable(file.string(), 4096) << ": " << graph.service_count() << " services, " << graph.call_count()
      << " calls\n";
  return kDone;
}

}  // namespace faultline::cli
