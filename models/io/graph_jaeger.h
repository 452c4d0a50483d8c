// Dependencies as Jaeger and Zipkin sum them up: who called whom how often in a time window.
// (docs/formats/graph-jaeger.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

/// A bare array of {parent, child, callCount, errorCount?} or Jaeger's answer to /api/dependencies, which holds it
/// under "data". Counts of several files add up.
[[nodiscard]] GraphReading parse_graph_jaeger(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_jaeger(std::string_view text);

}  // namespace faultline
