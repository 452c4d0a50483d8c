#include "analysis/report/chart_dots.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_layout.h"
#include "analysis/report/html.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

constexpr double kLabelLeft = 12;
constexpr std::size_t kLabelColumns = 24;
constexpr double kLeft = 176;
constexpr double kRight = 466;
constexpr double kLegendLeft = 486;
constexpr std::size_t kLegendColumns = 20;
constexpr double kDotStep = 15;
constexpr double kRowMargin = 14;
constexpr double kAxisHeight = 48;

double height_of_row(const DotChart& chart) {
  return kRowMargin + kDotStep * static_cast<double>(std::max<std::size_t>(chart.series.size(), 1));
}

std::string words_of(const stats::Estimate& estimate) {
  const auto number = [&estimate](double x) { return format_with_error(x, estimate.standard_error); };
  return estimate.interval ? fmt::format("{} ({} to {})", number(estimate.value), number(estimate.interval->low),
                                         number(estimate.interval->high))
                           : number(estimate.value);
}

std::string described(const DotChart& chart) {
  std::string text = chart.description;
  for (const DotRow& row : chart.rows) {
    text += fmt::format("{}{}:", text.empty() ? "" : " ", row.label);
    for (std::size_t s = 0; s < row.dots.size(); ++s) {
      text += fmt::format("{} {} {}", s > 0 ? "," : "", chart.series[s], row.dots[s] ? words_of(*row.dots[s]) : "none");
    }
    text += ".";
  }
  return text;
}

Scale x_scale(const DotChart& chart) {
  double low = chart.zone ? std::min(0.0, chart.zone->range.low) : 0.0;
  double high = chart.zone ? std::max(0.0, chart.zone->range.high) : 0.0;
  for (const DotRow& row : chart.rows) {
    for (const std::optional<stats::Estimate>& dot : row.dots) {
      if (dot) {
        low = std::min({low, dot->value, dot->interval ? dot->interval->low : dot->value});
        high = std::max({high, dot->value, dot->interval ? dot->interval->high : dot->value});
      }
    }
  }
  return {ScaleKind::kLinear, low, high, kLeft, kRight};
}

// Series look as policies from the second on do: each by colour and marker.
PolicyStyle style_of(std::size_t series) { return policy_style(series + 1); }

void draw_dot(Svg& svg, const stats::Estimate& estimate, std::size_t series, const Scale& x, double y) {
  const PolicyStyle style = style_of(series);
  if (estimate.interval) {
    const double from = x(estimate.interval->low);
    const double to = x(estimate.interval->high);
    svg.line({from, y}, {to, y}, {style.colour, 2});
    svg.line({from, y - 4}, {from, y + 4}, {style.colour, 1.5});
    svg.line({to, y - 4}, {to, y + 4}, {style.colour, 1.5});
  }
  svg.marker(style.marker, {x(estimate.value), y}, style.colour, !estimate.interval);
}

void draw_legend(Svg& svg, const DotChart& chart, double y) {
  const auto say = [&svg, &y](const std::string& text) {
    for (const std::string& line : wrap_text(text, kLegendColumns)) {
      svg.text({kLegendLeft + 22, y + 4}, line, {colour::kInk, 11});
      y += 14;
    }
    y += 6;
  };
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    svg.marker(style_of(s).marker, {kLegendLeft + 8, y}, style_of(s).colour);
    say(chart.series[s]);
  }
  if (chart.zone) {
    svg.rectangle({kLegendLeft, y - 7}, 16, 14, colour::kZone);
    say(chart.zone->means);
  }
}

// Height of what draw_legend draws.
double legend_height(const DotChart& chart) {
  std::size_t lines = 0;
  for (const std::string& name : chart.series) {
    lines += wrap_text(name, kLegendColumns).size();
  }
  std::size_t entries = chart.series.size();
  if (chart.zone) {
    lines += wrap_text(chart.zone->means, kLegendColumns).size();
    ++entries;
  }
  return 14.0 * static_cast<double>(lines) + 6.0 * static_cast<double>(entries);
}

}  // namespace

std::string dot_chart(const DotChart& chart) {
  const ChartFrame frame = chart_frame(chart.title, chart.notes);
  const double top = frame.top();
  const double row_height = height_of_row(chart);
  const double rows = row_height * static_cast<double>(std::max<std::size_t>(chart.rows.size(), 1));
  const double bottom = top + std::max(rows, legend_height(chart) - kAxisHeight + 8);
  const Scale x = x_scale(chart);
  Svg svg(kChartWidth, bottom + kAxisHeight + frame.bottom(), chart.title, described(chart));
  draw_frame(svg, frame, bottom + kAxisHeight);
  if (chart.zone) {
    const double from = x(chart.zone->range.low);
    svg.rectangle({from, top}, std::max(1.0, x(chart.zone->range.high) - from), bottom - top, colour::kZone);
  }
  draw_x_axis(svg, x, top, bottom, chart.x_label);
  svg.line({x(0), top - 4}, {x(0), bottom}, {colour::kInk, 1.2});
  std::vector<std::string> names;
  for (const DotRow& row : chart.rows) {
    names.push_back(row.label);
  }
  const std::vector<std::string> labels = distinct_labels(names, kLabelColumns);
  double y = top;
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    svg.text({kLabelLeft, y + row_height / 2 + 4}, labels[r], {colour::kInk, 12}, names[r]);
    double at = y + (kRowMargin + kDotStep) / 2;
    for (std::size_t s = 0; s < chart.rows[r].dots.size(); ++s) {
      if (chart.rows[r].dots[s]) {
        draw_dot(svg, *chart.rows[r].dots[s], s, x, at);
      }
      at += kDotStep;
    }
    y += row_height;
    if (r + 1 < chart.rows.size()) {
      svg.line({kLabelLeft, y}, {kRight, y}, {colour::kGrid});
    }
  }
  draw_legend(svg, chart, top + 8);
  return svg.str();
}

std::vector<std::string> distinct_labels(const std::vector<std::string>& names, std::size_t columns) {
  std::vector<std::string> labels;
  for (const std::string& name : names) {
    std::string label = name;
    std::size_t at = 0;
    while (name.starts_with('/') && display_columns(label) > columns) {
      at = name.find('/', at + 1);
      if (at == std::string::npos) {
        break;
      }
      label = "\u2026" + name.substr(at);
    }
    labels.push_back(shorten(label, columns));
  }
  std::vector<std::string> distinct = labels;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (std::count(labels.begin(), labels.end(), labels[i]) > 1) {
      distinct[i] = shorten(fmt::format("{}: {}", i + 1, labels[i]), columns);
    }
  }
  return distinct;
}

}  // namespace faultline::report
