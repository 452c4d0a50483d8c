#include "analysis/report/chart_swimlane.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_layout.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

constexpr double kLabelRight = 152;
constexpr std::size_t kLabelColumns = 21;
constexpr double kLeft = 162;
constexpr double kLatentWidth = 70;
constexpr double kRight = 566;
constexpr double kFiguresLeft = 574;
constexpr double kLaneHeight = 24;
constexpr double kBarHeight = 14;
constexpr double kMomentLine = 14;
constexpr double kColumnWidth = 5.7;  // of a letter of 11 pixels
constexpr double kRateGap = 14;
constexpr double kRateHeight = 64;
constexpr double kAxisHeight = 46;
constexpr double kLegendHeight = 22;

// Dark enough on white, light enough on black; patterns tell them apart without colour.
constexpr Colour kAffected{"affected", "#b3261e", "#ff8a80"};
constexpr Colour kMitigating{"mitigating", "#b86e00", "#ffc266"};
constexpr Colour kRecovering{"recovering", "#00796b", "#6fd6c6"};
constexpr Colour kLatent{"latent", "#6e6e6e", "#a9aeb6"};

// The same stretch of several lanes.
struct Stretch {
  double left;
  double right;
  std::vector<double> lanes;  // their middles
};

void boxes(Svg& svg, const Stretch& stretch, const Colour& colour, double opacity) {
  SvgPath path;
  for (const double y : stretch.lanes) {
    path.move_to({stretch.left, y - kBarHeight / 2})
        .line_to({stretch.right, y - kBarHeight / 2})
        .line_to({stretch.right, y + kBarHeight / 2})
        .line_to({stretch.left, y + kBarHeight / 2})
        .close();
  }
  svg.fill_path(path, colour, opacity);
  if (opacity < 1) {
    svg.stroke_path(path, {colour, 1});
  }
}

// Upright strokes within the boxes: wide lines, dashed.
void stripes(Svg& svg, const Stretch& stretch, const Colour& colour) {
  SvgPath path;
  for (const double y : stretch.lanes) {
    path.move_to({stretch.left, y}).line_to({stretch.right, y});
  }
  svg.stroke_path(path, {colour, kBarHeight, "2 5"});
}

void draw_state(Svg& svg, LaneState state, const Stretch& stretch) {
  switch (state) {
    case LaneState::affected:
      boxes(svg, stretch, kAffected, 1);
      break;
    case LaneState::being_mitigated:
      boxes(svg, stretch, kMitigating, 0.25);
      stripes(svg, stretch, kMitigating);
      break;
    case LaneState::recovering:
      boxes(svg, stretch, kRecovering, 0.12);
      break;
  }
}

// Lanes that go through the same at the same time are drawn as one.
void draw_spans(Svg& svg, const SwimlaneChart& chart, const Scale& x, double per_unit, double top) {
  std::map<std::tuple<LaneState, double, double>, std::vector<double>> lanes;
  double y = top + kLaneHeight / 2;
  for (const Lane& lane : chart.lanes) {
    for (const LaneSpan& span : lane.spans) {
      lanes[{span.state, span.from_hours, span.to_hours}].push_back(y);
    }
    y += kLaneHeight;
  }
  for (const auto& [span, middles] : lanes) {
    const auto& [state, from, to] = span;
    draw_state(svg, state, {x(from / per_unit), x(to / per_unit), middles});
  }
}

// Dots along the middle, and a zigzag for the time left out.
void draw_latent(Svg& svg, double from, double until, double y) {
  svg.line({from, y}, {until - 14, y}, {kLatent, 4, "2 4"});
  SvgPath zigzag;
  zigzag.move_to({until - 14, y}).line_to({until - 11, y - 6}).line_to({until - 6, y + 6}).line_to({until - 3, y});
  svg.stroke_path(zigzag, {kLatent, 1.3});
}

void draw_legend(Svg& svg, const SwimlaneChart& chart, double y) {
  double x = 12;
  const auto entry = [&](const char* words, auto draw) {
    draw(x);
    svg.text({x + 32, y + 4}, words, {colour::kMuted, 11});
    x += 44 + kColumnWidth * static_cast<double>(std::string_view(words).size());
  };
  if (chart.latent_hours) {
    entry("shipped, latent", [&](double at) { draw_latent(svg, at, at + 26, y); });
  }
  entry("affected, unnoticed", [&](double at) { draw_state(svg, LaneState::affected, {at, at + 26, {y}}); });
  entry("being mitigated", [&](double at) { draw_state(svg, LaneState::being_mitigated, {at, at + 26, {y}}); });
  entry("recovering", [&](double at) { draw_state(svg, LaneState::recovering, {at, at + 26, {y}}); });
}

struct PlacedMoment {
  std::string text;
  double x;
  double left;
  std::size_t line;
};

// Names in as few lines above the lanes as keep clear of each other.
std::vector<PlacedMoment> place(const SwimlaneChart& chart, const Scale& x, double per_unit) {
  std::vector<PlacedMoment> placed;
  std::vector<double> taken;  // by line: up to where
  for (const LaneMoment& moment : chart.moments) {
    const double at = x(moment.hours / per_unit);
    const double width = kColumnWidth * static_cast<double>(display_columns(moment.name));
    const double left = std::clamp(at - width / 2, kLeft, std::max(kLeft, kChartWidth - 8 - width));
    std::size_t line = 0;
    while (line < taken.size() && taken[line] + 8 > left) {
      ++line;
    }
    if (line == taken.size()) {
      taken.push_back(0);
    }
    taken[line] = left + width;
    placed.push_back({moment.name, at, left, line});
  }
  return placed;
}

void draw_rates(Svg& svg, const SwimlaneChart& chart, const Scale& x, double per_unit, double left, double top) {
  double high = 0;
  for (const LaneRate& rate : chart.rates) {
    high = std::max(high, rate.rate);
  }
  const Scale y(ScaleKind::kLinear, 0, high, top + kRateHeight, top);
  for (const double tick : y.ticks()) {
    svg.line({left, y(tick)}, {kRight, y(tick)}, {colour::kGrid});
  }
  svg.text({kLabelRight, y(y.high()) + 4}, format_tick(y.high()), {colour::kMuted, 11, Anchor::kEnd});
  svg.text({kLabelRight, y(0) + 4}, "0", {colour::kMuted, 11, Anchor::kEnd});
  svg.text({kLabelRight, (y(0) + y(y.high())) / 2 + 4}, chart.rate_label, {colour::kInk, 12, Anchor::kEnd});
  if (chart.rates.size() < 2) {
    return;
  }
  SvgPath area;
  area.move_to({x(chart.rates[0].hours / per_unit), y(0)});
  for (std::size_t i = 0; i + 1 < chart.rates.size(); ++i) {
    for (const double hours : {chart.rates[i].hours, chart.rates[i + 1].hours}) {
      area.line_to({x(hours / per_unit), y(chart.rates[i].rate)});
    }
  }
  area.line_to({x(chart.rates.back().hours / per_unit), y(0)}).close();
  svg.fill_path(area, kAffected, 0.55);
}

std::string described(const SwimlaneChart& chart) {
  std::string text = chart.description;
  for (const LaneMoment& moment : chart.moments) {
    text += fmt::format(" {}, {} after it began.", moment.name, format_hours(moment.hours));
  }
  for (const Lane& lane : chart.lanes) {
    text += fmt::format(" {}{}{}.", lane.name, lane.figure.empty() ? "" : ": ", lane.figure);
  }
  return text;
}

}  // namespace

TimeUnit unit_for(double span_hours) {
  constexpr double kDay = 24;
  return span_hours < 3 ? TimeUnit{"min", 1.0 / 60} : span_hours < 4 * kDay ? TimeUnit{"h", 1} : TimeUnit{"d", kDay};
}

std::string swimlane_chart(const SwimlaneChart& chart) {
  const ChartFrame frame = chart_frame(chart.title, chart.notes);
  const TimeUnit unit = unit_for(chart.end_hours);
  const double left = kLeft + (chart.latent_hours ? kLatentWidth : 0);
  const Scale x(ScaleKind::kLinear, 0, chart.end_hours / unit.hours, left, kRight);
  const std::vector<PlacedMoment> moments = place(chart, x, unit.hours);
  std::size_t lines = 0;
  for (const PlacedMoment& moment : moments) {
    lines = std::max(lines, moment.line + 1);
  }
  const double names_top = frame.top();
  const double top = names_top + kMomentLine * static_cast<double>(lines) + 6;
  const double bottom = top + kLaneHeight * static_cast<double>(chart.lanes.size());
  const double rate_top = bottom + kRateGap;
  const double rate_bottom = rate_top + kRateHeight;
  const double legend = rate_bottom + kAxisHeight + kLegendHeight / 2;
  Svg svg(kChartWidth, legend + kLegendHeight / 2 + frame.bottom(), chart.title, described(chart));
  draw_frame(svg, frame, legend + kLegendHeight / 2);
  draw_x_axis(svg, x, top, rate_bottom, unit.name + " since it began to do harm");
  if (chart.latent_hours) {
    svg.text({left - 8, rate_bottom + 16}, format_hours(*chart.latent_hours) + " before",
             {colour::kMuted, 11, Anchor::kEnd});
  }
  for (const PlacedMoment& moment : moments) {
    const double y = names_top + kMomentLine * static_cast<double>(lines - moment.line) - 4;
    svg.line({moment.x, y + 3}, {moment.x, rate_bottom}, {colour::kAxis, 1, "3 3"});
  }
  for (const PlacedMoment& moment : moments) {
    const double y = names_top + kMomentLine * static_cast<double>(lines - moment.line) - 4;
    svg.rectangle({moment.left - 2, y - 10}, kColumnWidth * static_cast<double>(display_columns(moment.text)) + 4, 13,
                  colour::kPaper);
    svg.text({moment.left, y}, moment.text, {colour::kInk, 11});
  }
  draw_spans(svg, chart, x, unit.hours, top);
  double y = top + kLaneHeight / 2;
  for (const Lane& lane : chart.lanes) {
    svg.text({kLabelRight, y + 4}, shorten(lane.name, kLabelColumns), {colour::kInk, 12, Anchor::kEnd}, lane.name);
    if (lane.latent && chart.latent_hours) {
      draw_latent(svg, kLeft, left, y);
    }
    svg.text({kFiguresLeft, y + 4}, lane.figure, {colour::kInk, 11});
    y += kLaneHeight;
  }
  draw_rates(svg, chart, x, unit.hours, left, rate_top);
  draw_legend(svg, chart, legend);
  return svg.str();
}

}  // namespace faultline::report
