#include "analysis/report/chart_bar.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_layout.h"
#include "analysis/report/html.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

constexpr double kLabelRight = 186;
constexpr std::size_t kLabelColumns = 26;
constexpr double kLeft = 194;
constexpr double kRight = 560;
constexpr double kRowHeight = 26;
constexpr double kBarHeight = 16;
constexpr double kAxisHeight = 48;

}  // namespace

std::string bar_chart(const BarChart& chart) {
  std::string description = chart.description;
  double high = 0;
  for (const Bar& bar : chart.bars) {
    description += fmt::format("{}{}: {}.", description.empty() ? "" : " ", bar.label, format_number(bar.value));
    high = std::max({high, bar.value, bar.interval ? bar.interval->high : 0});
  }
  const ChartFrame frame = chart_frame(chart.title, chart.notes);
  const double top = frame.top();
  const double bottom = top + kRowHeight * static_cast<double>(std::max<std::size_t>(chart.bars.size(), 1));
  const Scale x(ScaleKind::kLinear, 0, high, kLeft, kRight);
  Svg svg(kChartWidth, bottom + kAxisHeight + frame.bottom(), chart.title, description);
  draw_frame(svg, frame, bottom + kAxisHeight);
  draw_x_axis(svg, x, top, bottom, chart.x_label);
  double y = top + kRowHeight / 2;
  for (const Bar& bar : chart.bars) {
    const double end = x(bar.value);
    double text_left = end;
    svg.text({kLabelRight, y + 4}, shorten(bar.label, kLabelColumns), {colour::kInk, 12, Anchor::kEnd}, bar.label);
    svg.rectangle({kLeft, y - kBarHeight / 2}, end - kLeft, kBarHeight, policy_style(bar.policy).colour);
    if (bar.interval) {
      const Point low{x(bar.interval->low), y};
      const Point high_end{x(bar.interval->high), y};
      svg.line(low, high_end, {colour::kPaper, 5});  // keeps the interval apart from its bar
      svg.line(low, high_end, {colour::kInk, 2});
      text_left = std::max(text_left, x(bar.interval->high));
    }
    svg.text({text_left + 6, y + 4}, format_number(bar.value), {colour::kInk, 11});
    y += kRowHeight;
  }
  svg.line({kLeft, top}, {kLeft, bottom}, {colour::kAxis});
  return svg.str();
}

}  // namespace faultline::report
