// Several means at once, with intervals that hold together.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// One of several figures that are read side by side.
struct JointEstimate {
  Estimate alone;                    ///< with the interval of this figure alone
  std::optional<Interval> together;  ///< holds for all of the figures at once; absent with one replication
};

/// The mean of each accumulator. The intervals that hold together are Student's t at 1 - (1 - confidence) / k, k the
/// number of figures that vary (Bonferroni), so they need no covariances and hold whatever these are. Absent when one
/// of the means does not exist.
[[nodiscard]] std::optional<std::vector<JointEstimate>> joint_estimates(std::span<const MomentAccumulator> moments,
                                                                        double confidence = kConfidence);

/// The whole interval lies on one side of 0.
[[nodiscard]] inline bool settled(const std::optional<Interval>& interval) {
  return interval && (interval->low > 0 || interval->high < 0);
}

}  // namespace faultline::stats
