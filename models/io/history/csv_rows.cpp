#include "models/io/history/csv_rows.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "models/core/nearest_name.h"

namespace faultline {

CsvRows::CsvRows(std::string_view text, std::string file, ColumnNames names)
    : table_(text, std::move(file)), names_(std::move(names)) {
  for (std::size_t i = 0; i < header().size(); ++i) {
    const bool nameless = header()[i].empty();  // as spreadsheets leave them behind
    if (!nameless && !index_.emplace(header()[i], i).second) {
      throw InputError({table_.file(), "line 1", "column " + std::to_string(i + 1),
                        "a column comes twice by the same name", "a table needs a row of column names first"});
    }
  }
}

std::optional<std::size_t> CsvRows::find(const std::string& column) const {
  const auto renamed = names_.find(column);
  const auto found = index_.find(renamed == names_.end() ? column : renamed->second);
  return found == index_.end() ? std::nullopt : std::optional(found->second);
}

void CsvRows::require(const std::vector<std::string>& columns) const {
  std::vector<InputProblem> problems;
  for (const std::string& column : columns) {
    if (has(column)) continue;
    const auto renamed = names_.find(column);
    const std::string wanted = renamed == names_.end() ? column : renamed->second;
    const auto nearest = nearest_name(wanted, header());
    problems.push_back(
        {table_.file(), "line 1", "", "the table has no column \"" + printable(wanted) + "\"",
         nearest ? "nearest is \"" + printable(*nearest) + "\"" : "name it with --columns " + column + "=NAME"});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

void CsvRows::require_sense(const ColumnNames& given, const std::vector<std::string>& columns,
                            const std::vector<std::string>& others) const {
  const auto holds = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::vector<InputProblem> problems;
  for (const auto& [wanted, named] : given) {
    if (!holds(columns, wanted)) {
      if (holds(others, wanted)) continue;
      const auto nearest = nearest_name(wanted, columns);
      problems.push_back({table_.file(), "--columns", '"' + printable(wanted) + '"',
                          "is nothing that a column can mean", nearest ? "did you mean \"" + *nearest + "\"?" : ""});
    } else if (!index_.contains(named)) {
      const auto nearest = nearest_name(named, header());
      problems.push_back({table_.file(), "line 1", "", "the table has no column \"" + printable(named) + "\"",
                          nearest ? "nearest is \"" + printable(*nearest) + "\"" : "it was named by --columns"});
    }
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

bool CsvRows::next() {
  if (!table_.next(fields_)) return false;
  if (table_.unterminated()) throw InputError(table_.problem("", "a quote that opens in this row is never closed"));
  return true;
}

std::string CsvRows::shape_problem() const {
  if (fields_.size() == header().size()) return "";
  return "has " + std::to_string(fields_.size()) + " fields where the header has " + std::to_string(header().size());
}

std::string_view CsvRows::field(const std::string& column) const {
  const auto at = find(column);
  return at && *at < fields_.size() ? std::string_view(fields_[*at]) : std::string_view();
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  std::uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = !text.empty() && result.ec == std::errc{} && result.ptr == text.data() + text.size();
  return whole ? std::optional(value) : std::nullopt;
}

std::optional<double> parse_real(std::string_view text) {
  double value = 0.0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = !text.empty() && result.ec == std::errc{} && result.ptr == text.data() + text.size();
  return good && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace faultline
