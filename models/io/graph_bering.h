// Bering's resilience models. (docs/formats/graph-bering.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

/// A model, or a snapshot that holds one under "model".
[[nodiscard]] GraphReading parse_graph_bering(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_bering(std::string_view text);

}  // namespace faultline
