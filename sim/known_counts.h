// Sums over a quarter whose means are known beforehand: how many incidents began by themselves and how many changes
// were defective, weighted by how much their services matter. What they are above their means explains much of what
// luck in single faults does not. (docs/methodology/conditional-means.md)
#pragma once

#include <vector>

#include "models/scenario.h"
#include "sim/blast/loss_table.h"

namespace faultline {

/// Weights of these sums. Immutable, shared by all threads.
class KnownCounts {
 public:
  KnownCounts(const Scenario& scenario, const LossTable& losses);

  /// Share of all orders that the service's total failure loses, demand-weighted.
  [[nodiscard]] double reach(ServiceId service) const { return reach_[service.index()]; }
  /// Demand at a time, in multiples of the horizon's mean; 0 outside the horizon.
  [[nodiscard]] double demand(double time_hours) const;
  /// Mean over replications of the sum of reach x demand over background incidents.
  [[nodiscard]] double background_mean() const { return background_mean_; }

 private:
  const Scenario& scenario_;
  std::vector<double> reach_;  // by ServiceId
  double orders_in_horizon_ = 0.0;
  double background_mean_ = 0.0;
};

}  // namespace faultline
