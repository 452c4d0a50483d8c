#include "analysis/store/csv.h"

#include <fmt/format.h>

namespace faultline {

std::string csv_field(std::string_view text) {
  std::string field = !text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos ? "'" : "";
  field += text;
  std::string quoted = "\"";
  for (const char c : field) {
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  }
  return quoted + "\"";
}

std::string csv_number(const std::optional<double>& value) { return value ? fmt::format("{}", *value) : ""; }

}  // namespace faultline
