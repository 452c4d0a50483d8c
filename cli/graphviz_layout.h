// Layers and their order by Graphviz, where it is installed.
#pragma once

#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include "analysis/comparison.h"
#include "analysis/report/graph_layout.h"
#include "analysis/told_run.h"
#include "cli/run_options.h"

namespace faultline::cli {

/// Layers and order of services by `dot`, calls from left to right; otherwise why there are none, without a full stop.
/// Hands `dot` numbers in place of names, and gives it 10 seconds. `quiet`: what it says to standard error is lost.
[[nodiscard]] std::variant<report::GraphLayout, std::string> graphviz_layout(
    std::size_t services, const std::vector<report::GraphEdge>& calls, bool quiet);

/// Graphviz's places for the map of a run where it has a map and Graphviz is installed; otherwise none, for faultline's
/// own.
[[nodiscard]] std::optional<report::GraphLayout> graphviz_places(const Comparison& comparison,
                                                                 const std::optional<ToldRun>& told);
/// The same as asked for; who asks for Graphviz and cannot have it is told why.
[[nodiscard]] std::optional<report::GraphLayout> map_places(MapLayout layout, const Comparison& comparison,
                                                            const std::optional<ToldRun>& told, std::ostream& err);

/// What `dot -Tplain` printed of nodes n0 to n(services - 1), as layers from left to right and rows from the top; no
/// layer when it is something else.
[[nodiscard]] report::GraphLayout layout_of_plain(const std::string& plain, std::size_t services);

}  // namespace faultline::cli
