// Layers and their order by Graphviz, for those who prefer its pictures to the same bytes on every machine.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "analysis/report/graph_layout.h"

namespace faultline::cli {

/// Layers and order of services by `dot`, calls from left to right; otherwise why there are none, without a full stop.
/// Hands `dot` numbers in place of names.
[[nodiscard]] std::variant<report::GraphLayout, std::string> graphviz_layout(
    std::size_t services, const std::vector<report::GraphEdge>& calls);

/// What `dot -Tplain` printed of nodes n0 to n(services - 1), as layers from left to right and rows from the top; no
/// layer when it is something else.
[[nodiscard]] report::GraphLayout layout_of_plain(const std::string& plain, std::size_t services);

}  // namespace faultline::cli
