// The loss of each week of the horizon, what a policy saves in it, and what that says of when the policy may end.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/joint.h"
#include "analysis/stats/verdict.h"

namespace faultline {

struct WeekLoss {
  stats::Estimate lost_orders;                           ///< gross, per quarter
  std::optional<stats::JointEstimate> saved;             ///< against the reference; `together` over all weeks
  stats::Verdict verdict = stats::Verdict::kNotSettled;  ///< of `together`; absent `saved` is not settled
};

/// Weeks count from 1.
struct WeeklyLoss {
  std::vector<WeekLoss> weeks;  ///< the last may be shorter than seven days
  /// The last week whose saving is settled to matter.
  std::optional<std::size_t> last_week_settled;
  /// After it, it is settled of every week that ends within the horizon that nothing is saved that matters; 0: of all
  /// of them. Absent when the last week is not so, or carries a warning of a heavy tail (a sample that missed the large
  /// losses looks as if nothing were saved): then the run does not say that the policy may end.
  std::optional<std::size_t> may_end_after_week;
};

/// Takes one policy's quarters.
class WeeklyLossAccumulator {
 public:
  explicit WeeklyLossAccumulator(std::size_t weeks) : own_(weeks), saved_(weeks) {}

  /// Loss by week under the policy and under the reference, and the policy's loss of the whole quarter.
  void add(std::span<const double> own, std::span<const double> reference, double quarter);
  /// `reference` has taken the same quarters; it may be this one, which then saves nothing that could be told. A week's
  /// saving matters beyond `fraction_that_matters` of the reference's loss in it. Absent when the weeks do not add up
  /// to the quarter (the engine did not count them) or a figure is not finite.
  [[nodiscard]] std::optional<WeeklyLoss> result(const WeeklyLossAccumulator& reference,
                                                 double fraction_that_matters) const;

 private:
  std::vector<stats::MomentAccumulator> own_;
  std::vector<stats::MomentAccumulator> saved_;
  bool adds_up_ = true;
};

}  // namespace faultline
