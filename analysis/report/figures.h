// Counts, hours and shares as tables show them.
#pragma once

#include <optional>
#include <string>

#include "analysis/stats/estimate.h"

namespace faultline::report {

/// A count with a unit for large ones and as many digits as its error supports, at most three: "3.07 M", "18.3 k".
[[nodiscard]] std::string format_count(double value, const std::optional<double>& standard_error = std::nullopt);

/// The interval of a count in the unit of its value: "2.75 to 3.4 M"; empty when there is none.
[[nodiscard]] std::string format_count_interval(const stats::Estimate& estimate);
/// The same as "2.75..3.4", without the unit, with as many digits as fit into `width` columns.
[[nodiscard]] std::string narrow_count_interval(const stats::Estimate& estimate, std::size_t width);

/// Both in the unit of the largest of the three numbers: "204 k (-10 to 420 k)", or the count alone.
[[nodiscard]] std::string count_with_interval(const stats::Estimate& estimate);

/// Hours as "12 min", "9.5 h" or "12 d".
[[nodiscard]] std::string format_hours(double hours);

/// A figure that no line parts: its blanks do not break.
[[nodiscard]] std::string unbroken(std::string figure);

/// A saved share with its interval, both in percent: "22 %" and "18 to 26 %".
struct SavedText {
  std::string value;
  std::string interval;  ///< empty when there is none
};
[[nodiscard]] SavedText format_saved(const stats::Estimate& fraction);
/// A share of an estimated fraction in percent, without the sign: "22".
[[nodiscard]] std::string percent_number(double share, const stats::Estimate& fraction);
/// Its interval as "18..26", in at most `width` columns; empty when there is none.
[[nodiscard]] std::string narrow_percent_interval(const stats::Estimate& fraction, std::size_t width);

}  // namespace faultline::report
