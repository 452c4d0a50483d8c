// The numbers of a chart as CSV, unrounded; names that a spreadsheet would take for formulas are made inert.
#pragma once

#include <string>

#include "analysis/report/chart_interval.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/chart_waterfall.h"

namespace faultline::report {

/// One line a point: curve, x, y and the ends of its band, empty where there is none.
[[nodiscard]] std::string chart_csv(const LineChart& chart);
/// One line a row: label, value, ends of the interval, verdict.
[[nodiscard]] std::string chart_csv(const IntervalChart& chart);
/// One line a step and one for the total: label, orders, ends of the interval, whether it is settled (1 or 0).
[[nodiscard]] std::string chart_csv(const WaterfallChart& chart);

}  // namespace faultline::report
