#include "models/io/history/csv_rows.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "models/core/nearest_name.h"

namespace faultline {

CsvRows::CsvRows(std::string_view text, std::string file, ColumnNames names)
    : rest_(text), file_(std::move(file)), names_(std::move(names)) {
  const std::string_view first = rest_.substr(0, rest_.find('\n'));
  const auto count = [&](char c) { return std::count(first.begin(), first.end(), c); };
  for (const char c : {';', '\t'}) {
    if (count(c) > count(separator_)) separator_ = c;
  }
  if (!read_row(header_)) throw InputError({file_, "", "", "is empty: a table needs a row of column names first", ""});
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (!index_.emplace(header_[i], i).second) {
      throw InputError({file_, "line 1", "column " + std::to_string(i + 1), "a column comes twice by the same name",
                        "a table needs a row of column names first"});
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
    const auto nearest = nearest_name(wanted, header_);
    problems.push_back(
        {file_, "line 1", "", "the table has no column \"" + printable(wanted) + "\"",
         nearest ? "nearest is \"" + printable(*nearest) + "\"" : "name it with --columns " + column + "=NAME"});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

bool CsvRows::read_row(std::vector<std::string>& fields) {
  fields.clear();
  while (!rest_.empty() && (rest_.front() == '\n' || rest_.front() == '\r')) {
    line_ += rest_.front() == '\n' ? 1 : 0;
    rest_.remove_prefix(1);
  }
  if (rest_.empty()) return false;
  row_line_ = line_;
  std::size_t at = 0;
  std::string field;
  bool quoted = false;
  bool ended = false;
  while (!ended) {
    if (at == rest_.size()) {
      if (quoted) {
        throw InputError(
            {file_, "line " + std::to_string(row_line_), "", "a quote that opens in this row is never closed", ""});
      }
      break;
    }
    const char c = rest_[at++];
    if (quoted) {
      if (c == '"' && at < rest_.size() && rest_[at] == '"') {
        field += '"';
        ++at;
      } else if (c == '"') {
        quoted = false;
      } else {
        line_ += c == '\n' ? 1 : 0;
        field += c;
      }
    } else if (c == '"' && field.empty()) {
      quoted = true;
    } else if (c == separator_) {
      fields.push_back(std::move(field));
      field.clear();
    } else if (c == '\n') {
      ++line_;
      ended = true;
    } else {
      field += c;
    }
  }
  rest_.remove_prefix(at);
  if (!field.empty() && field.back() == '\r') field.pop_back();
  fields.push_back(std::move(field));
  return true;
}

bool CsvRows::next() { return read_row(fields_); }

std::string CsvRows::shape_problem() const {
  if (fields_.size() == header_.size()) return "";
  return "has " + std::to_string(fields_.size()) + " fields where the header has " + std::to_string(header_.size());
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
