// How far one figure moves when each input is moved alone between its ends.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/report/chart_layout.h"
#include "analysis/stats/estimate.h"

namespace faultline::report {

struct TornadoEnd {
  std::string input;       ///< the input's value there, as text
  stats::Estimate figure;  ///< what the figure becomes
};

/// The end of a bar where an input has a value and moves the figure from `base` by `change`.
[[nodiscard]] TornadoEnd tornado_end(double input, const stats::Estimate& change, double base);

struct TornadoRow {
  std::string label;
  std::string mark;  ///< measured, estimated, assumed; empty when not known
  TornadoEnd low;
  TornadoEnd high;
};

/// How far the figure lies apart at the two ends; bars are sorted by it.
[[nodiscard]] double bar_width(const TornadoRow& row);

struct TornadoChart {
  std::string title;        ///< the finding, as a sentence
  std::string description;  ///< each row's figures are appended
  std::string x_label;
  double base;  ///< the figure with all inputs as they stand
  /// Where the choice changes, with a word on it; absent when it lies far off.
  std::optional<double> flip;
  std::string flip_label;
  std::vector<TornadoRow> rows;  ///< widest first
  std::vector<std::string> notes;
  ChartSize size = ChartSize::wide;
};

/// The chart as one SVG element: a bar a row from the one end to the other, pale on the side of the input's low end,
/// each with its interval; a line at the base and one where the choice changes.
[[nodiscard]] std::string tornado_chart(const TornadoChart& chart);

}  // namespace faultline::report
