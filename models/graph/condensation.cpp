#include "models/graph/condensation.h"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <numeric>
#include <utility>

namespace faultline {
namespace {

using Adjacency = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                     boost::no_property, std::uint32_t, std::uint32_t>;

Adjacency adjacency_of(const ServiceGraph& graph) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  pairs.reserve(graph.call_count());
  for (const Call& call : graph.calls()) {
    pairs.emplace_back(call.caller.index(), call.callee.index());
  }
  return {boost::edges_are_sorted, pairs.begin(), pairs.end(), static_cast<std::uint32_t>(graph.service_count())};
}

}  // namespace

Condensation::Condensation(const ServiceGraph& graph)
    : component_of_(graph.service_count()), members_(graph.service_count()) {
  const Adjacency adjacency = adjacency_of(graph);
  const auto component = boost::make_iterator_property_map(component_of_.begin(), get(boost::vertex_index, adjacency));
  const auto count = static_cast<std::uint32_t>(boost::strong_components(adjacency, component));

  first_member_.assign(count + 1, 0);
  for (std::uint32_t& number : component_of_) {
    number = count - 1 - number;  // Tarjan finishes callees first
    ++first_member_[number + 1];
  }
  std::partial_sum(first_member_.begin(), first_member_.end(), first_member_.begin());
  std::vector<std::uint32_t> next(first_member_.begin(), first_member_.end() - 1);
  for (std::size_t i = 0; i < component_of_.size(); ++i) {
    members_[next[component_of_[i]]++] = ServiceId{i};
  }
}

std::size_t longest_path(const ServiceGraph& graph, const Condensation& condensation) {
  std::vector<std::size_t> depth(condensation.component_count(), 0);
  std::size_t longest = 0;
  for (std::size_t component = 0; component < depth.size(); ++component) {
    longest = std::max(longest, depth[component]);
    for (const ServiceId caller : condensation.members(component)) {
      for (const Call& call : graph.calls_from(caller)) {
        const std::uint32_t below = condensation.component_of(call.callee);
        if (below != component) {
          depth[below] = std::max(depth[below], depth[component] + 1);
        }
      }
    }
  }
  return longest;
}

std::size_t weak_component_count(const ServiceGraph& graph) {
  std::vector<std::uint32_t> parent(graph.service_count());
  std::iota(parent.begin(), parent.end(), 0U);
  const auto root = [&parent](std::uint32_t node) {
    while (parent[node] != node) {
      node = parent[node] = parent[parent[node]];  // path halving
    }
    return node;
  };
  std::size_t count = graph.service_count();
  for (const Call& call : graph.calls()) {
    const std::uint32_t a = root(call.caller.index());
    const std::uint32_t b = root(call.callee.index());
    if (a != b) {
      parent[a] = b;
      --count;
    }
  }
  return count;
}

}  // namespace faultline
