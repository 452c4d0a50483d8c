// GraphML: names and links. (docs/formats/graph-graphml.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

/// Services are the ids of the nodes, calls are the directed edges from dependent to dependency; endpoints that no node
/// declares become services. Keys need not be declared and data are not read.
[[nodiscard]] GraphReading parse_graph_graphml(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_graphml(std::string_view text);

}  // namespace faultline
