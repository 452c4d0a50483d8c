// Tables of the past: rows whose fields are asked for by the names of columns, which a user may change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/io/csv_table.h"

namespace faultline {

/// Columns of a table that go by another name: what a reader asks for, and what the table calls it.
using ColumnNames = std::map<std::string, std::string>;

class CsvRows {
 public:
  /// Reads the header. `text` must outlive the reader. Throws InputError when there is none, or a column comes twice.
  CsvRows(std::string_view text, std::string file, ColumnNames names = {});

  [[nodiscard]] const std::vector<std::string>& header() const { return table_.header(); }
  [[nodiscard]] bool has(const std::string& column) const { return find(column).has_value(); }
  /// Throws InputError, naming the nearest column, unless the header has all of them.
  void require(const std::vector<std::string>& columns) const;
  /// Throws InputError when `given`, what a user said of columns, speaks of none of `columns` (nor of those of
  /// `others`, which belong to another table), or names a column that the header does not have.
  void require_sense(const ColumnNames& given, const std::vector<std::string>& columns,
                     const std::vector<std::string>& others = {}) const;

  /// Goes to the next row that is not blank; false at the end. Throws InputError for a quote that is never closed.
  bool next();
  /// Line on which the row begins, from 1.
  [[nodiscard]] std::size_t line() const { return table_.line(); }
  /// Empty when the row has as many fields as the header, else what is wrong.
  [[nodiscard]] std::string shape_problem() const;
  /// The field, or an empty text when the table has no such column.
  [[nodiscard]] std::string_view field(const std::string& column) const;

 private:
  [[nodiscard]] std::optional<std::size_t> find(const std::string& column) const;

  CsvTable table_;
  ColumnNames names_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<std::string> fields_;
};

/// A whole number without sign, or nothing.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text);
/// A finite number, or nothing.
[[nodiscard]] std::optional<double> parse_real(std::string_view text);

}  // namespace faultline
