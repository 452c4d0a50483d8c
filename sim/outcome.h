// What one quarter under one policy came to: a plain value.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
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
  incidents_seen_elsewhere,  ///< more requests fail at a journey's entry, another service, than anyway
  incidents_weekend,     ///< change-caused and background, begun on a local Saturday or Sunday of the scenario's zone
  changes_emergency,     ///< of those submitted, on the emergency path
  changes_blocked,       ///< of those submitted, stopped by a rule at least once
  defects_from_rework,   ///< born while a submitted change was mended
  audits,                ///< of changes, held in the horizon
  audit_finds,           ///< defects that audits found before they did harm, or before anybody else did
  incidents_waiting,     ///< begun in the horizon, that found every responder busy
  responder_wait_hours,  ///< of those, until somebody was free
  frozen_team_hours,     ///< in the horizon, over all teams, under an error-budget freeze
  author_hold_days,      ///< of submitted changes: how much later authors began because of a cap
  agent_review_cost,     ///< in the horizon, in the scenario's currency
  folded_faults,  ///< faults beyond kMostSplitExactly at once in a journey: they share the rest as if independent
  count_
};
inline constexpr std::size_t kMetricCount = static_cast<std::size_t>(Metric::count_);

/// Why a gate of the pipeline did not stop a defect that reached production.
enum class GateMiss : std::uint8_t {
  bypassed,   ///< the change went round the gate
  attention,  ///< it was looked at, and full attention would have found the defect
  beyond,     ///< even full attention would not have
};
inline constexpr std::size_t kGateMissCount = 3;
inline constexpr std::array<std::string_view, kGateMissCount> kGateMissNames{"bypassed", "attention", "beyond"};

/// Gross lost orders in the horizon, split exactly: every array sums to lost_orders_gross up to rounding.
struct LossSplit {
  std::vector<double> by_service;  ///< by ServiceId of the origin
  std::vector<double> by_team;     ///< by TeamId of the change's team; the last entry is background and unowned
  std::array<double, kOriginCount> by_origin{};    ///< changes only
  std::array<double, kChangeKindCount> by_kind{};  ///< changes only
  std::array<double, kChannelCount> by_channel{};
};

/// From the loss of the first case of the run (the reference) to this one's, defect by defect on the same quarter. All
/// steps are orders saved against the reference (negative: lost in addition); they sum to the difference of
/// lost_orders_gross up to rounding. All zero for the reference itself.
struct Waterfall {
  double not_shipped = 0.0;  ///< shipped in the horizon by one of them only: held, displaced or never written
  double contained = 0.0;    ///< fewer customers met the fault, at this case's duration
  double recovered = 0.0;    ///< it lasted less long, at this case's breadth
  double interaction = 0.0;  ///< breadth times duration, and what exists under one of them only (born in rework)
  std::array<double, kMaxGates> caught{};  ///< by the gate that caught the defect under one of them, by GateId
};

/// What changes met at the gates. "Submitted" as above.
struct GateFlow {
  std::array<double, kMaxGates> met{};       ///< submitted changes to which the gate applied
  std::array<double, kMaxGates> bypassed{};  ///< of those, went round it
  std::array<double, kMaxGates> hours{};  ///< changes times hours spent at the gate within the horizon, by any change
  /// Gross lost orders in the horizon by changes that the gate did not stop, by GateMiss. A change counts at every gate
  /// that it passed, so gates do not sum up.
  std::array<std::array<double, kGateMissCount>, kMaxGates> loss{};
};

/// Entries of Outcome::backlog_by_day: whole days of the horizon and the run-off together.
[[nodiscard]] inline std::size_t backlog_days(double horizon_hours, double run_off_hours) {
  constexpr double kRounding = 1e-9;  // days that went through a division by 24 and back
  return static_cast<std::size_t>(std::floor((horizon_hours + run_off_hours) / 24.0 + kRounding));
}

/// Entries of Outcome::lost_orders_by_week: whole weeks of the horizon, and what is left of it. At least one.
[[nodiscard]] inline std::size_t loss_weeks(double horizon_hours) {
  constexpr double kRounding = 1e-9;
  return static_cast<std::size_t>(std::max(1.0, std::ceil(horizon_hours / 168.0 - kRounding)));
}

/// One possible loss of a fault, in orders, its chance, and how the fault came to production.
struct WeightedLoss {
  double orders;
  double chance;
  Channel channel;
};

/// Sums with a mean of exactly 0 over replications, for estimates of mean losses: what is left of a loss once they are
/// taken off has the same mean and less spread. 0 unless asked for. (docs/methodology/conditional-means.md)
struct LuckSums {
  // Lost orders that are luck in single faults: each fault's loss alone less its mean over luck drawn afresh.
  double gross = 0.0;      ///< of lost_orders_gross
  double net = 0.0;        ///< of lost_orders_net
  double submitted = 0.0;  ///< of lost_orders_submitted
  // More incidents than on average, weighted by the reach of their services and by demand.
  double background = 0.0;            ///< of those that no change caused
  double pipeline_defects = 0.0;      ///< defective changes, as written, in the pipeline
  double out_of_band_defects = 0.0;   ///< and out of band
  double out_of_band_anywhere = 0.0;  ///< out of band, whatever the service: any may strike the whole fleet
};

/// Where rare, dear luck was drawn oftener than it comes. (docs/methodology/tail-losses.md)
struct LuckTilted {
  double weight = 1.0;         ///< likelihood ratio: how much the quarter counts; its mean is 1
  std::uint32_t replaced = 0;  ///< faults whose luck was replaced
  std::uint32_t diverted = 0;  ///< defective changes that go out of band, and would not by their own share
  // Defective changes submitted in the horizon, as their shares have them without a tilt.
  double mean_out_of_band = 0.0;
  double mean_pipeline = 0.0;
};

struct Outcome {
  std::array<double, kMetricCount> metrics{};
  LuckSums luck;
  LuckTilted tilted;
  double lost_orders_alone = 0.0;        ///< gross, in the horizon, had each fault been alone; 0 unless asked for
  std::vector<WeightedLoss> severities;  ///< what each fault could have cost alone, those above 0; only if asked for
  LossSplit loss;
  std::array<double, kMaxGates> caught_by_gate{};          ///< defects caught, by GateId
  std::array<double, kMaxGates> engineer_hours_by_gate{};  ///< in the horizon
  LogHistogram lead_time_hours;                            ///< submitted and deployed, automated excluded
  GateFlow gates;
  Waterfall waterfall;
  std::vector<double> review_hours_by_desk;  ///< in the horizon: by TeamId, then by PoolId
  std::vector<double> backlog_by_day;       ///< changes submitted and not deployed, at the end of each whole day of the
                                            ///< horizon and the run-off
  std::vector<double> lost_orders_by_week;  ///< gross, by whole or partial week of the horizon in which they fell
  LogHistogram review_turnaround_hours;     ///< submitted: from entering peer review to passing it

  [[nodiscard]] double& operator[](Metric metric) { return metrics[static_cast<std::size_t>(metric)]; }
  [[nodiscard]] double operator[](Metric metric) const { return metrics[static_cast<std::size_t>(metric)]; }
};

}  // namespace faultline
