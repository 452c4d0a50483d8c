// Fields of CSV files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace faultline {

/// Quoted, and never a formula: spreadsheets take a leading = + - @ for one.
[[nodiscard]] std::string csv_field(std::string_view text);
/// All digits; empty when there is none.
[[nodiscard]] std::string csv_number(const std::optional<double>& value);

}  // namespace faultline
