// Every limit that a caller set, held against every policy.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/comparison.h"
#include "analysis/limit.h"

namespace faultline {

/// One limit and one policy.
struct LimitCheck {
  std::string policy;     ///< its id
  std::string_view what;  ///< "mean lost orders" or "p99 of lost orders"
  stats::Estimate figure;
  double limit;
  LimitState state;
};

/// Policy by policy, in the run's order; empty without limits.
[[nodiscard]] std::vector<LimitCheck> limit_checks(const Comparison& comparison, const Limits& limits);

/// Kept when there are none.
[[nodiscard]] LimitState worst_of(const std::vector<LimitCheck>& checks);

}  // namespace faultline
