#include "models/io/csv_table.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace faultline {
namespace {

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
         });
}

}  // namespace

CsvTable::CsvTable(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {
  const std::string_view first = text_.substr(0, text_.find('\n'));
  for (const char candidate : {';', '\t'}) {
    if (std::count(first.begin(), first.end(), candidate) > std::count(first.begin(), first.end(), delimiter_)) {
      delimiter_ = candidate;
    }
  }
  if (!next(header_)) {
    throw InputError({file_, "", "", "is empty: a table begins with the names of its columns", ""});
  }
  if (const std::string& begin = header_.front();
      begin.starts_with('{') || begin.starts_with('[') || begin.starts_with(")]}'")) {
    throw InputError({file_, "", "", "is JSON, where a table is wanted (CSV with a row of column names first)", ""});
  }
}

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
  const auto found = std::find_if(header_.begin(), header_.end(),
                                  [name](const std::string& column) { return same_ignoring_case(column, name); });
  return found == header_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - header_.begin()));
}

bool CsvTable::next(std::vector<std::string>& fields) {
  while (at_ < text_.size()) {
    read_row(fields);
    if (fields.size() > 1 || !fields.front().empty()) {
      return true;
    }
  }
  return false;
}

void CsvTable::read_row(std::vector<std::string>& fields) {
  fields.assign(1, {});
  row_line_ = next_line_;
  bool quoted = false;
  bool begins = true;  // of a field
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    next_line_ += c == '\n' ? 1 : 0;
    if (quoted) {
      if (c != '"') {
        fields.back() += c;
      } else if (at_ < text_.size() && text_[at_] == '"') {
        fields.back() += text_[at_++];
      } else {
        quoted = false;
      }
    } else if (c == '\n') {
      break;
    } else if (c == delimiter_) {
      fields.emplace_back();
      begins = true;
      continue;
    } else if (c == '"' && begins) {
      quoted = true;
    } else if (c != '\r' || (at_ < text_.size() && text_[at_] != '\n')) {
      fields.back() += c;
    }
    begins = false;
  }
  unterminated_ = quoted;
}

InputProblem CsvTable::problem(std::string_view found, std::string what) const {
  return {file_, "line " + std::to_string(row_line_), printable(found), std::move(what), ""};
}

}  // namespace faultline
