// Service-graph metrics of Tempo and the OpenTelemetry collector, from Prometheus. (docs/formats/graph-prometheus.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

/// Text as scraped, or answers of the query API; several files add up.
[[nodiscard]] GraphReading parse_graph_prometheus(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_prometheus(std::string_view text);

}  // namespace faultline
