// Fields of CSV files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace faultline {

/// `text` behind an apostrophe where a spreadsheet would take it for a formula: when it begins with = + - @ (or their
/// wide forms, U+FF1D, U+FF0B, U+FF0D, U+FF20), a tab or the end of a line (OWASP, CSV Injection). The apostrophe is
/// part of the text, so that no program that writes the table again brings the formula back.
[[nodiscard]] std::string inert_text(std::string_view text);
/// Quoted, and inert.
[[nodiscard]] std::string csv_field(std::string_view text);
/// All digits; empty when there is none.
[[nodiscard]] std::string csv_number(const std::optional<double>& value);

}  // namespace faultline
