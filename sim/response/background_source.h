// Incidents that no change caused, drawn once for a replication.
#pragma once

#include <cstdint>
#include <vector>

#include "models/core/philox.h"
#include "models/scenario.h"
#include "sim/response/fault.h"

namespace faultline {

/// An incident that no change caused.
struct BackgroundIncident {
  double time_hours;
  FaultKey key;
  ServiceId service;
};

/// Draws the background incidents of a replication. Keeps what it needs of the scenario, and nothing else, so that
/// equal sources draw equal incidents. (model, section 4)
class BackgroundSource {
 public:
  explicit BackgroundSource(const Scenario& scenario);
  friend bool operator==(const BackgroundSource& a, const BackgroundSource& b) = default;

  /// Replaces `incidents` by the replication's, sorted by time: Poisson day by day, placed by the hourly weights.
  void fill(const KeyedDraws& draws, std::vector<BackgroundIncident>& incidents) const;

 private:
  std::uint32_t days_;
  std::uint64_t services_;
  double per_day_;
  std::vector<double> weight_per_hour_;
};

}  // namespace faultline
