// Which services and edges carry most of the loss, in closed form: which of them are worth forced runs.
#pragma once

#include <cstdint>
#include <vector>

#include "models/scenario.h"
#include "sim/blast/loss_table.h"

namespace faultline {

/// Samples of live edges by which edges are screened, their own, whatever the scenario's.
inline constexpr std::uint32_t kScreeningSamples = 512;
/// Edges that are left out in turn; of more, those that most requests use.
inline constexpr std::size_t kMostScreenedEdges = 4000;

/// By service: expected share of requests that its faults break in a week, w_d = (defects of its team's changes,
/// equally over the team's services, before any gate) x mean magnitude + (its share of background incidents) x theirs.
[[nodiscard]] std::vector<double> fault_weights(const Scenario& scenario);

/// By service: q_d, the share of all orders that its total failure loses.
[[nodiscard]] std::vector<double> order_shares(const Scenario& scenario, const LossTable& losses);

/// By service: w_d q_d over the sum of all; 0 throughout when that is 0.
[[nodiscard]] std::vector<double> service_shares(const Scenario& scenario, const LossTable& losses);

/// By call: sum over services d of w_d (q_d - q_d without the call), over the sum of w_d q_d. The same live edges with
/// and without, so an edge over which no failure travels has exactly 0.
[[nodiscard]] std::vector<double> edge_shares(const Scenario& scenario);

/// The graph with another coupling of one call.
[[nodiscard]] ServiceGraph with_coupling(const ServiceGraph& graph, CallId call, double coupling);

}  // namespace faultline
