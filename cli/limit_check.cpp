#include "cli/limit_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <string_view>

#include "analysis/report/table.h"
#include "cli/exit_code.h"
#include "models/core/input_error.h"

namespace faultline::cli {

LimitState worst_limit(const CompareOptions& options, const Comparison& comparison, const std::string& where,
                       std::ostream& err) {
  LimitState worst = LimitState::kept;
  const auto check = [&](const PolicyResult& policy, std::string_view what, const stats::Estimate& figure,
                         const std::optional<double>& limit) {
    if (!limit) {
      return;
    }
    const LimitState state = check_limit(figure, *limit);
    worst = std::max(worst, state);
    if (state != LimitState::kept) {
      const std::string range =
          figure.interval ? fmt::format("{} to {}", report::format_count(figure.interval->low, figure.standard_error),
                                        report::format_count(figure.interval->high, figure.standard_error))
                          : "too few replications for an interval";
      err << fmt::format("faultline: limit {}: {} of {}{} is {} (95 %: {}), the limit {}\n",
                         state == LimitState::broken ? "broken" : "not settled", what, printable(where),
                         printable(policy.id), report::format_count(figure.value, figure.standard_error), range,
                         report::format_count(*limit));
    }
  };
  for (const PolicyResult& policy : comparison.policies) {
    check(policy, "mean lost orders", policy.lost_orders.mean, options.max_mean_lost_orders);
    check(policy, "p99 of lost orders", policy.p99, options.max_p99_lost_orders);
  }
  return worst;
}

int exit_code(LimitState worst, const CompareOptions& options) {
  if (worst == LimitState::undecided) {
    return !options.undecided_passes ? kLimitUndecided : *options.undecided_passes ? kDone : kLimitBroken;
  }
  return worst == LimitState::broken ? kLimitBroken : kDone;
}

}  // namespace faultline::cli
