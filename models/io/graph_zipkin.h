// Zipkin's spans, version 2 and 1. (docs/formats/graph-zipkin.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

/// Lists of spans, lists of traces, or JSON Lines of either; several files add up.
[[nodiscard]] GraphReading parse_graph_zipkin(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_zipkin(std::string_view text);

}  // namespace faultline
