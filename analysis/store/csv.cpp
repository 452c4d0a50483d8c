#include "analysis/store/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace faultline {

std::string inert_text(std::string_view text) {
  constexpr std::array<std::string_view, 11> kBeginsFormula{"=",  "+",      "-",      "@",      "\t",    "\r",
                                                            "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  const bool formula = std::any_of(kBeginsFormula.begin(), kBeginsFormula.end(),
                                   [text](std::string_view begin) { return text.substr(0, begin.size()) == begin; });
  return (formula ? "'" : "") + std::string(text);
}

std::string csv_field(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : inert_text(text)) {
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  }
  return quoted + "\"";
}

std::string csv_number(const std::optional<double>& value) { return value ? fmt::format("{}", *value) : ""; }

}  // namespace faultline
