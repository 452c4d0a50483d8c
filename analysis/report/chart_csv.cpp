#include "analysis/report/chart_csv.h"

#include <fmt/format.h>

#include "analysis/store/csv.h"

namespace faultline::report {
namespace {

std::string ends_of(const std::optional<stats::Interval>& interval) {
  return interval ? fmt::format("{},{}", interval->low, interval->high) : ",";
}

std::string figure_of(const stats::Estimate& estimate) {
  return fmt::format("{},{}", estimate.value, ends_of(estimate.interval));
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
  std::string text = "policy," + csv_field(chart.x_label) + ",low,high,verdict,reason\n";
  for (const IntervalRow& row : chart.rows) {
    text += fmt::format("{},{},{},{},{}\n", csv_field(row.label), row.saving.value, ends_of(row.saving.interval),
                        stats::to_string(row.verdict), csv_field(row.reason));
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

std::string chart_csv(const BarChart& chart) {
  std::string text = "label," + csv_field(chart.x_label) + ",low,high\n";
  for (const Bar& bar : chart.bars) {
    text += fmt::format("{},{},{}\n", csv_field(bar.label), bar.value, ends_of(bar.interval));
  }
  return text;
}

std::string chart_csv(const DotChart& chart) {
  std::string text = "label,series," + csv_field(chart.x_label) + ",low,high\n";
  for (const DotRow& row : chart.rows) {
    for (std::size_t s = 0; s < row.dots.size(); ++s) {
      if (const std::optional<stats::Estimate>& dot = row.dots[s]) {
        text += fmt::format("{},{},{}\n", csv_field(row.label), csv_field(chart.series[s]), figure_of(*dot));
      }
    }
  }
  return text;
}

std::string chart_csv(const FrontierChart& chart) {
  std::string text = fmt::format("name,{},x_low,x_high,{},y_low,y_high,on_front\n", csv_field(chart.x_label),
                                 csv_field(chart.y_label));
  for (const FrontierPoint& point : chart.points) {
    text += fmt::format("{},{},{},{}\n", csv_field(point.name), figure_of(point.cost), figure_of(point.loss),
                        point.on_front ? 1 : 0);
  }
  return text;
}

std::string chart_csv(const TornadoChart& chart) {
  std::string text = "input,mark,end,at," + csv_field(chart.x_label) + ",low,high\n";
  for (const TornadoRow& row : chart.rows) {
    for (const bool high : {false, true}) {
      const TornadoEnd& end = high ? row.high : row.low;
      text += fmt::format("{},{},{},{},{}\n", csv_field(row.label), csv_field(row.mark), high ? "high" : "low",
                          csv_field(end.input), figure_of(end.figure));
    }
  }
  return text;
}

std::string chart_csv(const Heatmap& chart) {
  std::string text =
      fmt::format("{},{},{},open\n", csv_field(chart.x.label), csv_field(chart.y.label), csv_field(chart.value_label));
  const std::size_t columns = chart.x.levels.size();
  for (std::size_t i = 0; i < chart.cells.size(); ++i) {
    const HeatCell& cell = chart.cells[i];
    const std::string value = !cell.value || chart.names.empty()
                                  ? csv_number(cell.value)
                                  : csv_field(chart.names[static_cast<std::size_t>(*cell.value)]);
    text += fmt::format("{},{},{},{}\n", chart.x.levels[i % columns], chart.y.levels[i / columns], value,
                        cell.open ? 1 : 0);
  }
  return text;
}

std::string chart_csv(const DesignChart& chart) {
  std::string text;
  for (const DesignAxis& axis : chart.axes) {
    text += (text.empty() ? "" : ",") + csv_field(axis.label);
  }
  text += "\n";
  const std::size_t points = chart.axes.empty() ? 0 : chart.axes.front().values.size();
  for (std::size_t i = 0; i < points; ++i) {
    for (std::size_t a = 0; a < chart.axes.size(); ++a) {
      text += fmt::format("{}{}", a > 0 ? "," : "", chart.axes[a].values[i]);
    }
    text += "\n";
  }
  return text;
}

}  // namespace faultline::report
