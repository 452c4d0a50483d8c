// Cells of tables that are plain text: for terminals and Markdown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace faultline::report {

/// Text padded to a column of a terminal, on the left when `right`; cut with an ellipsis where it is longer.
[[nodiscard]] std::string text_cell(std::string_view text, std::size_t width, bool right);

/// Text in which nothing is markup.
[[nodiscard]] std::string markdown_text(std::string_view text);

}  // namespace faultline::report
