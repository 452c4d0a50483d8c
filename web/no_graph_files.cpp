// A page's scenario is resolved: its graph stands in it. Readers of other formats would triple the module.
#include "models/core/input_error.h"
#include "models/io/graph_reader.h"

namespace faultline {

GraphReading read_graph(std::string_view /*format*/, std::span<const std::filesystem::path> files,
                        const GraphOptions& /*options*/) {
  throw InputError({files.empty() ? "" : files.front().string(), "/graph", "", "a page holds no files",
                    "give it the resolved scenario, in which the graph stands"});
}

}  // namespace faultline
