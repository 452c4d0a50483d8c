// Tables of calls or of spans. (docs/formats/graph-csv.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

/// Calls when the columns name a caller and a callee, spans when they name a trace and a span; several files add up.
[[nodiscard]] GraphReading parse_graph_csv(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_csv(std::string_view text);

/// Name of a pod without what Kubernetes appends: "cart-579b9bff58-t2dbm" of a deployment is "cart".
[[nodiscard]] std::string_view service_of_pod(std::string_view pod);

}  // namespace faultline
