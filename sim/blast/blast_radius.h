// The blast radius of a service: which share of orders its failure hits, who else sees errors, and by which path.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/business/journey.h"
#include "models/graph/service_graph.h"
#include "sim/blast/live_edges.h"
#include "sim/blast/reach.h"

namespace faultline {

/// A share estimated from samples, with its 95 % interval; exact when the graph allows a closed form.
struct OrderShare {
  double value = 0.0;
  double low = 0.0;  ///< Wilson; equal to value when exact
  double high = 0.0;
  bool exact = false;
};

/// How a service suffers from a fault elsewhere.
struct Sufferer {
  ServiceId service;
  double failing_fraction = 0.0;            ///< share of its requests that fail
  double failing_requests_per_order = 0.0;  ///< failing requests at one order a unit of time, same unit
};

/// What the total failure of a service does besides losing orders.
struct Spread {
  double services_with_errors = 0.0;  ///< expected number of other services that see errors on a request to them
  std::vector<Sufferer> sufferers;    ///< those with errors, the failed service first, then by failing requests
};

/// Journeys for a graph without any: each service that nobody calls is one, with an equal share of orders.
[[nodiscard]] std::vector<Journey> entry_point_journeys(const ServiceGraph& graph);

/// Answers questions on one graph from one sample of live edges. A sample is an order: it takes a journey by the
/// journeys' demand shares (first marketplace; stratified), so that one sweep serves all services and journeys.
class BlastRadius {
 public:
  /// `samples` is rounded up to a multiple of 64. Journeys must have entries and shares that sum to 1.
  BlastRadius(const ServiceGraph& graph, std::span<const Journey> journeys, std::uint32_t samples, std::uint64_t seed);

  [[nodiscard]] std::uint32_t samples() const { return samples_; }
  /// By service. Exact for all or for none.
  [[nodiscard]] const std::vector<OrderShare>& orders_hit() const { return orders_hit_; }
  /// The most probable chain of calls from an entry to the service, both included; empty when no order reaches it.
  [[nodiscard]] std::vector<ServiceId> path_to(ServiceId service) const;
  /// Product of the live probabilities along path_to().
  [[nodiscard]] double path_probability(ServiceId service) const;
  /// Who sees errors when the service fails. `requests_per_order` by service (see request_rates()), or empty when the
  /// traffic equations have no solution: failing requests are 0 then.
  [[nodiscard]] Spread spread(ServiceId failed, std::span<const double> requests_per_order) const;

 private:
  struct Step {
    ServiceId from;            ///< invalid at an entry
    double weight = 0.0;       ///< share of orders that take the entry times probability of the path
    double probability = 0.0;  ///< of the path alone
  };

  void sample_orders(std::span<const Journey> journeys, std::uint64_t seed);
  void find_paths(std::span<const Journey> journeys);

  const ServiceGraph& graph_;
  Reach reach_;
  std::uint32_t samples_;
  LiveEdges spread_edges_;  // at most 4,096 samples, fewer on large graphs
  std::vector<OrderShare> orders_hit_;
  std::vector<Step> paths_;
};

}  // namespace faultline
