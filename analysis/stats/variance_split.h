// Luck and ignorance told apart: how much of a figure's scatter is the quarter's, how much the parameters'.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// Variance of one replication's value, split. K draws of parameters, each over the same N replications.
struct VarianceSplit {
  std::size_t draws = 0;
  std::size_t replications = 0;
  double mean = 0.0;                ///< over draws and replications
  double luck_variance = 0.0;       ///< of a replication within a draw, pooled over draws
  double ignorance_variance = 0.0;  ///< of a draw's true mean; an estimate below 0 is reported as 0
  bool ignorance_below_zero = false;
  double one_way_ignorance_variance = 0.0;  ///< as if luck were not shared: too small; 0 where below
  double luck_variance_of_means = 0.0;      ///< what luck adds to the variance between the draws' means
  double f = 0.0;        ///< mean square between draws over that of the residuals; 0 when nothing varies
  double p_value = 1.0;  ///< of so large a ratio or a larger one if no parameter mattered, by the F law

  /// Of ignorance in the variance of a quarter whose parameters are not known; 0 when nothing varies.
  [[nodiscard]] double ignorance_share() const;
};

/// Two-way random effects without repetition, y = mean + draw + replication + both: the luck of a replication is shared
/// by all draws (common random numbers), so what luck adds to the scatter of the draws' means is the residual over N
/// and not the whole variance within over N, which the one-way estimator takes off (Searle, Casella and McCulloch,
/// Variance Components, 1992, sections 3.6 and 4.3). `values`: draws one after another, N each. Unbiased, but for
/// ignorance cut at 0, when draws are independent. Absent with fewer than 2 draws or replications, or values that are
/// not finite.
[[nodiscard]] std::optional<VarianceSplit> variance_split(std::span<const double> values, std::size_t replications);

}  // namespace faultline::stats
