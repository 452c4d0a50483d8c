// Isotope's topologies. (docs/formats/graph-isotope.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

[[nodiscard]] GraphReading parse_graph_isotope(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_isotope(std::string_view text);

}  // namespace faultline
