// Numbers as readers see them: at most three significant digits, chances in words when small.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace faultline::report {

/// At most `digits` significant digits, thousands separated by commas, no exponent between 0.001 and 10^15: "1,060",
/// "0.025", "-836". Zero is "0".
[[nodiscard]] std::string format_number(double value, int digits = 3);

/// The same with k, M, G or T for thousands, millions, billions or 10^12, for narrow columns: "12.3M", "1k" for 999.6.
[[nodiscard]] std::string format_brief(double value, int digits = 3);

/// A figure with as many digits as its standard error supports (two digits of the error), at most three significant.
[[nodiscard]] std::string format_with_error(double value, const std::optional<double>& standard_error);

/// Both ends of an interval, rounded at one place: that of the end further from 0. "0.98", "1.31".
[[nodiscard]] std::pair<std::string, std::string> format_range(double low, double high,
                                                               const std::optional<double>& standard_error);

/// The same as one text of at most `columns` where thousands, millions, billions or 10^12 make it so:
/// "711,000..728,000", "1,390k..1,420k". In the largest of them where none does.
[[nodiscard]] std::string format_range_within(double low, double high, const std::optional<double>& standard_error,
                                              std::size_t columns);

/// A share in [0, 1] as "8 %" or "12.5 %".
[[nodiscard]] std::string format_percent(double share);

/// A chance in [0, 1]: "about 1 in 40" below 1 in 20, otherwise "about 8 in 100"; "over 99 in 100"
/// next to certainty, "every time" at 1 and "never seen" at 0.
[[nodiscard]] std::string format_chance(double chance);

/// A tick of an axis: all digits that a round number has; "k", "M", "G" or "T" as above.
[[nodiscard]] std::string format_tick(double value);

}  // namespace faultline::report
