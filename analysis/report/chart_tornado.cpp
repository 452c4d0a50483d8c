#include "analysis/report/chart_tornado.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/scale.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

constexpr Colour kLowEnd{"low-end", "#8fc1de", "#2f5f80"};
constexpr Colour kHighEnd{"high-end", "#0072b2", "#56b4e9"};
constexpr double kFlipHeight = 14;  // of the words above the plot

struct Geometry {
  double label_left;
  std::size_t label_columns;
  double left;
  double right;
  double row_height;
  double axis_height;
};
constexpr Geometry kWide{12, 28, 210, 620, 36, 48};
constexpr Geometry kNarrow{2, 21, 142, 388, 25, 40};

std::string described(const TornadoChart& chart) {
  std::string text = chart.description;
  for (const TornadoRow& row : chart.rows) {
    text += fmt::format("{}{}{}: {} at {}, {} at {}.", text.empty() ? "" : " ", row.label,
                        row.mark.empty() ? "" : " (" + row.mark + ")", count_with_interval(row.low.figure),
                        row.low.input, count_with_interval(row.high.figure), row.high.input);
  }
  return text;
}

Scale x_scale(const TornadoChart& chart, const Geometry& shape) {
  double low = chart.base;
  double high = chart.base;
  for (const TornadoRow& row : chart.rows) {
    for (const TornadoEnd* end : {&row.low, &row.high}) {
      const stats::Interval interval =
          end->figure.interval.value_or(stats::Interval{end->figure.value, end->figure.value});
      low = std::min({low, end->figure.value, interval.low});
      high = std::max({high, end->figure.value, interval.high});
    }
  }
  if (chart.flip) {
    low = std::min(low, *chart.flip);
    high = std::max(high, *chart.flip);
  }
  return {ScaleKind::kLinear, low, high, shape.left, shape.right};
}

void draw_bar(Svg& svg, const TornadoEnd& end, double base, const Scale& x, double y, const Colour& fill) {
  constexpr double kHalfBar = 5;
  const double from = std::min(x(base), x(end.figure.value));
  const double to = std::max(x(base), x(end.figure.value));
  svg.rectangle({from, y - kHalfBar}, to - from, 2 * kHalfBar, fill);
  if (end.figure.interval) {
    svg.line({x(end.figure.interval->low), y}, {x(end.figure.interval->high), y}, {colour::kInk, 1});
  }
}

void draw_row(Svg& svg, const TornadoRow& row, double base, const Scale& x, double y, const Geometry& shape) {
  svg.text({shape.label_left, y - 1}, shorten(row.label, shape.label_columns), {}, row.label);
  const std::string below = (row.mark.empty() ? "" : row.mark + ", ") + row.low.input + " to " + row.high.input;
  svg.text({shape.label_left, y + 10}, shorten(below, shape.label_columns + 4), {colour::kMuted, 10}, below);
  draw_bar(svg, row.low, base, x, y - 4, kLowEnd);
  draw_bar(svg, row.high, base, x, y + 4, kHighEnd);
}

}  // namespace

TornadoEnd tornado_end(double input, const stats::Estimate& change, double base) {
  TornadoEnd end{format_number(input), change};
  end.figure.value += base;
  if (end.figure.interval) {
    end.figure.interval = stats::Interval{end.figure.interval->low + base, end.figure.interval->high + base};
  }
  return end;
}

double bar_width(const TornadoRow& row) { return std::abs(row.high.figure.value - row.low.figure.value); }

std::string tornado_chart(const TornadoChart& chart) {
  const Geometry& shape = chart.size == ChartSize::wide ? kWide : kNarrow;
  const ChartFrame frame = chart_frame(chart.title, chart.notes, chart.size);
  const double top = frame.top() + (chart.flip ? kFlipHeight : 0);
  const double bottom = top + shape.row_height * static_cast<double>(std::max<std::size_t>(chart.rows.size(), 1));
  const Scale x = x_scale(chart, shape);
  Svg svg(chart_width(chart.size), bottom + shape.axis_height + frame.bottom(), chart.title, described(chart),
          chart_weight(chart.size));
  draw_frame(svg, frame, bottom + shape.axis_height);
  draw_x_axis(svg, x, top, bottom, chart.x_label);
  double y = top + shape.row_height / 2;
  for (const TornadoRow& row : chart.rows) {
    draw_row(svg, row, chart.base, x, y, shape);
    y += shape.row_height;
  }
  svg.line({x(chart.base), top}, {x(chart.base), bottom}, {colour::kAxis, 1});
  if (chart.flip) {
    const double at = x(*chart.flip);
    svg.line({at, top}, {at, bottom}, {colour::kLimit, 1.5, "3 2"});
    const bool leftwards = at > (shape.left + shape.right) / 2;
    svg.text({at, top - 4}, chart.flip_label, {colour::kInk, 11, leftwards ? Anchor::kEnd : Anchor::kStart});
  }
  return svg.str();
}

}  // namespace faultline::report
