// What one quarter under one policy came to: a plain value.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/core/ids.h"
#include "models/core/log_histogram.h"
#include "models/defects/defect.h"

namespace faultline {

inline constexpr std::size_t kSeverityCount = 3;
inline constexpr std::size_t kMaxGates = 64;

/// The single scalars of an outcome, in the order in which they are stored. "In the horizon" means loss that fell
/// between its beginning and end; "submitted" means changes submitted in it, followed through the run-off.
enum class Metric : std::uint8_t {
  lost_orders_gross,        ///< in the horizon, all causes
  lost_orders_net,          ///< the same, less customers who came back
  lost_orders_submitted,    ///< by changes submitted in the horizon, run-off included, background excluded
  customer_errors,          ///< failed entry requests of all sessions, in the horizon
  largest_incident_orders,  ///< gross loss of the costliest single incident begun in the horizon
  incidents_sev1,
  incidents_sev2,
  incidents_sev3,  ///< begun in the horizon, canary catches excluded
  canary_catches,  ///< defects that the rollout caught before full exposure
  outage_minutes,  ///< in the horizon, with at least sev2's share of all demand failing
  changes_submitted,
  changes_deployed,             ///< of those submitted in the horizon, by the end of the run-off
  changes_deployed_in_horizon,  ///< whenever submitted
  changes_undelivered_horizon,  ///< submitted in the horizon, not deployed at its end
  changes_undelivered_run_off,  ///< still not deployed at the end of the run-off
  changes_out_of_band,          ///< of those submitted
  changes_defective,            ///< of those submitted, as written
  changes_escaped,              ///< defects of submitted changes that reached full exposure or escaped the runtime gate
  reviews_needed,               ///< submitted changes that a peer-review gate applied to
  reviews_bypassed,             ///< of those, passed without any review
  approvals_given,
  approvals_stamped,
  review_hours_worked,     ///< in the horizon
  review_hours_available,  ///< in the horizon
  peak_backlog,            ///< most changes waiting for review at once, in the horizon
  backlog_at_horizon_end,  ///< changes submitted and not deployed, whenever submitted
  delay_change_days,       ///< sum over submitted changes of days from submission to deployment (or the end)
  lead_time_median_hours,  ///< of submitted and deployed changes of people and agents (automated ones excluded)
  lead_time_p90_hours,
  review_turnaround_median_hours,
  engineer_hours,  ///< gates, rework and incidents, in the horizon
  incident_hours,  ///< engineer hours spent on incidents
  rework_hours,
  incidents_seen_elsewhere,  ///< change-caused incidents whose largest visible failure is at another service
  incidents_weekend,  ///< change-caused and background, begun on a local Saturday or Sunday of the scenario's zone
  folded_faults,      ///< faults beyond kMostSplitExactly at once in a journey: they share the rest as if independent
  count_
};
inline constexpr std::size_t kMetricCount = static_cast<std::size_t>(Metric::count_);

/// Gross lost orders in the horizon, split exactly: every array sums to lost_orders_gross up to rounding.
struct LossSplit {
  std::vector<double> by_service;  ///< by ServiceId of the origin
  std::vector<double> by_team;     ///< by TeamId of the change's team; the last entry is background and unowned
  std::array<double, kOriginCount> by_origin{};    ///< changes only
  std::array<double, kChangeKindCount> by_kind{};  ///< changes only
  std::array<double, kChannelCount> by_channel{};
};

struct Outcome {
  std::array<double, kMetricCount> metrics{};
  LossSplit loss;
  std::array<double, kMaxGates> caught_by_gate{};          ///< defects caught, by GateId
  std::array<double, kMaxGates> engineer_hours_by_gate{};  ///< in the horizon
  LogHistogram lead_time_hours;                            ///< submitted and deployed, automated excluded
  LogHistogram review_turnaround_hours;                    ///< submitted: from entering peer review to passing it

  [[nodiscard]] double& operator[](Metric metric) { return metrics[static_cast<std::size_t>(metric)]; }
  [[nodiscard]] double operator[](Metric metric) const { return metrics[static_cast<std::size_t>(metric)]; }
};

}  // namespace faultline
