// Text from outside made safe inside HTML and SVG.
#pragma once

#include <string>
#include <string_view>

namespace faultline::report {

/// `text` with control characters but tab and newline, marks that reorder their neighbours and bytes that are not UTF-8
/// replaced by U+FFFD.
[[nodiscard]] std::string visible_text(std::string_view text);

/// `text` for element content and quoted attributes: & < > " ' become entities; control characters, which XML forbids,
/// and bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string escape_html(std::string_view text);

/// Number of columns that `text` (UTF-8) fills in a typical typeface: wide East Asian characters count twice, combining
/// marks not at all. An estimate, good enough to lay out labels.
[[nodiscard]] std::size_t display_columns(std::string_view text);

/// `text` cut to `columns` with an ellipsis, never inside a character.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t columns);

/// The same with the ellipsis in the middle: names often differ at their ends alone.
[[nodiscard]] std::string shorten_middle(std::string_view text, std::size_t columns);

}  // namespace faultline::report
