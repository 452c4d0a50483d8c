// The numbers of a chart as CSV, unrounded; names that a spreadsheet would take for formulas are made inert.
#pragma once

#include <string>

#include "analysis/report/chart_bar.h"
#include "analysis/report/chart_design.h"
#include "analysis/report/chart_dots.h"
#include "analysis/report/chart_frontier.h"
#include "analysis/report/chart_heatmap.h"
#include "analysis/report/chart_interval.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/chart_tornado.h"
#include "analysis/report/chart_waterfall.h"

namespace faultline::report {

/// One line a point: curve, x, y and the ends of its band, empty where there is none.
[[nodiscard]] std::string chart_csv(const LineChart& chart);
/// One line a row: label, value, ends of the interval, verdict.
[[nodiscard]] std::string chart_csv(const IntervalChart& chart);
/// One line a step and one for the total: label, orders, ends of the interval, whether it is settled (1 or 0).
[[nodiscard]] std::string chart_csv(const WaterfallChart& chart);
/// One line a bar: label, value, ends of the interval.
[[nodiscard]] std::string chart_csv(const BarChart& chart);
/// One line a dot: label, series, value, ends of the interval.
[[nodiscard]] std::string chart_csv(const DotChart& chart);
/// One line a point: name, cost and loss with the ends of their intervals, whether it is on the front (1 or 0).
[[nodiscard]] std::string chart_csv(const FrontierChart& chart);
/// One line for each end of an input: label, mark, the input there, the figure, ends of its interval.
[[nodiscard]] std::string chart_csv(const TornadoChart& chart);
/// One line a cell: x, y, value or name (empty where the cell could not be run), whether it is open (1 or 0).
[[nodiscard]] std::string chart_csv(const Heatmap& chart);
/// One line a point, one column an input.
[[nodiscard]] std::string chart_csv(const DesignChart& chart);

}  // namespace faultline::report
