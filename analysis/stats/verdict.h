// What may be said about a difference, by rule.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

enum class Verdict : std::uint8_t { kSettledBetter, kSettledWorse, kNoDifferenceThatMatters, kNotSettled };

/// The verdict on a saving (positive is better) from its interval and the smallest difference that matters, m >= 0, in
/// the same unit: settled when the whole interval lies beyond m on one side, no difference that matters when it lies
/// within
/// [-m, m], otherwise not settled, as without an interval (the decision rule of Kruschke 2018,
/// doi 10.1177/2515245918771304, with a confidence interval).
[[nodiscard]] Verdict verdict(const std::optional<Interval>& saving, double smallest_that_matters);

/// "settled better", "settled worse", "no difference that matters" or "not settled".
[[nodiscard]] std::string_view to_string(Verdict verdict);

}  // namespace faultline::stats
