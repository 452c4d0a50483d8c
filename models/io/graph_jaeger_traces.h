// Jaeger's traces as its UI and API give them. (docs/formats/graph-jaeger-traces.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

/// The answer of /api/traces, a list of traces, or JSON Lines of traces or spans; several files add up.
[[nodiscard]] GraphReading parse_graph_jaeger_traces(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_jaeger_traces(std::string_view text);

}  // namespace faultline
