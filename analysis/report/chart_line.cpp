#include "analysis/report/chart_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_layout.h"
#include "analysis/report/chart_names.h"
#include "analysis/report/html.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

struct Geometry {
  double left;
  double right;  // of the plot; names stand beyond
  double plot_height;
  double axis_height;
  double name_gap;
  double name_left;
  std::size_t name_columns;
};
constexpr Geometry kWide{66, 442, 270, 48, 17, 472, 22};
constexpr Geometry kNarrow{58, 234, 128, 40, 16, 264, 24};

constexpr double kLimitHeight = 14;  // of the limit's name above the plot
constexpr double kDecadesShown = 1e4;
constexpr double kMarkerRoom = 8;  // between the y axis, whose labels markers must not touch, and the first marker

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

// Without those that lie within a pixel of the one before; the last stays.
std::vector<CurvePoint> seen_apart(const std::vector<CurvePoint>& points, const Scale& x, const Scale& y) {
  std::vector<CurvePoint> kept;
  for (const CurvePoint& point : points) {
    const bool apart = kept.empty() || point.few || std::abs(x(point.x) - x(kept.back().x)) >= 1 ||
                       std::abs(y(point.y) - y(kept.back().y)) >= 1;
    if (!apart && &point == &points.back() && kept.size() > 1) {
      kept.pop_back();
    }
    if (apart || &point == &points.back()) {
      kept.push_back(point);
    }
  }
  return kept;
}

double distance(Point p, Point a, Point b) {
  const double length = std::hypot(b.x - a.x, b.y - a.y);
  return length > 0 ? std::abs((b.x - a.x) * (a.y - p.y) - (a.x - p.x) * (b.y - a.y)) / length
                    : std::hypot(p.x - a.x, p.y - a.y);
}

// Without the points that move neither the line nor its band by half a pixel (Douglas and Peucker 1973).
std::vector<CurvePoint> seen_to_bend(const std::vector<CurvePoint>& points, const Scale& x, const Scale& y) {
  constexpr double kUnseen = 0.5;
  const auto off = [&](std::size_t i, std::size_t from, std::size_t to) {
    const auto of = [&](const auto& height) {
      const auto at = [&](std::size_t p) { return Point{x(points[p].x), y(height(points[p]))}; };
      return distance(at(i), at(from), at(to));
    };
    double most = of([](const CurvePoint& p) { return p.y; });
    if (points[i].band && points[from].band && points[to].band) {
      most = std::max({most, of([](const CurvePoint& p) { return p.band->low; }),
                       of([](const CurvePoint& p) { return p.band->high; })});
    }
    return most;
  };
  std::vector<bool> kept(points.size(), points.size() < 3);
  std::vector<std::pair<std::size_t, std::size_t>> spans;
  if (points.size() > 2) {
    kept.front() = kept.back() = true;
    spans.emplace_back(0, points.size() - 1);
  }
  while (!spans.empty()) {
    const auto [from, to] = spans.back();
    spans.pop_back();
    std::size_t furthest = from;
    double most = kUnseen;
    for (std::size_t i = from + 1; i < to; ++i) {
      if (const double away = off(i, from, to); away > most) {
        furthest = i;
        most = away;
      }
    }
    if (furthest != from) {
      kept[furthest] = true;
      spans.emplace_back(from, furthest);
      spans.emplace_back(furthest, to);
    }
  }
  std::vector<CurvePoint> left;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (kept[i]) {
      left.push_back(points[i]);
    }
  }
  return left;
}

void draw_band(Svg& svg, const std::vector<CurvePoint>& points, const Scale& x, const Scale& y, const Colour& colour) {
  SvgPath path = svg.path();
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
  const auto first_few = std::find_if(points.begin(), points.end(), [](const CurvePoint& point) { return point.few; });
  const auto line_of = [&svg, &x, &y](auto from, auto to) {
    SvgPath path = svg.path();
    for (; from != to; ++from) {
      const Point at{x(from->x), y(from->y)};
      path.empty() ? path.move_to(at) : path.line_to(at);
    }
    return path;
  };
  if (curve.faint) {
    svg.stroke_path(line_of(points.begin(), points.end()), {style.colour, 0.5});
    return;
  }
  if (!curve.dots && first_few != points.begin()) {
    svg.stroke_path(line_of(points.begin(), first_few), {style.colour, curve.width, style.dash});
  }
  if (!curve.dots && first_few != points.end()) {
    const auto from = first_few == points.begin() ? first_few : std::prev(first_few);
    svg.stroke_path(line_of(from, points.end()), {style.colour, 1, "1 3"});
  }
  for (auto point = points.begin(); point != points.end(); ++point) {
    const bool end = std::next(point) == first_few && (curve.stops_early || points.size() == 1);
    if (end || point->few || marks_points || curve.dots) {
      svg.marker(style.marker, {x(point->x), y(point->y)}, style.colour, point->few);
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

// A scale as a script reads values off it: kind, domain, pixels, and what is measured.
std::string read_off(const Scale& scale, std::string_view label) {
  return fmt::format("{} {} {} {:g} {:g} {}", scale.kind() == ScaleKind::kLogarithmic ? "log" : "linear", scale.low(),
                     scale.high(), scale.start(), scale.end(), label);
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
  const Geometry& shape = chart.size == ChartSize::wide ? kWide : kNarrow;
  const Range across = x_range(chart);
  const Range upward = y_range(chart);
  const double first_mark = shape.left + (chart.marks_points ? kMarkerRoom : 0);
  const Scale x(chart.x_scale, across.low, across.high, first_mark, shape.right);
  std::vector<std::string> notes = chart.notes;
  std::vector<std::vector<CurvePoint>> visible;
  for (const Curve& curve : chart.curves) {
    visible.push_back(visible_points(curve, x, chart.y_scale));
    if (visible.back().empty() && !curve.faint) {
      notes.push_back(curve.name + ": " + (curve.when_empty.empty() ? "nothing to draw" : curve.when_empty) + ".");
    }
  }
  const ChartFrame frame = chart_frame(chart.title, notes, chart.size);
  const double top = frame.top() + (chart.limit ? kLimitHeight : 0);
  const double bottom = top + shape.plot_height;
  const Scale y(chart.y_scale, upward.low, upward.high, bottom, top);

  for (std::size_t i = 0; i < visible.size(); ++i) {
    if (!chart.marks_points && !chart.curves[i].marked && !chart.curves[i].dots) {
      visible[i] = seen_apart(visible[i], x, y);
      if (chart.size == ChartSize::narrow) {
        visible[i] = seen_to_bend(visible[i], x, y);
      }
    }
  }

  Svg svg(chart_width(chart.size), bottom + shape.axis_height + frame.bottom(), chart.title, described(chart),
          chart_weight(chart.size));
  draw_frame(svg, frame, bottom + shape.axis_height);
  const bool scripted = chart.size == ChartSize::wide && chart.of_policies;
  const auto begin_policy = [&svg, scripted](const Curve& curve, bool named) {
    if (scripted) {
      svg.begin_policy(curve.policy, named ? curve.name : "");
    }
  };
  const auto end_policy = [&svg, scripted] {
    if (scripted) {
      svg.end_policy();
    }
  };
  if (scripted && chart.x_names.empty()) {
    svg.data("x", read_off(x, chart.x_label));
    svg.data("y", read_off(y, chart.y_label));
  }
  if (chart.x_names.empty()) {
    draw_x_axis(svg, x, top, bottom, chart.x_label);
  } else {
    draw_named_x_axis(svg, x, chart.x_names, top, bottom, chart.x_label);
  }
  draw_y_axis(svg, y, shape.left, shape.right, chart.y_label);
  if (first_mark > shape.left) {
    svg.line({shape.left, bottom}, {first_mark, bottom}, {colour::kAxis});
  }
  if (chart.limit) {
    const double at = x(chart.limit->x);
    svg.line({at, top}, {at, bottom}, {colour::kLimit, 1.2, "3 2"});
    svg.text({std::clamp(at, shape.left + 60, shape.right - 60), top - 5}, shorten(chart.limit->label, 32),
             {colour::kInk, 11, Anchor::kMiddle}, chart.limit->label);
  }
  for (std::size_t i = 0; i < visible.size(); ++i) {
    const auto banded = [](const CurvePoint& point) { return point.band.has_value(); };
    if (std::any_of(visible[i].begin(), visible[i].end(), banded)) {
      begin_policy(chart.curves[i], false);
      draw_band(svg, visible[i], x, y, policy_style(chart.curves[i].policy).colour);
      end_policy();
    }
  }
  if (std::all_of(visible.begin(), visible.end(), [](const auto& points) { return points.empty(); })) {
    const bool said = !chart.curves.empty() && !chart.curves.front().when_empty.empty();
    svg.text({(shape.left + shape.right) / 2, (top + bottom) / 2},
             said ? "all " + chart.curves.front().when_empty : std::string("nothing to draw"),
             {colour::kInk, 12, Anchor::kMiddle});
  }
  std::vector<NamedEnd> ends;
  for (std::size_t i = 0; i < visible.size(); ++i) {
    if (!visible[i].empty()) {
      begin_policy(chart.curves[i], !chart.curves[i].faint);
      draw_curve(svg, chart.curves[i], visible[i], x, y, chart.marks_points);
      if (chart.curves[i].marked) {
        draw_mark(svg, chart.curves[i], visible[i], x, y);
      }
      end_policy();
      if (!chart.curves[i].faint) {
        ends.push_back({chart.curves[i].name,
                        chart.curves[i].policy,
                        {x(visible[i].back().x), y(visible[i].back().y)},
                        chart.curves[i].dots});
      }
    }
  }
  draw_names(svg, std::move(ends), {shape.name_left, top, bottom, shape.name_gap, shape.name_columns}, scripted);
  return svg.str();
}

}  // namespace faultline::report
