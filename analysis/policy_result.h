// What one policy came to.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "analysis/backlog.h"
#include "analysis/case_data.h"
#include "analysis/gate_flow.h"
#include "analysis/reviewer_load.h"
#include "analysis/stats/estimate.h"
#include "analysis/stats/exceedance.h"
#include "analysis/waterfall.h"
#include "analysis/weekly_loss.h"
#include "models/core/log_histogram.h"
#include "sim/outcome.h"

namespace faultline {

/// Above this share of submitted changes undelivered at the horizon's end, raw loss alone decides nothing. (model, 0a)
inline constexpr double kUndeliveredLimit = 0.05;

/// The loss under one case of the second reviewer, on the replications that ran it.
struct LossSummary {
  stats::Estimate mean;
  std::optional<double> sd;  ///< absent with one replication
};

/// One policy. Orders, errors, incidents and hours are means per quarter (the horizon); absent figures do not exist.
struct PolicyResult {
  std::string id;
  std::string title;

  LossSummary lost_orders;  ///< gross
  stats::Estimate p50;
  stats::Estimate p90;
  stats::Estimate p95;
  stats::Estimate p99;
  stats::Estimate tail_mean_99;
  std::optional<LossSummary> lost_orders_low;  ///< with the low worth of a second reviewer (Z10)
  stats::Estimate lost_orders_net;
  stats::Estimate lost_orders_with_run_off;  ///< by changes submitted in the horizon, background excluded
  std::optional<stats::Estimate> lost_orders_per_1000_deployed;
  stats::Estimate customer_errors;
  stats::Estimate largest_incident;
  double outage_minutes = 0;
  std::array<double, kSeverityCount> incidents{};  ///< by severity, sev1 first
  double canary_catches = 0;
  double incidents_waiting = 0;                ///< that found every responder busy
  std::optional<double> responder_wait_hours;  ///< of each of those; absent without any

  double submitted_per_day = 0;
  double deployed_per_day = 0;
  std::optional<double> undelivered_fraction;          ///< of those submitted, at the horizon's end
  std::optional<double> undelivered_fraction_run_off;  ///< and at the end of the run-off
  std::optional<double> out_of_band_fraction;          ///< of those submitted
  std::optional<double> defective_fraction;            ///< of those submitted
  std::optional<double> escaped_fraction;              ///< of those deployed: defects that reached customers
  std::optional<double> emergency_fraction;            ///< of those submitted
  std::optional<double> blocked_fraction;              ///< of those submitted: stopped by a rule at least once
  double defects_from_rework = 0;
  double backlog_at_horizon_end = 0;
  double delay_change_days = 0;
  double author_hold_days = 0;   ///< by which authors began later because of a cap
  double frozen_team_hours = 0;  ///< under an error-budget freeze

  LogHistogram lead_time_hours;  ///< of all deployed changes of all replications together
  std::optional<double> lead_time_p50_hours;
  std::optional<double> lead_time_p90_hours;
  std::optional<double> review_utilisation;
  std::optional<double> review_turnaround_p50_hours;
  std::optional<double> bypassed_fraction;
  std::optional<double> stamped_fraction;
  double peak_backlog = 0;
  ReviewerLoad reviewer_load;
  Backlog backlog;
  std::vector<GateResult> gates;  ///< by GateId

  stats::Estimate engineer_hours;
  double incident_hours = 0;
  double rework_hours = 0;
  double agent_review_cost = 0;  ///< in the scenario's currency
  double audits = 0;
  double audit_finds = 0;  ///< defects that audits found before they did harm, or before anybody else did
  std::vector<double> engineer_hours_by_gate;    ///< by GateId
  std::vector<double> caught_by_gate;            ///< by GateId
  std::vector<stats::Estimate> loss_by_service;  ///< gross lost orders that start there, by ServiceId
  std::vector<double> loss_by_team;              ///< by TeamId; the last is background and unowned
  std::array<double, kOriginCount> loss_by_origin{};
  std::array<double, kChangeKindCount> loss_by_kind{};
  std::array<double, kChannelCount> loss_by_channel{};

  std::optional<WeeklyLoss> weekly;          ///< absent when weeks do not add up to the quarter
  std::optional<WaterfallResult> waterfall;  ///< from the reference; absent for it, and when nothing was split

  stats::ExceedanceCurve aggregate_exceedance;   ///< of a quarter's loss
  stats::ExceedanceCurve occurrence_exceedance;  ///< of a quarter's largest incident
};

/// Position `policy` of the run. `low` is its low case on the replications that ran it; null without one.
[[nodiscard]] PolicyResult policy_result(const RunDescription& run, std::size_t policy, const CaseData& data,
                                         const CaseData& reference, const CaseData* low);

/// Whether it leaves too much undelivered for a verdict on its loss.
[[nodiscard]] bool holds_back(const PolicyResult& policy);
/// Says so, from "leaves" on.
[[nodiscard]] std::string undelivered_reason(const PolicyResult& policy);
[[nodiscard]] std::string undelivered_reason(double undelivered_fraction);
/// One sentence each about what a reader of its figures must know.
void warn_of_policy(const PolicyResult& policy, const CaseData& data, std::vector<std::string>& warnings);

}  // namespace faultline
