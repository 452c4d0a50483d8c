// Parts that every chart shares: wrapped text, labels that keep clear of each other, axes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/report/scale.h"
#include "analysis/report/svg.h"

namespace faultline::report {

inline constexpr double kChartWidth = 640;
inline constexpr double kNarrowChartWidth = 400;

/// wide: stands alone, 640 pixels with its heading and notes. narrow: one of two side by side on a page that says
/// finding and notes itself; 400 pixels, made to be shown at 350.
enum class ChartSize : std::uint8_t { wide, narrow };
[[nodiscard]] constexpr double chart_width(ChartSize size) {
  return size == ChartSize::wide ? kChartWidth : kNarrowChartWidth;
}

/// Narrow charts stand on a sheet without script, where every byte is counted.
[[nodiscard]] constexpr SvgWeight chart_weight(ChartSize size) {
  return size == ChartSize::wide ? SvgWeight::full : SvgWeight::light;
}

/// Lines of at most `columns` columns, broken at spaces where there are any.
[[nodiscard]] std::vector<std::string> wrap_text(std::string_view text, std::size_t columns);

/// Positions as near as possible to `wanted` and at least `gap` apart within [low, high], in the same order of
/// elements; equal wishes keep their order. When they do not fit, the gap shrinks evenly.
[[nodiscard]] std::vector<double> spread_labels(const std::vector<double>& wanted, double gap, double low, double high);

/// Space that the heading and the notes of a chart take.
struct ChartFrame {
  std::vector<std::string> heading;
  std::vector<std::string> notes;
  ChartSize size = ChartSize::wide;
  [[nodiscard]] double top() const;     ///< pixels above the plot
  [[nodiscard]] double bottom() const;  ///< pixels below the axis labels
};

/// Wraps the finding and the notes to the chart's width; a narrow chart has neither.
[[nodiscard]] ChartFrame chart_frame(std::string_view title, const std::vector<std::string>& notes,
                                     ChartSize size = ChartSize::wide);

/// Draws the heading at the top and the notes from `notes_top` pixels down.
void draw_frame(Svg& svg, const ChartFrame& frame, double notes_top);

/// A row's label in one line at `at`, or in two with the rest cut off; the whole label is shown on hovering.
void draw_label(Svg& svg, const std::string& label, Point at, std::size_t columns, Anchor anchor, bool bold = false);

/// Grid lines, tick labels and title of a horizontal axis below a plot from `top` to `bottom`; of labels that would
/// touch, the first stays.
void draw_x_axis(Svg& svg, const Scale& x, double top, double bottom, std::string_view label);

/// A horizontal axis with names at 1, 2, ...; of many, as many as there is room for.
void draw_named_x_axis(Svg& svg, const Scale& x, const std::vector<std::string>& names, double top, double bottom,
                       std::string_view label);

/// The same for a vertical axis on the left of a plot from `left` to `right`.
void draw_y_axis(Svg& svg, const Scale& y, double left, double right, std::string_view label);

}  // namespace faultline::report
