// Kiali's graph of a mesh. (docs/formats/graph-kiali.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

[[nodiscard]] GraphReading parse_graph_kiali(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_kiali(std::string_view text);

}  // namespace faultline
