// What less loss costs in speed: policies by lead time and lost orders.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/report/chart_layout.h"
#include "analysis/stats/estimate.h"

namespace faultline::report {

struct FrontierPoint {
  std::string name;
  std::size_t policy;    ///< 0 is the baseline; fixes colour and marker
  stats::Estimate cost;  ///< along x, e.g. hours of lead time
  stats::Estimate loss;  ///< along y, e.g. lost orders
  bool on_front;         ///< others are hollow
};

struct FrontierChart {
  std::string title;        ///< the finding, as a sentence
  std::string description;  ///< each point's figures are appended
  std::string x_label;
  std::string y_label;
  std::vector<FrontierPoint> points;
  std::vector<std::string> notes;  ///< they name which uncertainty the intervals show, and what makes a point hollow
  ChartSize size = ChartSize::wide;
};

/// The chart as one SVG element: a marker with an interval on both axes for each point, those on the front filled and
/// joined, less of both being better. The x axis is logarithmic when the points span more than a factor of ten.
[[nodiscard]] std::string frontier_chart(const FrontierChart& chart);

}  // namespace faultline::report
