// What changes met at each gate, and what passed it.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "analysis/stats/estimate.h"
#include "sim/outcome.h"

namespace faultline {

/// One gate under one policy, per quarter.
struct GateResult {
  double met = 0;                           ///< changes submitted in the horizon to which it applied
  std::optional<double> bypassed_fraction;  ///< of those
  double mean_changes = 0;                  ///< at the gate at one time, averaged over the horizon
  std::optional<double> mean_hours;         ///< spent at the gate within the horizon, for each change that met it
  /// Gross loss in the horizon by changes that it did not stop, by GateMiss.
  std::array<stats::Estimate, kGateMissCount> loss;

  [[nodiscard]] bool seen() const { return met > 0 || mean_changes > 0; }
};

/// Takes one policy's quarters.
class GateFlowAccumulator {
 public:
  explicit GateFlowAccumulator(std::size_t gates) : gates_(gates) {}

  void add(const GateFlow& flow);
  /// By GateId. Absent when a figure is not finite.
  [[nodiscard]] std::optional<std::vector<GateResult>> result(double horizon_hours) const;

 private:
  struct Sums {
    double met = 0;
    double bypassed = 0;
    double hours = 0;
    std::array<stats::MomentAccumulator, kGateMissCount> loss;
  };
  std::vector<Sums> gates_;
  std::size_t quarters_ = 0;
};

}  // namespace faultline
