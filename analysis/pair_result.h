// Two policies on the same quarters.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/policy_result.h"
#include "analysis/stats/paired.h"
#include "analysis/stats/verdict.h"

namespace faultline {

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
  stats::Estimate delay_change_days_b_minus_a;
  /// Absent unless it is settled that b takes more hours than a.
  std::optional<stats::Estimate> orders_saved_per_engineer_hour;
  /// Margin of the orders saved less cost of engineer hours and of delay; absent when the scenario prices no orders.
  std::optional<stats::Estimate> net_benefit_of_b;
  std::optional<stats::Estimate> lead_time_p50_hours_b_minus_a;  ///< absent when one of them never ships
};

/// Every pair of the run's policies in the order (0, 1), (0, 2), ..., (1, 2), ...; `cases` by RunDescription::cases.
[[nodiscard]] std::vector<PairResult> pair_results(const RunDescription& run, std::span<const PolicyResult> policies,
                                                   std::span<const CaseData> cases);

}  // namespace faultline
