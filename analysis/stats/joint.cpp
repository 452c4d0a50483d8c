#include "analysis/stats/joint.h"

#include <algorithm>
#include <utility>

namespace faultline::stats {

std::optional<std::vector<JointEstimate>> joint_estimates(std::span<const MomentAccumulator> moments,
                                                          double confidence) {
  const auto varying = std::count_if(moments.begin(), moments.end(),
                                     [](const MomentAccumulator& m) { return m.variance().value_or(0) > 0; });
  const double each = 1 - (1 - confidence) / static_cast<double>(std::max<std::ptrdiff_t>(varying, 1));
  std::vector<JointEstimate> estimates;
  for (const MomentAccumulator& accumulator : moments) {
    auto alone = accumulator.finalize(confidence);
    const auto together = accumulator.finalize(each);
    if (!alone || !together) {
      return std::nullopt;
    }
    estimates.push_back({*std::move(alone), together->interval});
  }
  return estimates;
}

}  // namespace faultline::stats
