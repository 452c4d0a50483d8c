#include "cli/generate_command.h"

#include <stdexcept>

#include "cli/graph_output.h"
#include "models/core/input_error.h"

namespace faultline::cli {

int run_generate(const GenerateOptions& options, std::ostream& out, std::ostream& err) {
  try {
    return write_graph(options.output, {generate_graph(options.graph), {}, {}}, out, err);
  } catch (const std::invalid_argument& error) {
    throw InputError({"", "", "", error.what(), ""});
  }
}

}  // namespace faultline::cli
