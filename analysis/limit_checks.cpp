#include "analysis/limit_checks.h"

#include <algorithm>

namespace faultline {

std::vector<LimitCheck> limit_checks(const Comparison& comparison, const Limits& limits) {
  std::vector<LimitCheck> checks;
  const auto add = [&checks](const PolicyResult& policy, std::string_view what, const stats::Estimate& figure,
                             const std::optional<double>& limit) {
    if (limit) {
      checks.push_back({policy.id, what, figure, *limit, check_limit(figure, *limit)});
    }
  };
  for (const PolicyResult& policy : comparison.policies) {
    add(policy, "mean lost orders", policy.lost_orders.mean, limits.max_mean_lost_orders);
    add(policy, "p99 of lost orders", policy.p99, limits.max_p99_lost_orders);
  }
  return checks;
}

LimitState worst_of(const std::vector<LimitCheck>& checks) {
  LimitState worst = LimitState::kept;
  for (const LimitCheck& check : checks) {
    worst = std::max(worst, check.state);
  }
  return worst;
}

}  // namespace faultline
