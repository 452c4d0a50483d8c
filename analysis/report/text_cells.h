// Cells of tables that are plain text: for terminals, spreadsheets and Markdown.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace faultline::report {

/// Text padded to a column of a terminal, on the left when `right`; cut with an ellipsis where it is longer.
[[nodiscard]] std::string text_cell(std::string_view text, std::size_t width, bool right);

/// A text in quotes; one that a spreadsheet would take for a formula gets an apostrophe first.
[[nodiscard]] std::string csv_field(std::string_view text);
/// All digits; empty when absent.
[[nodiscard]] std::string csv_number(const std::optional<double>& value);

/// Text in which nothing is markup.
[[nodiscard]] std::string markdown_text(std::string_view text);

}  // namespace faultline::report
