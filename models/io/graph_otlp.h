// OpenTelemetry's traces as JSON, and Tempo's answers. (docs/formats/graph-otlp.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

/// {"resourceSpans": [...]}, Tempo's {"batches": [...]} or {"trace": {...}}, or JSON Lines of these; several files add
/// up.
[[nodiscard]] GraphReading parse_graph_otlp(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_otlp(std::string_view text);

}  // namespace faultline
