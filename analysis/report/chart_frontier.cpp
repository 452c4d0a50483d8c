#include "analysis/report/chart_frontier.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_names.h"
#include "analysis/report/figures.h"
#include "analysis/report/scale.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

struct Geometry {
  double left;
  double right;
  double plot_height;
  double axis_height;
  double name_gap;
  double name_left;
  std::size_t name_columns;
};
constexpr Geometry kWide{66, 442, 270, 48, 17, 472, 22};
constexpr Geometry kNarrow{58, 234, 128, 40, 16, 264, 24};
constexpr double kLogarithmicFrom = 10;  // largest to smallest x

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void cover(const stats::Estimate& estimate) {
    low = std::min({low, estimate.value, estimate.interval ? estimate.interval->low : estimate.value});
    high = std::max({high, estimate.value, estimate.interval ? estimate.interval->high : estimate.value});
  }
};

std::string described(const FrontierChart& chart) {
  std::string text = chart.description;
  for (const FrontierPoint& point : chart.points) {
    text += fmt::format("{}{}: {}, {}{}.", text.empty() ? "" : " ", point.name, format_number(point.cost.value),
                        count_with_interval(point.loss), point.on_front ? ", on the front" : "");
  }
  return text;
}

Scale x_scale(const FrontierChart& chart, const Geometry& shape) {
  Range range;
  double least = std::numeric_limits<double>::infinity();
  double most = 0;
  for (const FrontierPoint& point : chart.points) {
    range.cover(point.cost);
    least = std::min(least, point.cost.value);
    most = std::max(most, point.cost.value);
  }
  if (least > 0 && most > kLogarithmicFrom * least) {
    return {ScaleKind::kLogarithmic, range.low > 0 ? range.low : least, range.high, shape.left, shape.right};
  }
  return {ScaleKind::kLinear, std::min(0.0, range.low), range.high, shape.left, shape.right};
}

Scale y_scale(const FrontierChart& chart, double top, double bottom) {
  Range range;
  bool negative = false;
  for (const FrontierPoint& point : chart.points) {
    range.cover(point.loss);
    negative = negative || point.loss.value < 0;
  }
  // An interval may reach below zero where nothing can lie; the axis does not.
  return {ScaleKind::kLinear, negative ? range.low : 0.0, range.high, bottom, top};
}

// Joins the points on the front by rising cost.
void draw_front(Svg& svg, const FrontierChart& chart, const Scale& x, const Scale& y) {
  std::vector<Point> front;
  for (const FrontierPoint& point : chart.points) {
    if (point.on_front) {
      front.push_back({x(point.cost.value), y(point.loss.value)});
    }
  }
  std::stable_sort(front.begin(), front.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
  SvgPath path = svg.path();
  for (const Point& at : front) {
    path.empty() ? path.move_to(at) : path.line_to(at);
  }
  if (front.size() > 1) {
    svg.stroke_path(path, {colour::kAxis, 1, "1 3"});
  }
}

void draw_point(Svg& svg, const FrontierPoint& point, const Scale& x, const Scale& y) {
  const PolicyStyle style = policy_style(point.policy);
  const Point at{x(point.cost.value), y(point.loss.value)};
  const Stroke stroke{style.colour, 1.5};
  if (point.cost.interval) {
    svg.line({x(point.cost.interval->low), at.y}, {x(point.cost.interval->high), at.y}, stroke);
  }
  if (point.loss.interval) {
    svg.line({at.x, y(point.loss.interval->low)}, {at.x, y(point.loss.interval->high)}, stroke);
  }
  svg.marker(style.marker, at, style.colour, !point.on_front);
}

}  // namespace

std::string frontier_chart(const FrontierChart& chart) {
  const Geometry& shape = chart.size == ChartSize::wide ? kWide : kNarrow;
  const ChartFrame frame = chart_frame(chart.title, chart.notes, chart.size);
  const double top = frame.top();
  const double bottom = top + shape.plot_height;
  const Scale x = x_scale(chart, shape);
  const Scale y = y_scale(chart, top, bottom);
  Svg svg(chart_width(chart.size), bottom + shape.axis_height + frame.bottom(), chart.title, described(chart),
          chart_weight(chart.size));
  draw_frame(svg, frame, bottom + shape.axis_height);
  draw_x_axis(svg, x, top, bottom, chart.x_label);
  draw_y_axis(svg, y, shape.left, shape.right, chart.y_label);
  draw_front(svg, chart, x, y);
  std::vector<NamedEnd> names;
  for (const FrontierPoint& point : chart.points) {
    draw_point(svg, point, x, y);
    names.push_back({point.name, point.policy, {x(point.cost.value), y(point.loss.value)}, true, !point.on_front});
  }
  draw_names(svg, std::move(names), {shape.name_left, top, bottom, shape.name_gap, shape.name_columns}, false);
  return svg.str();
}

}  // namespace faultline::report
