// Horizontal bars for shares and totals.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::report {

struct Bar {
  std::string label;
  std::size_t policy;  ///< 0 is the baseline; fixes the colour
  double value;        ///< not negative
  std::optional<stats::Interval> interval;
};

struct BarChart {
  std::string title;        ///< the finding, as a sentence
  std::string description;  ///< each bar's figure is appended
  std::string x_label;
  std::vector<Bar> bars;
  std::vector<std::string> notes;
};

/// The chart as one SVG element. Bars start at 0; each carries its figure.
[[nodiscard]] std::string bar_chart(const BarChart& chart);

}  // namespace faultline::report
