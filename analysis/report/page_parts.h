// Building blocks of the page: elements, tables and cells. Cells and contents are HTML, names and captions plain text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/comparison.h"
#include "analysis/report/page_style.h"

namespace faultline::report {

[[nodiscard]] std::string element(std::string_view tag, std::string_view text);
/// A command or program to be copied: what is too long for the window wraps, and is one line again when copied.
[[nodiscard]] std::string preformatted(std::string_view text);
/// A SHA-256, which may break anywhere.
[[nodiscard]] std::string hash_code(std::string_view sha256);
/// A number never parts from its percent sign at a line's end.
[[nodiscard]] std::string keep_percent_signs(std::string html);

/// A policy's name in a cell that heads its row: a page with script can leave the row out.
[[nodiscard]] std::string policy_cell(std::size_t policy, std::string_view id);
/// A chart; of one policy when that is given. On a phone it scrolls, so that its letters can be read: what takes the
/// keys then is named by the chart's title.
[[nodiscard]] std::string figure(const std::string& content, std::optional<std::size_t> policy = std::nullopt);

/// Of a column, which may be a policy's.
struct Heading {
  std::string text;
  std::optional<std::size_t> policy = std::nullopt;
};

/// What columns behind the first hold: numbers, the same but the last one, or nothing but words.
enum class LastColumn { number, words, all_words };
/// Whether the box that a table scrolls in is named by the caption, for those who reach it by keys. The sheet's is not:
/// it has to stay small.
enum class BoxName { caption, none };
/// The first cell of each row heads it.
[[nodiscard]] std::string table(std::string_view caption, const std::vector<std::string>& head,
                                const std::vector<std::vector<std::string>>& rows, LastColumn last = LastColumn::number,
                                BoxName box = BoxName::caption);
/// The same with columns that are policies'.
[[nodiscard]] std::string policy_table(std::string_view caption, const std::vector<Heading>& head,
                                       const std::vector<std::vector<std::string>>& rows,
                                       LastColumn last = LastColumn::number, BoxName box = BoxName::caption);
/// `first`, then every policy.
[[nodiscard]] std::vector<Heading> policy_headings(std::string_view first, const Comparison& comparison);
/// Folded away until somebody opens it.
[[nodiscard]] std::string details(std::string_view summary, const std::string& content);
[[nodiscard]] std::string section(std::string_view title, const std::string& content);

[[nodiscard]] std::string with_interval(const std::string& value, const std::string& interval);
[[nodiscard]] std::string count_cell(const stats::Estimate& estimate);
/// With the interval that holds for all figures side by side.
[[nodiscard]] std::string count_cell(const stats::JointEstimate& estimate);
/// Figures of the tail: too few replications beyond them leave no interval, or one that covers too little.
[[nodiscard]] std::string tail_cell(const stats::Estimate& estimate);
[[nodiscard]] std::string saved_cell(const std::optional<stats::Estimate>& fraction);
[[nodiscard]] std::string optional_count_cell(const std::optional<stats::Estimate>& estimate);
[[nodiscard]] std::string optional_hours(const std::optional<double>& hours);
[[nodiscard]] std::string optional_percent(const std::optional<double>& share);
[[nodiscard]] std::string verdict_cell(const Saving& saving);

/// A section of plain sentences.
[[nodiscard]] std::string list_section(std::string_view title, const std::vector<std::string>& texts);

/// JSON as it can stand in a script element: what could end that or break a line is written as an escape.
[[nodiscard]] std::string embedded_json(std::string_view json);

/// A style sheet without the blanks that mean nothing; comments are not for it.
[[nodiscard]] std::string compact_style(std::string_view css);
/// From the doctype to the beginning of the content.
[[nodiscard]] std::string page_begin(std::string_view title, std::string_view style = kPageStyle);
/// From the end of the content on, with the summary as data for other programs.
[[nodiscard]] std::string page_end(const std::string& summary_json);

}  // namespace faultline::report
