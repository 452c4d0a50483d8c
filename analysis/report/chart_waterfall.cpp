#include "analysis/report/chart_waterfall.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/chart_layout.h"
#include "analysis/report/figures.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

constexpr double kLabelRight = 172;
constexpr std::size_t kLabelColumns = 24;
constexpr double kLeft = 182;
constexpr double kRight = 452;
constexpr double kFiguresLeft = 468;
constexpr double kRowHeight = 30;
constexpr double kBarHeight = 14;
constexpr double kAxisHeight = 48;
constexpr double kPale = 0.35;

// What is too small to be seen beside the others says so: its digits would be those of rounding errors.
double negligible(const WaterfallChart& chart) {
  constexpr double kShare = 0.001;
  double largest = std::abs(chart.total.orders.value);
  for (const WaterfallBar& step : chart.steps) {
    largest = std::max(largest, std::abs(step.orders.value));
  }
  return kShare * largest;
}

std::string figures(const WaterfallBar& bar, double negligible) {
  const double reach = bar.orders.interval
                           ? std::max(std::abs(bar.orders.interval->low), std::abs(bar.orders.interval->high))
                           : std::abs(bar.orders.value);
  if (reach < negligible) {
    return "about 0";
  }
  return bar.orders.interval ? count_with_interval(bar.orders) : count_with_interval(bar.orders) + ", no interval";
}

std::string described(const WaterfallChart& chart) {
  std::string text = chart.description;
  const double least = negligible(chart);
  const auto add = [&text, least](const WaterfallBar& bar) {
    text += fmt::format("{}{}: {}{}.", text.empty() ? "" : " ", bar.label, figures(bar, least),
                        bar.settled ? "" : ", not settled");
  };
  std::for_each(chart.steps.begin(), chart.steps.end(), add);
  add(chart.total);
  return text;
}

Scale x_scale(const WaterfallChart& chart) {
  double low = 0;
  double high = 0;
  const auto cover = [&](double from, const WaterfallBar& bar) {
    const double interval_low = bar.orders.interval ? bar.orders.interval->low : bar.orders.value;
    const double interval_high = bar.orders.interval ? bar.orders.interval->high : bar.orders.value;
    low = std::min({low, from, from + bar.orders.value, from + interval_low});
    high = std::max({high, from, from + bar.orders.value, from + interval_high});
  };
  double from = 0;
  for (const WaterfallBar& bar : chart.steps) {
    cover(from, bar);
    from += bar.orders.value;
  }
  cover(0, chart.total);
  return {ScaleKind::kLinear, low, high, kLeft, kRight};
}

void draw_bar(Svg& svg, const WaterfallBar& bar, double from, const Colour& colour, const Scale& x, double y) {
  const double start = x(from);
  const double end = x(from + bar.orders.value);
  SvgPath box;
  box.move_to({start, y - kBarHeight / 2})
      .line_to({end, y - kBarHeight / 2})
      .line_to({end, y + kBarHeight / 2})
      .line_to({start, y + kBarHeight / 2})
      .close();
  if (bar.orders.value < 0) {
    svg.stroke_path(box, {colour, 1.5, bar.settled ? "" : "3 2"});
  } else {
    svg.fill_path(box, colour, bar.settled ? 1 : kPale);
  }
  if (bar.orders.interval) {
    const Point low{x(from + bar.orders.interval->low), y};
    const Point high{x(from + bar.orders.interval->high), y};
    if (bar.settled && bar.orders.value >= 0) {  // keeps it apart from a full bar; it would break the outline of others
      svg.line(low, high, {colour::kPaper, 5});
    }
    svg.line(low, high, {colour::kInk, 1.5});
  }
}

void draw_words(Svg& svg, const WaterfallBar& bar, const std::string& words, double y, bool bold) {
  constexpr std::size_t kFit = 27;  // columns of the usual size before the chart's edge
  draw_label(svg, bar.label, {kLabelRight, y}, kLabelColumns, Anchor::kEnd, bold);
  const double size = words.size() > kFit ? 9.5 : 11;
  svg.text({kFiguresLeft, bar.settled ? y + 4 : y - 1}, words, {colour::kInk, size, Anchor::kStart, bold});
  if (!bar.settled) {
    svg.text({kFiguresLeft, y + 11}, "not settled", {colour::kMuted, 10});
  }
}

}  // namespace

std::string waterfall_chart(const WaterfallChart& chart) {
  const ChartFrame frame = chart_frame(chart.title, chart.notes);
  const double top = frame.top();
  const double bottom = top + kRowHeight * static_cast<double>(chart.steps.size() + 1);
  const Scale x = x_scale(chart);
  const double least = negligible(chart);
  const Colour colour = policy_style(chart.policy).colour;
  Svg svg(kChartWidth, bottom + kAxisHeight + frame.bottom(), chart.title, described(chart));
  draw_frame(svg, frame, bottom + kAxisHeight);
  draw_x_axis(svg, x, top, bottom, chart.x_label);
  svg.line({x(0), top - 4}, {x(0), bottom}, {colour::kInk, 1.2});
  double y = top + kRowHeight / 2;
  double from = 0;
  for (const WaterfallBar& bar : chart.steps) {
    draw_bar(svg, bar, from, colour, x, y);
    draw_words(svg, bar, figures(bar, least), y, false);
    from += bar.orders.value;
    svg.line({x(from), y + kBarHeight / 2}, {x(from), y + kRowHeight - kBarHeight / 2}, {colour::kAxis, 0.8});
    y += kRowHeight;
  }
  svg.line({kLeft, bottom - kRowHeight}, {kRight, bottom - kRowHeight}, {colour::kAxis, 0.8, "2 2"});
  draw_bar(svg, chart.total, 0, colour, x, y);
  draw_words(svg, chart.total, figures(chart.total, least), y, true);
  return svg.str();
}

}  // namespace faultline::report
