// The answer in words and as a table: for a terminal of 80 columns, Markdown and spreadsheets.
#pragma once

#include <string>
#include <string_view>

#include "analysis/comparison.h"
#include "analysis/report/answer.h"
#include "analysis/report/figures.h"

namespace faultline::report {

/// Columns of the terminal that the answer and the table keep to.
inline constexpr std::size_t kTerminalColumns = 80;

/// Text broken between words into lines of kTerminalColumns, each with its newline.
[[nodiscard]] std::string terminal_text(std::string_view text);

/// The sentence, the table, where savings come from, and notes, no line longer than kTerminalColumns.
[[nodiscard]] std::string terminal_table(const Comparison& comparison);

[[nodiscard]] std::string markdown_table(const Comparison& comparison);

/// One line a policy, numbers unrounded, names of columns with units first.
[[nodiscard]] std::string csv_table(const Comparison& comparison);

}  // namespace faultline::report
