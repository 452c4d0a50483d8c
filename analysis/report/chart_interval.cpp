#include "analysis/report/chart_interval.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_layout.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/svg.h"
#include "analysis/report/wording.h"

namespace faultline::report {
namespace {

struct Geometry {
  double label_left;
  std::size_t label_columns;
  double left;
  double right;
  double figures_left;
  double row_height;
  double axis_height;
};
constexpr Geometry kWide{12, 22, 170, 440, 456, 38, 48};
constexpr Geometry kNarrow{2, 20, 142, 384, 0, 30, 40};

constexpr std::size_t kFiguresColumns = 28;

const Geometry& geometry(ChartSize size) { return size == ChartSize::wide ? kWide : kNarrow; }

std::string figures(const stats::Estimate& saving) {
  const auto number = [&saving](double x) { return format_with_error(x, saving.standard_error); };
  if (!saving.interval) {
    return number(saving.value) + ", no interval";
  }
  return fmt::format("{} ({} to {})", number(saving.value), number(saving.interval->low),
                     number(saving.interval->high));
}

std::string described(const IntervalChart& chart) {
  std::string text = chart.description;
  for (const IntervalRow& row : chart.rows) {
    text += fmt::format("{}{}: {}, {}{}.", text.empty() ? "" : " ", row.label, figures(row.saving),
                        stats::to_string(row.verdict), row.reason.empty() ? "" : ": " + row.reason);
  }
  return text;
}

Scale x_scale(const IntervalChart& chart) {
  double low = -chart.smallest_that_matters;
  double high = chart.smallest_that_matters;
  for (const IntervalRow& row : chart.rows) {
    low = std::min({low, row.saving.value, row.saving.interval ? row.saving.interval->low : row.saving.value});
    high = std::max({high, row.saving.value, row.saving.interval ? row.saving.interval->high : row.saving.value});
  }
  const Geometry& shape = geometry(chart.size);
  return {ScaleKind::kLinear, low, high, shape.left, shape.right};
}

void draw_row(Svg& svg, const IntervalRow& row, const Scale& x, double y, const Geometry& shape) {
  const PolicyStyle style = policy_style(row.policy);
  draw_label(svg, row.label, {shape.label_left, y}, shape.label_columns, Anchor::kStart);
  const double at = x(row.saving.value);
  if (row.saving.interval) {
    const double from = x(row.saving.interval->low);
    const double to = x(row.saving.interval->high);
    svg.line({from, y}, {to, y}, {style.colour, 2.5});
    svg.line({from, y - 5}, {from, y + 5}, {style.colour, 2});
    svg.line({to, y - 5}, {to, y + 5}, {style.colour, 2});
  }
  svg.marker(style.marker, {at, y}, style.colour, !row.saving.interval);
  if (!(shape.figures_left > 0)) {
    return;
  }
  const std::string all_digits = figures(row.saving);
  const bool fits = display_columns(all_digits) <= kFiguresColumns;
  svg.text({shape.figures_left, y - 3}, fits ? all_digits : count_with_interval(row.saving), {}, all_digits);
  const bool settled = row.verdict == stats::Verdict::kSettledBetter || row.verdict == stats::Verdict::kSettledWorse;
  const std::string verdict(stats::to_string(row.verdict));
  svg.text({shape.figures_left, y + 12}, verdict + (row.reason.empty() ? "" : ": see below"),
           {colour::kMuted, 11, Anchor::kStart, settled}, row.reason.empty() ? verdict : verdict + ": " + row.reason);
}

// Why rows are not settled whatever their intervals say, a sentence a reason.
std::vector<std::string> reasons(const IntervalChart& chart) {
  std::vector<std::pair<std::string, std::vector<std::string>>> rows_of;
  for (const IntervalRow& row : chart.rows) {
    if (row.reason.empty()) {
      continue;
    }
    auto found = std::find_if(rows_of.begin(), rows_of.end(), [&row](const auto& r) { return r.first == row.reason; });
    if (found == rows_of.end()) {
      found = rows_of.insert(rows_of.end(), {row.reason, {}});
    }
    found->second.push_back(row.label);
  }
  std::vector<std::string> sentences;
  for (const auto& [reason, labels] : rows_of) {
    sentences.push_back(fmt::format("Not settled: {}: {}.", listed(labels), reason));
  }
  return sentences;
}

}  // namespace

std::string interval_chart(const IntervalChart& chart) {
  std::vector<std::string> notes = reasons(chart);
  notes.insert(notes.end(), chart.notes.begin(), chart.notes.end());
  const ChartFrame frame = chart_frame(chart.title, notes, chart.size);
  const Geometry& shape = geometry(chart.size);
  const double top = frame.top();
  const double bottom = top + shape.row_height * static_cast<double>(std::max<std::size_t>(chart.rows.size(), 1));
  const Scale x = x_scale(chart);
  Svg svg(chart_width(chart.size), bottom + shape.axis_height + frame.bottom(), chart.title, described(chart),
          chart_weight(chart.size));
  draw_frame(svg, frame, bottom + shape.axis_height);
  if (chart.smallest_that_matters > 0) {
    const double from = x(-chart.smallest_that_matters);
    svg.rectangle({from, top}, x(chart.smallest_that_matters) - from, bottom - top, colour::kZone);
  }
  draw_x_axis(svg, x, top, bottom, chart.x_label);
  svg.line({x(0), top - 4}, {x(0), bottom}, {colour::kInk, 1.2});
  double y = top + shape.row_height / 2;
  for (const IntervalRow& row : chart.rows) {
    if (chart.size == ChartSize::wide) {
      svg.begin_policy(row.policy);
    }
    draw_row(svg, row, x, y, shape);
    if (chart.size == ChartSize::wide) {
      svg.end_policy();
    }
    y += shape.row_height;
  }
  return svg.str();
}

}  // namespace faultline::report
