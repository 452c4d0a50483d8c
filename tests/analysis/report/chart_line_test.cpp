// Lines of narrow charts: fewer points, the same picture.
#include "analysis/report/chart_line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

namespace faultline::report {
namespace {

LineChart chart_of(std::vector<CurvePoint> points, ChartSize size) {
  LineChart chart{.title = "t",
                  .description = "d",
                  .x_label = "x",
                  .y_label = "y",
                  .x_scale = ScaleKind::kLinear,
                  .y_scale = ScaleKind::kLinear,
                  .curves = {},
                  .limit = {},
                  .notes = {},
                  .size = size};
  chart.curves.push_back({.name = "one", .policy = 1, .points = std::move(points), .when_empty = ""});
  return chart;
}

// Commands that draw in the path that is not filled: the curve.
std::size_t points_of_curve(const std::string& svg) {
  const std::size_t end = svg.find("\" fill=\"none\"");
  const std::size_t begin = svg.rfind("<path d=\"", end) + 9;
  const std::string data = svg.substr(begin, end - begin);
  return static_cast<std::size_t>(std::count_if(data.begin(), data.end(), [](char c) { return std::isalpha(c) != 0; }));
}

TEST(NarrowLineChart, DropsPointsOfAStraightLineAlone) {
  std::vector<CurvePoint> straight;
  std::vector<CurvePoint> bent;
  for (int i = 0; i <= 100; ++i) {
    straight.push_back({static_cast<double>(i), static_cast<double>(i), std::nullopt});
    bent.push_back({static_cast<double>(i), static_cast<double>(std::min(i, 60)), std::nullopt});
  }
  EXPECT_EQ(points_of_curve(line_chart(chart_of(straight, ChartSize::narrow))), 2U);
  EXPECT_EQ(points_of_curve(line_chart(chart_of(bent, ChartSize::narrow))), 3U);
  EXPECT_EQ(points_of_curve(line_chart(chart_of(straight, ChartSize::wide))), 101U);
}

TEST(NarrowLineChart, KeepsPointsAtWhichTheBandAloneBends) {
  std::vector<CurvePoint> points;
  for (int i = 0; i <= 100; ++i) {
    const double x = i;
    points.push_back({x, x, stats::Interval{x - 10, x + (i == 50 ? 40 : 10)}});
  }
  const std::size_t kept = points_of_curve(line_chart(chart_of(points, ChartSize::narrow)));
  EXPECT_GE(kept, 5U) << "both ends, the peak and the points beside it";
  EXPECT_LT(kept, 10U);
}

}  // namespace
}  // namespace faultline::report
