#include "analysis/stats/precision.h"

#include <algorithm>
#include <cmath>

namespace faultline::stats {

std::optional<double> relative_half_width(const Estimate& mean) {
  if (!mean.interval) {
    return std::nullopt;
  }
  const double half = (mean.interval->high - mean.interval->low) / 2;
  if (half == 0.0) {
    return 0.0;
  }
  return mean.value == 0.0 ? std::nullopt : std::optional(half / std::abs(mean.value));
}

bool is_known(const std::optional<Estimate>& mean, const PrecisionGoal& goal) {
  const std::optional<double> width = mean ? relative_half_width(*mean) : std::nullopt;
  return width && *width <= goal.relative_half_width;
}

std::uint32_t next_look(std::uint32_t n, std::optional<double> width, const PrecisionGoal& goal,
                        std::uint32_t block_size) {
  if (n >= goal.most || (width && *width <= goal.relative_half_width)) {
    return n;
  }
  constexpr double kMargin = 1.05;
  constexpr double kLeastGrowth = 1.1;
  constexpr double kMostGrowth = 2.0;
  const double ratio = width ? *width / goal.relative_half_width : kMostGrowth;
  const double growth = std::clamp(kMargin * ratio * ratio, kLeastGrowth, kMostGrowth);
  const double blocks = std::ceil(n * growth / block_size);
  return static_cast<std::uint32_t>(std::min<double>(blocks * block_size, goal.most));
}

}  // namespace faultline::stats
