// Dots with intervals: paired differences, one row each.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/report/chart_layout.h"
#include "analysis/stats/estimate.h"
#include "analysis/stats/verdict.h"

namespace faultline::report {

struct IntervalRow {
  std::string label;
  std::size_t policy;  ///< 0 is the baseline; fixes colour and marker
  stats::Estimate saving;
  stats::Verdict verdict;
  std::string reason = {};  ///< why it is not settled, where its interval does not say so
};

struct IntervalChart {
  std::string title;                 ///< the finding, as a sentence
  std::string description;           ///< each row's figures are appended
  std::string x_label;               ///< what a positive number means, with its unit
  double smallest_that_matters = 0;  ///< half-width of the shaded zone of no practical difference; 0 for none
  std::vector<IntervalRow> rows;
  std::vector<std::string> notes;  ///< they name which uncertainty the intervals show and whether they are simultaneous
  ChartSize size = ChartSize::wide;  ///< a narrow one leaves figures and verdicts to the table beside it
};

/// The chart as one SVG element: zero line, zone, a dot and interval a row with its figures and verdict in words. A row
/// without an interval has a hollow dot and says so. Reasons stand below a wide one.
[[nodiscard]] std::string interval_chart(const IntervalChart& chart);

}  // namespace faultline::report
