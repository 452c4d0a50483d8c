// Tables as text (RFC 4180): a header, then rows.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/input_error.h"

namespace faultline {

/// Reads a table row by row. Fields may be quoted, hold line ends and doubled quotes; the delimiter is the one of
/// comma, semicolon and tab that the header has most of.
class CsvTable {
 public:
  /// `text` must outlive the table. Throws InputError when there is no header, or when the text is JSON.
  CsvTable(std::string_view text, std::string file);

  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
  /// Position of a column by name, case ignored.
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;

  /// Reads the next row that is not blank; false at the end. A row may have any number of fields.
  bool next(std::vector<std::string>& fields);
  /// A problem of the last row.
  [[nodiscard]] InputProblem problem(std::string_view found, std::string what) const;
  [[nodiscard]] const std::string& file() const { return file_; }
  /// Line on which the last row begins, from 1.
  [[nodiscard]] std::size_t line() const { return row_line_; }
  /// The last row ends the text within a quoted field.
  [[nodiscard]] bool unterminated() const { return unterminated_; }

 private:
  void read_row(std::vector<std::string>& fields);

  std::string_view text_;
  std::string file_;
  char delimiter_ = ',';
  std::vector<std::string> header_;
  std::size_t at_ = 0;
  std::size_t next_line_ = 1;
  std::size_t row_line_ = 1;
  bool unterminated_ = false;
};

}  // namespace faultline
