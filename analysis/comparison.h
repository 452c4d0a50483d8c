// Policies side by side: from outcomes, as they stream in, to what may be said about them.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/run_description.h"
#include "analysis/stats/estimate.h"
#include "analysis/stats/exceedance.h"
#include "analysis/stats/paired.h"
#include "analysis/stats/verdict.h"
#include "models/core/log_histogram.h"
#include "sim/outcome.h"
#include "sim/run/block_runner.h"

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

  double submitted_per_day = 0;
  double deployed_per_day = 0;
  std::optional<double> undelivered_fraction;          ///< of those submitted, at the horizon's end
  std::optional<double> undelivered_fraction_run_off;  ///< and at the end of the run-off
  std::optional<double> out_of_band_fraction;          ///< of those submitted
  std::optional<double> defective_fraction;            ///< of those submitted
  std::optional<double> escaped_fraction;              ///< of those deployed: defects that reached customers
  double backlog_at_horizon_end = 0;
  double delay_change_days = 0;

  std::optional<double> lead_time_p50_hours;  ///< all deployed changes of all replications together
  std::optional<double> lead_time_p90_hours;
  std::optional<double> review_utilisation;
  std::optional<double> review_turnaround_p50_hours;
  std::optional<double> bypassed_fraction;
  std::optional<double> stamped_fraction;
  double peak_backlog = 0;

  stats::Estimate engineer_hours;
  double incident_hours = 0;
  double rework_hours = 0;
  std::vector<double> engineer_hours_by_gate;  ///< by GateId
  std::vector<double> caught_by_gate;          ///< by GateId
  std::vector<double> loss_by_service;         ///< by ServiceId
  std::vector<double> loss_by_team;            ///< by TeamId; the last is background and unowned
  std::array<double, kOriginCount> loss_by_origin{};
  std::array<double, kChangeKindCount> loss_by_kind{};
  std::array<double, kChannelCount> loss_by_channel{};

  stats::ExceedanceCurve aggregate_exceedance;   ///< of a quarter's loss
  stats::ExceedanceCurve occurrence_exceedance;  ///< of a quarter's largest incident
};

/// How much policy b saves against a under one case of the second reviewer.
struct Saving {
  stats::Estimate orders;                       ///< E[a - b] with the interval of this pair alone
  std::optional<stats::Interval> simultaneous;  ///< holds at 95 % for all pairs at once
  std::optional<stats::Estimate> fraction;      ///< of a's mean, at the simultaneous level
  stats::Verdict verdict = stats::Verdict::kNotSettled;
  std::string reason;  ///< why there is no verdict, when a rule other than the interval forbids it

  /// Of the saved fraction; null when it has none.
  [[nodiscard]] const stats::Interval* fraction_interval() const {
    return fraction && fraction->interval ? &*fraction->interval : nullptr;
  }
};

/// Policies a and b (positions in Comparison::policies, a < b) on the same quarters.
struct PairResult {
  std::size_t a = 0;
  std::size_t b = 0;
  Saving saving;
  std::optional<Saving> saving_low;  ///< both with the low worth of a second reviewer, where the run has it
  stats::LossOrder order;
  std::optional<stats::Estimate> p99_a_minus_b;
  stats::Estimate engineer_hours_b_minus_a;
  std::optional<stats::Estimate> lead_time_p50_hours_b_minus_a;  ///< absent when one of them never ships
};

struct Comparison {
  RunDescription run;
  std::uint32_t replications = 0;  ///< finished; fewer than run.replications when interrupted
  std::vector<PolicyResult> policies;
  std::vector<PairResult> pairs;
  std::vector<std::string> warnings;  ///< about input and results, one sentence each, safe to print
  std::string results_sha256;         ///< empty until the run is complete

  /// The pair of the reference policy with policy b.
  [[nodiscard]] const PairResult& against_reference(std::size_t b) const;
};

/// Takes outcomes block by block, in order, in bounded memory: single figures are kept per replication, arrays and
/// histograms as sums.
class ComparisonBuilder {
 public:
  explicit ComparisonBuilder(RunDescription run);
  ~ComparisonBuilder();
  ComparisonBuilder(const ComparisonBuilder&) = delete;
  ComparisonBuilder& operator=(const ComparisonBuilder&) = delete;

  /// The next block: outcomes[(r - first) * cases_in_block + c].
  void add(const Block& block);
  [[nodiscard]] std::uint32_t replications() const { return replications_; }
  /// One figure of one case by replication.
  [[nodiscard]] std::span<const double> values(std::size_t run_case, Metric metric) const;
  /// Needs at least one replication.
  [[nodiscard]] Comparison finish(std::string results_sha256) const;

 private:
  struct CaseData;
  [[nodiscard]] PolicyResult policy_result(std::size_t policy) const;

  RunDescription run_;
  std::uint32_t replications_ = 0;
  std::vector<CaseData> cases_;
};

}  // namespace faultline
