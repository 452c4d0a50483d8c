// The answer in words and as a table: for a terminal of 80 columns, Markdown and spreadsheets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/comparison.h"

namespace faultline::report {

/// Columns of the terminal that the answer and the table keep to.
inline constexpr std::size_t kTerminalColumns = 80;

/// A count with a unit for large ones and as many digits as its error supports, at most three: "3.07 M", "18.3 k".
[[nodiscard]] std::string format_count(double value, const std::optional<double>& standard_error = std::nullopt);

/// The interval of a count in the unit of its value: "2.75 to 3.4 M"; empty when there is none.
[[nodiscard]] std::string format_count_interval(const stats::Estimate& estimate);

/// Hours as "12 min", "9.5 h" or "12 d".
[[nodiscard]] std::string format_hours(double hours);

/// A saved share with its interval, both in percent: "22 %" and "18 to 26 %".
struct SavedText {
  std::string value;
  std::string interval;  ///< empty when there is none
};
[[nodiscard]] SavedText format_saved(const stats::Estimate& fraction);

/// Whether means or savings carry a warning: losses so uneven that their intervals cover less often than 95 %
/// (docs/methodology/statistics.md).
[[nodiscard]] bool intervals_fall_short(const Comparison& comparison);

/// One sentence that states the answer with settled verdicts only and names what is not settled.
[[nodiscard]] std::string answer_sentence(const Comparison& comparison);

/// Text broken between words into lines of kTerminalColumns, each with its newline.
[[nodiscard]] std::string terminal_text(std::string_view text);

/// The sentence, the table and its notes, no line longer than kTerminalColumns.
[[nodiscard]] std::string terminal_table(const Comparison& comparison);

[[nodiscard]] std::string markdown_table(const Comparison& comparison);

/// One line a policy, numbers unrounded, names of columns with units first.
[[nodiscard]] std::string csv_table(const Comparison& comparison);

}  // namespace faultline::report
