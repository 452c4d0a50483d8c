#include "analysis/report/chart_csv.h"

#include <fmt/format.h>

#include "analysis/store/csv.h"

namespace faultline::report {
namespace {

std::string ends_of(const std::optional<stats::Interval>& interval) {
  return interval ? fmt::format("{},{}", interval->low, interval->high) : ",";
}

std::string bar_line(const WaterfallBar& bar) {
  return fmt::format("{},{},{},{}\n", csv_field(bar.label), bar.orders.value, ends_of(bar.orders.interval),
                     bar.settled ? 1 : 0);
}

}  // namespace

std::string chart_csv(const LineChart& chart) {
  std::string text = "curve," + csv_field(chart.x_label) + "," + csv_field(chart.y_label) + ",low,high\n";
  for (const Curve& curve : chart.curves) {
    for (const CurvePoint& point : curve.points) {
      text += fmt::format("{},{},{},{}\n", csv_field(curve.name), point.x, point.y, ends_of(point.band));
    }
  }
  return text;
}

std::string chart_csv(const IntervalChart& chart) {
  std::string text = "policy," + csv_field(chart.x_label) + ",low,high,verdict\n";
  for (const IntervalRow& row : chart.rows) {
    text += fmt::format("{},{},{},{}\n", csv_field(row.label), row.saving.value, ends_of(row.saving.interval),
                        stats::to_string(row.verdict));
  }
  return text;
}

std::string chart_csv(const WaterfallChart& chart) {
  std::string text = "step," + csv_field(chart.x_label) + ",low,high,settled\n";
  for (const WaterfallBar& step : chart.steps) {
    text += bar_line(step);
  }
  return text + bar_line(chart.total);
}

}  // namespace faultline::report
