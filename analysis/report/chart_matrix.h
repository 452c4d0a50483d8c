// Who hits whom, as shades: origins down the side, victims along the top.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace faultline::report {

struct Matrix {
  std::string title;        ///< the finding, as a sentence
  std::string description;  ///< for those who cannot see it
  std::string row_label;
  std::string column_label;
  std::string value_label;
  std::vector<std::string> rows;
  std::vector<std::string> columns;
  std::vector<double> values;         ///< columns.size() a row; not negative
  std::vector<double> row_totals;     ///< over all columns there are, shown or not
  std::vector<double> column_totals;  ///< over all rows there are
  std::vector<std::string> notes{};
  double most = 0;  ///< end of the shades, for several on one scale; never below the largest value
};

/// The chart as one SVG element. Cells of 0 stay empty.
[[nodiscard]] std::string matrix_chart(const Matrix& matrix);

}  // namespace faultline::report
