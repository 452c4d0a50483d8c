// Runs that go on until their means are known well enough.
#pragma once

#include <cstdint>
#include <optional>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// When a run may end. How often its intervals then hold the truth: docs/methodology/statistics.md.
struct PrecisionGoal {
  double relative_half_width = 0;  ///< half the 95 % interval of a mean over the mean; 0: no goal
  std::uint32_t least = 0;         ///< replications before the first look
  std::uint32_t most = 0;          ///< replications after which it ends whatever its means are worth

  [[nodiscard]] bool asked() const { return relative_half_width > 0; }
  friend bool operator==(const PrecisionGoal&, const PrecisionGoal&) = default;
};

/// Half the interval's width over the mean. 0 when the estimate is 0 without spread; absent when there is no interval
/// or the mean is 0 with one.
[[nodiscard]] std::optional<double> relative_half_width(const Estimate& mean);

/// Whether a mean, absent when there is none, is known as well as asked for.
[[nodiscard]] bool is_known(const std::optional<Estimate>& mean, const PrecisionGoal& goal);

/// Where a run of n replications looks at its precision next: the n at which it should be reached, n (width / goal)^2
/// and a twentieth, at least a tenth more than n and at most twice n, whole blocks, never above goal.most. n itself
/// when it is reached, or n >= goal.most. A width that is absent asks for twice n.
[[nodiscard]] std::uint32_t next_look(std::uint32_t n, std::optional<double> width, const PrecisionGoal& goal,
                                      std::uint32_t block_size);

}  // namespace faultline::stats
