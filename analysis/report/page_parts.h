// Pieces of HTML that the pages are put together from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace faultline::report {

/// <tag>text</tag>, the text escaped.
[[nodiscard]] std::string element(std::string_view tag, std::string_view text);

/// HTML in which a number never parts from its percent sign at a line's end.
[[nodiscard]] std::string keep_percent_signs(std::string html);

enum class LastColumn : std::uint8_t { number, words };

/// A table whose cells hold HTML; the first of each row heads it. Caption and head are plain text.
[[nodiscard]] std::string table(std::string_view caption, const std::vector<std::string>& head,
                                const std::vector<std::vector<std::string>>& rows,
                                LastColumn last = LastColumn::number);

/// HTML that is folded away below a line of plain text.
[[nodiscard]] std::string details(std::string_view summary, const std::string& content);

/// A cell of a value and, below it, its interval where there is one; both plain text.
[[nodiscard]] std::string with_interval(const std::string& value, const std::string& interval);

/// A section of plain sentences.
[[nodiscard]] std::string list_section(std::string_view title, const std::vector<std::string>& texts);

/// From the doctype to the beginning of the content.
[[nodiscard]] std::string page_begin(std::string_view title);
/// From the end of the content on, with the summary as data for other programs.
[[nodiscard]] std::string page_end(const std::string& summary_json);

}  // namespace faultline::report
