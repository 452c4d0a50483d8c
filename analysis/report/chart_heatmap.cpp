#include "analysis/report/chart_heatmap.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "analysis/report/axis_strips.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/chart_layout.h"
#include "analysis/report/chart_ramp.h"
#include "analysis/report/html.h"

namespace faultline::report {
namespace {

constexpr double kLeft = 66;
constexpr double kRight = 456;  // of the plot; the legend stands beyond
constexpr double kPlotHeight = 340;
constexpr double kAxisHeight = 48;
constexpr double kLegendLeft = 474;
constexpr double kLegendRow = 20;
constexpr std::size_t kLegendColumns = 21;
constexpr double kHatchStep = 6;
constexpr std::size_t kMarkerEvery = 5;  // cells

// Differences, from far below 0 to far above (after ColorBrewer's RdBu, which any colour vision can read).
constexpr std::array<Colour, 8> kDiverging{{{"hd0", "#2166ac", "#2166ac"},
                                            {"hd1", "#4393c3", "#4393c3"},
                                            {"hd2", "#92c5de", "#92c5de"},
                                            {"hd3", "#d1e5f0", "#d1e5f0"},
                                            {"hd4", "#fddbc7", "#fddbc7"},
                                            {"hd5", "#f4a582", "#f4a582"},
                                            {"hd6", "#d6604d", "#d6604d"},
                                            {"hd7", "#b2182b", "#b2182b"}}};
constexpr double kDivergingStep = 3;
constexpr Colour kMissing{"hx", "#ededed", "#2a303a"};
constexpr Colour kHatch{"hh", "#ffffff", "#ffffff"};
constexpr Colour kHalo{"hw", "#ffffff", "#ffffff"};
constexpr Colour kTrace{"hk", "#000000", "#000000"};

// Which shade a value has.
class Shades {
 public:
  explicit Shades(const Heatmap& chart)
      : logarithmic_(chart.value_scale == ScaleKind::kLogarithmic && !chart.diverging), diverging_(chart.diverging) {
    bool any = false;
    for (const HeatCell& cell : chart.cells) {
      if (cell.value && (!logarithmic_ || *cell.value > 0)) {
        low_ = any ? std::min(low_, *cell.value) : *cell.value;
        high_ = any ? std::max(high_, *cell.value) : *cell.value;
        any = true;
      }
    }
    if (chart.shared) {
      low_ = chart.shared->low;
      high_ = chart.shared->high;
    }
    most_ = std::max(std::abs(low_), std::abs(high_));
  }
  [[nodiscard]] std::size_t of(double value) const {
    if (diverging_) {
      std::size_t shade = kShadeRamp.size() / 2;
      while (value < 0 && shade > 1 && value <= bound(shade - 1)) {
        --shade;
      }
      while (value > 0 && shade + 1 < kShadeRamp.size() && value > bound(shade + 1)) {
        ++shade;
      }
      return value < 0 ? shade - 1 : shade;
    }
    if (!(high_ > low_) || value <= low_) {
      return 0;
    }
    const double share =
        logarithmic_ ? std::log(value / low_) / std::log(high_ / low_) : (value - low_) / (high_ - low_);
    return std::min(kShadeRamp.size() - 1, static_cast<std::size_t>(share * static_cast<double>(kShadeRamp.size())));
  }
  /// Where shade i begins; kShadeRamp.size() is the end of the last.
  [[nodiscard]] double bound(std::size_t i) const {
    if (diverging_) {
      const auto steps = static_cast<double>(i) - static_cast<double>(kShadeRamp.size()) / 2;
      const double size =
          most_ * std::pow(kDivergingStep, std::abs(steps) - static_cast<double>(kShadeRamp.size()) / 2);
      return steps == 0 ? 0 : std::copysign(size, steps);
    }
    const double share = static_cast<double>(i) / static_cast<double>(kShadeRamp.size());
    return logarithmic_ ? low_ * std::pow(high_ / low_, share) : low_ + share * (high_ - low_);
  }
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

 private:
  bool logarithmic_;
  bool diverging_;
  double low_ = 0;
  double high_ = 0;
  double most_ = 0;
};

const std::array<Colour, 8>& ramp_of(const Heatmap& chart) { return chart.diverging ? kDiverging : kShadeRamp; }
const Colour& hatch_of(const Heatmap& chart) { return chart.diverging ? kTrace : kHatch; }

Colour colour_of(const Heatmap& chart, const Shades& shades, const HeatCell& cell) {
  if (!cell.value) {
    return kMissing;
  }
  return chart.names.empty() ? ramp_of(chart)[shades.of(*cell.value)]
                             : policy_style(static_cast<std::size_t>(*cell.value)).colour;
}

// Neighbours in a row that look the same are one rectangle, rectangles that look the same one path.
void draw_cells(Svg& svg, const Heatmap& chart, const Shades& shades, const AxisStrips& x, const AxisStrips& y) {
  constexpr double kOverlap = 0.4;  // no seams between rectangles
  const std::size_t columns = chart.x.levels.size();
  std::vector<std::pair<Colour, SvgPath>> areas;
  for (std::size_t row = 0; row < chart.y.levels.size(); ++row) {
    for (std::size_t begin = 0, end = 0; begin < columns; begin = end) {
      const Colour colour = colour_of(chart, shades, chart.cells[row * columns + begin]);
      while (end < columns && colour_of(chart, shades, chart.cells[row * columns + end]).name == colour.name) {
        ++end;
      }
      auto area = std::find_if(areas.begin(), areas.end(),
                               [&colour](const auto& other) { return other.first.name == colour.name; });
      if (area == areas.end()) {
        area = areas.insert(area, {colour, svg.path()});
      }
      const double right = x.edge(end) + (end < columns ? kOverlap : 0);
      const double bottom = y.edge(row) + (row > 0 ? kOverlap : 0);
      area->second.move_to({x.edge(begin), y.edge(row + 1)})
          .line_to({right, y.edge(row + 1)})
          .line_to({right, bottom})
          .line_to({x.edge(begin), bottom})
          .close();
    }
  }
  for (const auto& [colour, path] : areas) {
    svg.fill_path(path, colour, 1);
  }
}

// Diagonals that run through open cells alone, each as long as the cells that it crosses are open.
void draw_hatching(Svg& svg, const Heatmap& chart, const AxisStrips& x, const AxisStrips& y) {
  constexpr double kTouching = 0.01;
  const std::size_t columns = chart.x.levels.size();
  std::map<int, std::vector<std::pair<double, double>>> pieces;  // by diagonal: from and to, along x
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::size_t row = 0; row < chart.y.levels.size(); ++row) {
      if (!chart.cells[row * columns + column].open) {
        continue;
      }
      const double left = x.edge(column);
      const double right = x.edge(column + 1);
      const double top = y.edge(row + 1);
      const double bottom = y.edge(row);
      const int last = static_cast<int>(std::ceil((right + bottom) / kHatchStep));
      for (int line = static_cast<int>(std::ceil((left + top) / kHatchStep)); line < last; ++line) {
        const double sum = kHatchStep * line;
        const double from = std::max(left, sum - bottom);
        const double to = std::min(right, sum - top);
        if (to > from) {
          pieces[line].emplace_back(from, to);
        }
      }
    }
  }
  SvgPath path = svg.path();
  for (auto& [line, own] : pieces) {
    std::sort(own.begin(), own.end());
    for (std::size_t begin = 0, end = 0; begin < own.size(); begin = end) {
      for (end = begin + 1; end < own.size() && own[end].first <= own[end - 1].second + kTouching;) {
        ++end;
      }
      const double sum = kHatchStep * line;
      path.move_to({own[begin].first, sum - own[begin].first})
          .line_to({own[end - 1].second, sum - own[end - 1].second});
    }
  }
  if (!path.empty()) {
    svg.stroke_path(path, {hatch_of(chart), chart.diverging ? 0.6 : 1});
  }
}

void draw_markers(Svg& svg, const Heatmap& chart, const AxisStrips& x, const AxisStrips& y) {
  const std::size_t columns = chart.x.levels.size();
  for (std::size_t row = kMarkerEvery / 2; row < chart.y.levels.size(); row += kMarkerEvery) {
    for (std::size_t column = kMarkerEvery / 2; column < columns; column += kMarkerEvery) {
      const HeatCell& cell = chart.cells[row * columns + column];
      if (cell.value) {
        const PolicyStyle style = policy_style(static_cast<std::size_t>(*cell.value));
        svg.marker(style.marker, {x(chart.x.levels[column]), y(chart.y.levels[row])}, style.colour, true);
      }
    }
  }
}

Stroke trace_of(const HeatLine& line) { return {kTrace, 2, line.dashed ? "7 4" : ""}; }

// White within black on every shade and on either screen.
void draw_standing(Svg& svg, Point centre) {
  constexpr double kReach = 5.5;
  const auto [x, y] = centre;
  SvgPath path = svg.path();
  path.move_to({x, y - kReach}).line_to({x + kReach, y}).line_to({x, y + kReach}).line_to({x - kReach, y}).close();
  svg.stroke_path(path, {kHalo, 4.5});
  svg.fill_path(path, kHalo, 1);
  svg.stroke_path(path, {kTrace, 1.5});
}

void draw_lines(Svg& svg, const Heatmap& chart, const AxisStrips& x, const AxisStrips& y) {
  for (const HeatLine& line : chart.lines) {
    SvgPath path = svg.path();
    bool inside = false;
    for (const Point& point : line.points) {
      const bool covered = x.covers(point.x) && y.covers(point.y);
      if (covered) {
        const Point at{x(point.x), y(point.y)};
        inside ? path.line_to(at) : path.move_to(at);
      }
      inside = covered;
    }
    if (!path.empty()) {
      svg.stroke_path(path, {kHalo, 4.5});
      svg.stroke_path(path, trace_of(line));
    }
  }
  if (chart.marked && x.covers(chart.marked->x) && y.covers(chart.marked->y)) {
    draw_standing(svg, {x(chart.marked->x), y(chart.marked->y)});
  }
}

void draw_axes(Svg& svg, const Heatmap& chart, const AxisStrips& x, const AxisStrips& y, double top, double bottom) {
  for (const double tick : x.ticks()) {
    svg.line({x(tick), bottom}, {x(tick), bottom + 4}, {colour::kAxis});
    svg.text({x(tick), bottom + 16}, format_tick(tick), {colour::kMuted, 11, Anchor::kMiddle});
  }
  for (const double tick : y.ticks()) {
    svg.line({kLeft - 4, y(tick)}, {kLeft, y(tick)}, {colour::kAxis});
    svg.text({kLeft - 7, y(tick) + 4}, format_tick(tick), {colour::kMuted, 11, Anchor::kEnd});
  }
  svg.text({(kLeft + kRight) / 2, bottom + 34}, shorten(chart.x.label, 60), {colour::kInk, 12, Anchor::kMiddle},
           chart.x.label);
  svg.text({18, (top + bottom) / 2}, shorten(chart.y.label, 50), {colour::kInk, 12, Anchor::kMiddle, false, -90},
           chart.y.label);
}

// A column of its own: shades or names, what hatching says, lines, the marked point.
void draw_legend(Svg& svg, const Heatmap& chart, const Shades& shades, double top) {
  double y = top + 8;
  const auto say = [&](const std::string& text) {
    for (const std::string& line : wrap_text(text, kLegendColumns)) {
      svg.text({kLegendLeft + 26, y + 4}, line, {colour::kInk, 11});
      y += 14;
    }
    y += kLegendRow - 14;
  };
  for (const std::string& line : wrap_text(chart.value_label, kLegendColumns + 4)) {
    svg.text({kLegendLeft, y}, line, {colour::kInk, 11.5, Anchor::kStart, true});
    y += 15;
  }
  y += 4;
  if (!chart.names.empty()) {
    for (std::size_t i = 0; i < chart.names.size(); ++i) {
      const auto of_it = [i](const HeatCell& cell) { return cell.value && *cell.value == static_cast<double>(i); };
      if (std::any_of(chart.cells.begin(), chart.cells.end(), of_it)) {
        const PolicyStyle style = policy_style(i);
        svg.rectangle({kLegendLeft, y - 7}, 20, 14, style.colour);
        svg.marker(style.marker, {kLegendLeft + 10, y}, style.colour, true);
        say(shorten(chart.names[i], 2 * kLegendColumns));
      }
    }
  } else {
    for (std::size_t i = kShadeRamp.size(); i-- > 0;) {
      svg.rectangle({kLegendLeft, y - 7}, 20, 14.4, ramp_of(chart)[i]);
      svg.text({kLegendLeft + 26, y + 4},
               fmt::format("{} to {}", format_number(shades.bound(i), 2), format_number(shades.bound(i + 1), 2)),
               {colour::kInk, 11});
      y += 14;
    }
    y += 8;
  }
  const bool hatched = std::any_of(chart.cells.begin(), chart.cells.end(), [](const HeatCell& c) { return c.open; });
  if (hatched) {
    svg.rectangle({kLegendLeft, y - 7}, 20, 14, chart.diverging ? kDiverging[4] : colour::kAxis);
    SvgPath path = svg.path();
    path.move_to({kLegendLeft, y}).line_to({kLegendLeft + 7, y - 7});
    path.move_to({kLegendLeft + 3, y + 7}).line_to({kLegendLeft + 17, y - 7});
    path.move_to({kLegendLeft + 13, y + 7}).line_to({kLegendLeft + 20, y});
    svg.stroke_path(path, {hatch_of(chart), 1});
    say(chart.open_means);
  }
  if (std::any_of(chart.cells.begin(), chart.cells.end(), [](const HeatCell& c) { return !c.value; })) {
    svg.rectangle({kLegendLeft, y - 7}, 20, 14, kMissing);
    say("none");
  }
  for (const HeatLine& line : chart.lines) {
    svg.line({kLegendLeft, y}, {kLegendLeft + 20, y}, {kHalo, 4.5});
    svg.line({kLegendLeft, y}, {kLegendLeft + 20, y}, trace_of(line));
    say(line.name);
  }
  if (chart.marked) {
    draw_standing(svg, {kLegendLeft + 10, y});
    say(chart.marked_means);
  }
}

// Where strips begin and the last one ends, in whole pixels.
std::string edges_of(const AxisStrips& strips, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i <= count; ++i) {
    text += fmt::format("{}{:.0f}", i > 0 ? " " : "", strips.edge(i));
  }
  return text;
}

std::string described(const Heatmap& chart, const Shades& shades) {
  std::string text = chart.description + (chart.description.empty() ? "" : " ");
  if (chart.names.empty()) {
    return text +
           fmt::format("{}: {} to {}.", chart.value_label, format_number(shades.low()), format_number(shades.high()));
  }
  for (std::size_t i = 0; i < chart.names.size(); ++i) {
    const auto cells = std::count_if(chart.cells.begin(), chart.cells.end(), [i](const HeatCell& cell) {
      return cell.value && *cell.value == static_cast<double>(i);
    });
    text += fmt::format("{}{}: {} cells", i > 0 ? "; " : "", chart.names[i], cells);
  }
  return text + ".";
}

}  // namespace

bool covers(const HeatAxis& axis, double value) { return AxisStrips(axis, 0, 1).covers(value); }

std::string heatmap(const Heatmap& chart) {
  const Shades shades(chart);
  const ChartFrame frame = chart_frame(chart.title, chart.notes);
  const double top = frame.top();
  const double bottom = top + kPlotHeight;
  const AxisStrips x(chart.x, kLeft, kRight);
  const AxisStrips y(chart.y, bottom, top);
  Svg svg(kChartWidth, bottom + kAxisHeight + frame.bottom(), chart.title, described(chart, shades), chart.weight);
  svg.data("cells", edges_of(x, chart.x.levels.size()) + "," + edges_of(y, chart.y.levels.size()));
  draw_frame(svg, frame, bottom + kAxisHeight);
  draw_cells(svg, chart, shades, x, y);
  draw_hatching(svg, chart, x, y);
  if (!chart.names.empty()) {
    draw_markers(svg, chart, x, y);
  }
  draw_lines(svg, chart, x, y);
  draw_axes(svg, chart, x, y, top, bottom);
  draw_legend(svg, chart, shades, top);
  return svg.str();
}

}  // namespace faultline::report
