#include "analysis/report/chart_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_layout.h"
#include "analysis/report/html.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

constexpr double kLeft = 66;
constexpr double kRight = 442;  // of the plot; names stand beyond
constexpr double kPlotHeight = 270;
constexpr double kAxisHeight = 48;
constexpr double kLimitHeight = 14;  // of the limit's name above the plot
constexpr double kNameGap = 17;
constexpr double kNameLeft = 472;
constexpr std::size_t kNameColumns = 22;
constexpr double kDecadesShown = 1e4;

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void cover(double value, ScaleKind kind) {
    if (kind == ScaleKind::kLinear || value > 0) {
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
};

bool drawable(double y, ScaleKind kind) { return kind == ScaleKind::kLinear || y > 0; }

// The points that the scales can show; of those left of the x axis' start only the last stays, standing on the axis.
std::vector<CurvePoint> visible_points(const Curve& curve, const Scale& x, ScaleKind y_kind) {
  std::vector<CurvePoint> visible;
  for (const CurvePoint& point : curve.points) {
    if (!drawable(point.y, y_kind)) {
      continue;
    }
    if (!visible.empty() && point.x <= x.low()) {
      visible.clear();
    }
    visible.push_back(point);
  }
  return visible;
}

void draw_band(Svg& svg, const std::vector<CurvePoint>& points, const Scale& x, const Scale& y, const Colour& colour) {
  SvgPath path;
  for (const CurvePoint& point : points) {
    if (point.band) {
      const Point at{x(point.x), y(point.band->high)};
      path.empty() ? path.move_to(at) : path.line_to(at);
    }
  }
  for (auto point = points.rbegin(); point != points.rend(); ++point) {
    if (point->band) {
      path.line_to({x(point->x), y(point->band->low)});
    }
  }
  if (!path.empty()) {
    svg.fill_path(path.close(), colour, 0.14);
  }
}

void draw_curve(Svg& svg, const Curve& curve, const std::vector<CurvePoint>& points, const Scale& x, const Scale& y,
                bool marks_points) {
  const PolicyStyle style = policy_style(curve.policy);
  SvgPath path;
  for (const CurvePoint& point : points) {
    const Point at{x(point.x), y(point.y)};
    path.empty() ? path.move_to(at) : path.line_to(at);
  }
  if (curve.faint) {
    svg.stroke_path(path, {style.colour, 0.5});
    return;
  }
  svg.stroke_path(path, {style.colour, 2, style.dash});
  for (const CurvePoint& point : points) {
    const bool end = &point == &points.back() && (curve.stops_early || points.size() == 1);
    if (end || marks_points) {
      svg.marker(style.marker, {x(point.x), y(point.y)}, style.colour);
    }
  }
}

void draw_mark(Svg& svg, const Curve& curve, const std::vector<CurvePoint>& points, const Scale& x, const Scale& y) {
  const auto found = std::find_if(points.begin(), points.end(),
                                  [&curve](const CurvePoint& point) { return point.x == *curve.marked; });
  if (found != points.end()) {
    const PolicyStyle style = policy_style(curve.policy);
    const Point at{x(found->x), y(found->y)};
    svg.line(at, {at.x, y.start()}, {style.colour, 1, "2 3"});
    svg.marker(style.marker, at, style.colour, true);
  }
}

struct NamedEnd {
  const Curve* curve;
  Point end;
};

// Names in the right margin, tied to the ends of their curves. Of curves that end at about one height the leftmost
// stands lowest, so that its tie passes below the others' ends.
void draw_names(Svg& svg, std::vector<NamedEnd> ends, double top, double bottom) {
  const auto height = [](const NamedEnd& named) { return kNameGap * std::round(named.end.y / kNameGap); };
  std::stable_sort(ends.begin(), ends.end(), [height](const NamedEnd& a, const NamedEnd& b) {
    return height(a) != height(b) ? height(a) < height(b) : a.end.x > b.end.x;
  });
  std::vector<double> wanted;
  for (const NamedEnd& named : ends) {
    wanted.push_back(height(named));
  }
  const std::vector<double> placed = spread_labels(wanted, kNameGap, top + 6, bottom - 4);
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const PolicyStyle style = policy_style(ends[i].curve->policy);
    // A curve that reaches the plot's edge is tied from there: never backwards.
    svg.line({std::min(ends[i].end.x + 7, kRight + 1), ends[i].end.y}, {kNameLeft - 26, placed[i]},
             {colour::kAxis, 0.6});
    svg.line({kNameLeft - 24, placed[i]}, {kNameLeft - 4, placed[i]}, {style.colour, 2.5, style.dash});
    svg.text({kNameLeft, placed[i] + 4}, shorten(ends[i].curve->name, kNameColumns), {}, ends[i].curve->name);
  }
}

std::string described(const LineChart& chart) {
  std::string text = chart.description;
  for (const Curve& curve : chart.curves) {
    if (curve.faint) {
      continue;
    }
    text += text.empty() ? "" : " ";
    if (curve.points.empty()) {
      text += fmt::format("{}: no points.", curve.name);
      continue;
    }
    const CurvePoint& first = curve.points.front();
    const CurvePoint& last = curve.points.back();
    text += fmt::format("{}: {} at {}, {} at {}.", curve.name, format_number(first.y), format_number(first.x),
                        format_number(last.y), format_number(last.x));
  }
  return text;
}

Range x_range(const LineChart& chart) {
  Range range;
  for (const Curve& curve : chart.curves) {
    for (const CurvePoint& point : curve.points) {
      if (drawable(point.y, chart.y_scale)) {
        range.cover(point.x, chart.x_scale);
      }
    }
  }
  if (chart.limit) {
    range.cover(chart.limit->x, chart.x_scale);
  }
  if (!chart.x_names.empty()) {
    range.cover(1, chart.x_scale);
    range.cover(static_cast<double>(chart.x_names.size()), chart.x_scale);
  }
  if (chart.x_scale == ScaleKind::kLogarithmic) {
    range.low = std::max(range.low, range.high / kDecadesShown);
  }
  return range;
}

Range y_range(const LineChart& chart) {
  Range range;
  for (const Curve& curve : chart.curves) {
    for (const CurvePoint& point : curve.points) {
      range.cover(point.y, chart.y_scale);
      if (point.band && chart.y_scale == ScaleKind::kLinear) {
        range.cover(point.band->low, chart.y_scale);
        range.cover(point.band->high, chart.y_scale);
      }
    }
  }
  if (chart.y_from_zero && chart.y_scale == ScaleKind::kLinear) {
    range.cover(0, chart.y_scale);
  }
  return range;
}

}  // namespace

std::string line_chart(const LineChart& chart) {
  const Range across = x_range(chart);
  const Range upward = y_range(chart);
  const Scale x(chart.x_scale, across.low, across.high, kLeft, kRight);
  std::vector<std::string> notes = chart.notes;
  std::vector<std::vector<CurvePoint>> visible;
  for (const Curve& curve : chart.curves) {
    visible.push_back(visible_points(curve, x, chart.y_scale));
    if (visible.back().empty() && !curve.faint) {
      notes.push_back(curve.name + ": " + (curve.when_empty.empty() ? "nothing to draw" : curve.when_empty) + ".");
    }
  }
  const ChartFrame frame = chart_frame(chart.title, notes);
  const double top = frame.top() + (chart.limit ? kLimitHeight : 0);
  const double bottom = top + kPlotHeight;
  const Scale y(chart.y_scale, upward.low, upward.high, bottom, top);

  Svg svg(kChartWidth, bottom + kAxisHeight + frame.bottom(), chart.title, described(chart));
  draw_frame(svg, frame, bottom + kAxisHeight);
  if (chart.x_names.empty()) {
    draw_x_axis(svg, x, top, bottom, chart.x_label);
  } else {
    draw_named_x_axis(svg, x, chart.x_names, top, bottom, chart.x_label);
  }
  draw_y_axis(svg, y, kLeft, kRight, chart.y_label);
  if (chart.limit) {
    const double at = x(chart.limit->x);
    svg.line({at, top}, {at, bottom}, {colour::kLimit, 1.2, "3 2"});
    svg.text({std::clamp(at, kLeft + 60, kRight - 60), top - 5}, shorten(chart.limit->label, 32),
             {colour::kInk, 11, Anchor::kMiddle}, chart.limit->label);
  }
  for (std::size_t i = 0; i < visible.size(); ++i) {
    draw_band(svg, visible[i], x, y, policy_style(chart.curves[i].policy).colour);
  }
  std::vector<NamedEnd> ends;
  for (std::size_t i = 0; i < visible.size(); ++i) {
    if (!visible[i].empty()) {
      draw_curve(svg, chart.curves[i], visible[i], x, y, chart.marks_points);
      if (chart.curves[i].marked) {
        draw_mark(svg, chart.curves[i], visible[i], x, y);
      }
      if (!chart.curves[i].faint) {
        ends.push_back({&chart.curves[i], {x(visible[i].back().x), y(visible[i].back().y)}});
      }
    }
  }
  draw_names(svg, std::move(ends), top, bottom);
  return svg.str();
}

}  // namespace faultline::report
