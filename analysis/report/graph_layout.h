// Where the services of a graph stand in a picture: in layers, callers before those whom they call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace faultline::report {

/// From caller to callee, by position.
using GraphEdge = std::pair<std::uint32_t, std::uint32_t>;

struct GraphPlace {
  std::size_t layer = 0;  ///< 0 holds those whom nobody calls
  std::size_t row = 0;    ///< within the layer
};

struct GraphLayout {
  std::vector<GraphPlace> places;    ///< by service
  std::vector<std::size_t> heights;  ///< services of each layer
};

/// A layered drawing after Sugiyama, Tagawa and Toda (1981): calls that close a cycle are turned round for it, a
/// service stands one layer behind the last of its callers, and barycentres of neighbours order each layer, as long as
/// that leaves fewer crossings. Depends on the graph alone: the same on every machine.
[[nodiscard]] GraphLayout layered_layout(std::size_t services, const std::vector<GraphEdge>& calls);

/// Pairs of calls between neighbouring layers that cross in it; calls over more layers count at their ends.
[[nodiscard]] std::size_t crossings(const GraphLayout& layout, const std::vector<GraphEdge>& calls);

}  // namespace faultline::report
