// A spreadsheet as plain data: what stands in which cell, before any file format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace faultline {

/// Empty, a number with all its digits, or text from anywhere.
using Cell = std::variant<std::monostate, double, std::string>;

/// How numbers of a column are shown; the cell keeps all digits.
enum class NumberForm : std::uint8_t { general, count, decimal, share };

struct Column {
  std::string head;   ///< with the unit
  double width = 14;  ///< characters
  NumberForm form = NumberForm::general;
};

/// One line of a native chart: rows (from 0, below the head) of two columns.
struct SeriesRange {
  std::size_t first_row;
  std::size_t last_row;
  std::size_t x_column;
  std::size_t y_column;
  std::size_t name_column;  ///< the cell of first_row there names the line
};

struct SheetChart {
  enum class Kind : std::uint8_t { bars, logarithmic_lines };
  Kind kind;
  std::string title;
  std::string x_title;
  std::string y_title;
  std::vector<SeriesRange> series;
  std::size_t beside_column;  ///< the chart's left edge
};

struct Sheet {
  std::string name;  ///< at most 31 characters, a word of our own
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  std::optional<SheetChart> chart{};
};

}  // namespace faultline
