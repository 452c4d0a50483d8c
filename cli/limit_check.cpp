#include "cli/limit_check.h"

#include <fmt/format.h>

#include <ostream>
#include <vector>

#include "analysis/report/table.h"
#include "cli/exit_code.h"
#include "models/core/input_error.h"

namespace faultline::cli {

LimitState worst_limit(const Limits& limits, const Comparison& comparison, const std::string& where,
                       std::ostream& err) {
  const std::vector<LimitCheck> checks = limit_checks(comparison, limits);
  for (const LimitCheck& check : checks) {
    if (check.state == LimitState::kept) {
      continue;
    }
    const stats::Estimate& figure = check.figure;
    const std::string range =
        figure.interval ? fmt::format("{} to {}", report::format_count(figure.interval->low, figure.standard_error),
                                      report::format_count(figure.interval->high, figure.standard_error))
                        : "too few replications for an interval";
    err << fmt::format("faultline: limit {}: {} of {}{} is {} (95 %: {}), the limit {}\n",
                       check.state == LimitState::broken ? "broken" : "not settled", check.what, printable(where),
                       printable(check.policy), report::format_count(figure.value, figure.standard_error), range,
                       report::format_count(check.limit));
  }
  return worst_of(checks);
}

int exit_code(LimitState worst, const std::optional<bool>& undecided_passes) {
  if (worst == LimitState::undecided) {
    return !undecided_passes ? kLimitUndecided : *undecided_passes ? kDone : kLimitBroken;
  }
  return worst == LimitState::broken ? kLimitBroken : kDone;
}

}  // namespace faultline::cli
