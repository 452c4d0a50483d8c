// Tables in text: RFC 4180, with lines of the file kept for messages.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/core/input_error.h"

namespace faultline {

/// Columns of a table that go by another name: what a reader asks for, and what the table calls it.
using ColumnNames = std::map<std::string, std::string>;

/// Reads a table row by row. Fields are separated by whichever of comma, semicolon and tab the header holds most of.
class CsvRows {
 public:
  /// Reads the header. `text` must outlive the reader. Throws InputError when there is none, or a column comes twice.
  CsvRows(std::string_view text, std::string file, ColumnNames names = {});

  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] bool has(const std::string& column) const { return find(column).has_value(); }
  /// Throws InputError, naming the nearest column, unless the header has all of them.
  void require(const std::vector<std::string>& columns) const;

  /// Goes to the next row that is not blank; false at the end. Throws InputError for a quote that is never closed.
  bool next();
  /// Line on which the row begins, from 1.
  [[nodiscard]] std::size_t line() const { return row_line_; }
  /// Empty when the row has as many fields as the header, else what is wrong.
  [[nodiscard]] std::string shape_problem() const;
  /// The field, or an empty text when the table has no such column.
  [[nodiscard]] std::string_view field(const std::string& column) const;

 private:
  [[nodiscard]] std::optional<std::size_t> find(const std::string& column) const;
  bool read_row(std::vector<std::string>& fields);

  std::string_view rest_;
  std::string file_;
  ColumnNames names_;
  char separator_ = ',';
  std::size_t line_ = 1;
  std::size_t row_line_ = 1;
  std::vector<std::string> header_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<std::string> fields_;
};

/// A whole number without sign, or nothing.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text);
/// A finite number, or nothing.
[[nodiscard]] std::optional<double> parse_real(std::string_view text);

}  // namespace faultline
