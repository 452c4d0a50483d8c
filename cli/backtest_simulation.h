// A scenario's weeks as records of the past would tell them.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/replication.h"

namespace faultline::cli {

/// Incidents of the horizons of many replications, in their order.
struct SimulatedIncidents {
  std::vector<std::uint64_t> by_week;  ///< of each whole week
  double changes_per_week = 0.0;       ///< caused by changes
  double background_per_week = 0.0;
  std::vector<double> hours_to_mitigate;
  std::vector<double> hours_to_recover;
};

struct SimulationChoice {
  PolicyId policy;
  std::uint64_t seed = 1;
  std::uint32_t replications = 200;
  int threads = 0;               ///< 0: all cores
  bool since_detection = false;  ///< times begin when somebody knew, not when the fault did
};

/// Counts what was detected with severity 1 to 3: what the rollout caught, and what nobody ever noticed, has no record.
/// The same at any number of threads. `progress` is called with the number of replications finished, from any thread.
[[nodiscard]] SimulatedIncidents simulate_incidents(const PreparedScenario& prepared, const SimulationChoice& choice,
                                                    const std::function<void(std::uint32_t)>& progress);

/// Changes submitted in each whole week of the horizons of as many replications.
[[nodiscard]] std::vector<std::uint64_t> simulate_changes(const Scenario& scenario, std::uint64_t seed,
                                                          std::uint32_t replications);

/// The scenario with the changes of all streams and the background incidents times a factor; nothing else moves.
[[nodiscard]] Scenario scaled(const Scenario& scenario, double changes, double background);

}  // namespace faultline::cli
