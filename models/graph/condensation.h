// The graph with every cycle folded into one node: the order in which load and failure are swept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/graph/service_graph.h"

namespace faultline {

/// Strongly connected components of a graph, numbered in topological order: a call between components goes from a lower
/// number to a higher one. (Tarjan's algorithm by Boost.Graph.)
class Condensation {
 public:
  explicit Condensation(const ServiceGraph& graph);

  [[nodiscard]] std::size_t component_count() const { return first_member_.size() - 1; }
  [[nodiscard]] std::uint32_t component_of(ServiceId service) const { return component_of_[service.index()]; }
  /// Services of a component, in order of their index.
  [[nodiscard]] std::span<const ServiceId> members(std::size_t component) const {
    return std::span<const ServiceId>(members_).subspan(first_member_[component],
                                                        first_member_[component + 1] - first_member_[component]);
  }

 private:
  std::vector<std::uint32_t> component_of_;  // by service
  std::vector<std::uint32_t> first_member_;  // size components + 1
  std::vector<ServiceId> members_;
};

/// Edges on the longest path of the condensation.
[[nodiscard]] std::size_t longest_path(const ServiceGraph& graph, const Condensation& condensation);

/// Number of weakly connected components.
[[nodiscard]] std::size_t weak_component_count(const ServiceGraph& graph);

}  // namespace faultline
