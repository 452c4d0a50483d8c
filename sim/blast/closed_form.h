// Exact answers where a graph allows them: trees, couplings of 0 and 1, and few uncertain calls.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "models/business/journey.h"
#include "models/graph/service_graph.h"
#include "sim/blast/joint_failure.h"

namespace faultline {

/// Most calls with a live probability strictly between 0 and 1 that enumeration takes on: 2^20 live-edge sets.
inline constexpr std::size_t kMostEnumeratedCalls = 20;

/// Probability, for each service, that its total failure fails the journey. Nothing when the part of the graph that the
/// journey reaches is no tree and has too many uncertain calls to enumerate.
[[nodiscard]] std::optional<std::vector<double>> exact_reach(const ServiceGraph& graph, const Journey& journey);

/// For each service, the share of orders that its total failure fails, over all journeys by their demand shares (first
/// marketplace). Nothing when one of them has no closed form. Takes time by what each journey reaches.
[[nodiscard]] std::optional<std::vector<double>> exact_orders_hit(const ServiceGraph& graph,
                                                                  std::span<const Journey> journeys);

/// The joint failure fraction of several faults (see joint_failure_fraction()) by enumeration of the live-edge sets.
/// Nothing when there are too many uncertain calls.
[[nodiscard]] std::optional<double> exact_joint_failure(const ServiceGraph& graph, const Journey& journey,
                                                        std::span<const ActiveFault> faults);

}  // namespace faultline
