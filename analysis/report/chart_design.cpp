#include "analysis/report/chart_design.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "analysis/report/chart_dots.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/chart_layout.h"
#include "analysis/report/html.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

constexpr double kLeft = 52;
constexpr double kRight = 628;
constexpr double kGap = 8;
constexpr double kLargestPanel = 170;
constexpr double kAxisHeight = 40;
constexpr double kInset = 5;  // pixels between a panel's border and its outermost points
constexpr double kColumnWidth = 6.4;
constexpr Colour kDot{"p1", "#0072b2", "#56b4e9"};  // as the first policy: readers know it from other charts

// Share of the axis from its low end, on its own scale.
double position_of(const DesignAxis& axis, double value) {
  if (!(axis.high > axis.low)) {
    return 0.5;
  }
  const double share = axis.scale == ScaleKind::kLogarithmic && axis.low > 0 && value > 0
                           ? std::log(value / axis.low) / std::log(axis.high / axis.low)
                           : (value - axis.low) / (axis.high - axis.low);
  return std::clamp(share, 0.0, 1.0);
}

struct Panel {
  double left;
  double top;
  double size;
  [[nodiscard]] double x(double share) const { return left + kInset + share * (size - 2 * kInset); }
  [[nodiscard]] double y(double share) const { return top + size - kInset - share * (size - 2 * kInset); }
};

void draw_border(Svg& svg, const Panel& panel) {
  SvgPath path;
  path.move_to({panel.left, panel.top})
      .line_to({panel.left + panel.size, panel.top})
      .line_to({panel.left + panel.size, panel.top + panel.size})
      .line_to({panel.left, panel.top + panel.size})
      .close();
  svg.stroke_path(path, {colour::kGrid});
}

void draw_points(Svg& svg, const DesignAxis& x, const DesignAxis& y, const Panel& panel) {
  std::set<std::pair<long, long>> seen;  // in pixels
  SvgPath path;
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    const double at_x = panel.x(position_of(x, x.values[i]));
    const double at_y = panel.y(position_of(y, y.values[i]));
    if (seen.emplace(std::lround(at_x), std::lround(at_y)).second) {
      path.move_to({at_x - 1, at_y}).line_to({at_x + 1, at_y});
    }
  }
  if (!path.empty()) {
    svg.stroke_path(path, {kDot, 2});
  }
}

void draw_histogram(Svg& svg, const DesignAxis& axis, const Panel& panel) {
  constexpr double kLabelHeight = 18;
  const std::vector<std::size_t> counts = marginal_counts(axis);
  const std::size_t most = std::max<std::size_t>(1, *std::max_element(counts.begin(), counts.end()));
  const double room = panel.size - kLabelHeight - kInset;
  const double width = (panel.size - 2 * kInset) / static_cast<double>(counts.size());
  SvgPath path;
  for (std::size_t bin = 0; bin < counts.size(); ++bin) {
    const double height = room * static_cast<double>(counts[bin]) / static_cast<double>(most);
    const double left = panel.left + kInset + width * static_cast<double>(bin);
    const double bottom = panel.top + panel.size;
    path.move_to({left + 0.5, bottom})
        .line_to({left + 0.5, bottom - height})
        .line_to({left + width - 0.5, bottom - height})
        .line_to({left + width - 0.5, bottom})
        .close();
  }
  svg.fill_path(path, kDot, 0.35);
}

std::string described(const DesignChart& chart, std::size_t drawn) {
  std::string text = chart.description + (chart.description.empty() ? "" : " ");
  text += fmt::format("{} points, {} of {} inputs drawn.", chart.axes.empty() ? 0 : chart.axes[0].values.size(), drawn,
                      chart.axes.size());
  for (std::size_t a = 0; a < drawn; ++a) {
    text += fmt::format(" {}: {} to {}.", chart.axes[a].label, format_number(chart.axes[a].low),
                        format_number(chart.axes[a].high));
  }
  return text;
}

}  // namespace

std::vector<std::size_t> marginal_counts(const DesignAxis& axis) {
  const std::set<double> levels(axis.values.begin(), axis.values.end());
  const std::size_t bins = levels.size() > kMostLevelsAsBins ? kMarginalBins : std::max<std::size_t>(1, levels.size());
  std::vector<std::size_t> counts(bins);
  for (const double value : axis.values) {
    const double share = position_of(axis, value) * static_cast<double>(bins);
    ++counts[std::min(bins - 1, static_cast<std::size_t>(share))];
  }
  return counts;
}

std::string design_chart(const DesignChart& chart) {
  const std::size_t drawn = std::min(chart.axes.size(), kMostDesignAxes);
  const auto count = static_cast<double>(std::max<std::size_t>(drawn, 1));
  const double size = std::min(kLargestPanel, (kRight - kLeft - kGap * (count - 1)) / count);
  const ChartFrame frame = chart_frame(chart.title, chart.notes);
  const double top = frame.top();
  const double bottom = top + size * count + kGap * (count - 1);
  Svg svg(kChartWidth, bottom + kAxisHeight + frame.bottom(), chart.title, described(chart, drawn));
  draw_frame(svg, frame, bottom + kAxisHeight);
  std::vector<std::string> names;
  for (std::size_t a = 0; a < drawn; ++a) {
    names.push_back(chart.axes[a].label);
  }
  const auto columns = static_cast<std::size_t>((size - 8) / kColumnWidth);
  const std::vector<std::string> labels = distinct_labels(names, columns);
  for (std::size_t row = 0; row < drawn; ++row) {
    for (std::size_t column = 0; column <= row; ++column) {
      const Panel panel{kLeft + (size + kGap) * static_cast<double>(column),
                        top + (size + kGap) * static_cast<double>(row), size};
      draw_border(svg, panel);
      if (row == column) {
        draw_histogram(svg, chart.axes[row], panel);
        svg.text({panel.left + size / 2, panel.top + 14}, labels[row], {colour::kInk, 11.5, Anchor::kMiddle, true},
                 names[row]);
      } else {
        draw_points(svg, chart.axes[column], chart.axes[row], panel);
      }
      if (column == 0 && row > 0) {
        svg.text({kLeft - 5, panel.y(0) + 3}, format_number(chart.axes[row].low, 2),
                 {colour::kMuted, 10, Anchor::kEnd});
        svg.text({kLeft - 5, panel.y(1) + 5}, format_number(chart.axes[row].high, 2),
                 {colour::kMuted, 10, Anchor::kEnd});
      }
      if (row + 1 == drawn) {
        svg.text({panel.left, bottom + 14}, format_number(chart.axes[column].low, 2), {colour::kMuted, 10});
        svg.text({panel.left + size, bottom + 14}, format_number(chart.axes[column].high, 2),
                 {colour::kMuted, 10, Anchor::kEnd});
        svg.text({panel.left + size / 2, bottom + 30}, labels[column], {colour::kInk, 11, Anchor::kMiddle},
                 names[column]);
      }
    }
  }
  return svg.str();
}

}  // namespace faultline::report
