// A figure over two quantities: shades for amounts, or which of several is best.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/report/scale.h"
#include "analysis/report/svg.h"
#include "analysis/stats/estimate.h"

namespace faultline::report {

/// One axis: where the columns or rows of cells stand.
struct HeatAxis {
  std::string label;
  std::vector<double> levels;  ///< rising
  ScaleKind scale = ScaleKind::kLinear;
};

struct HeatCell {
  std::optional<double> value;  ///< of a map of names: which of them; absent: the cell could not be run
  bool open = false;            ///< hatched: not settled
};

/// A line across the map, in the axes' units; parts outside are cut off at whole points.
struct HeatLine {
  std::string name;  ///< for the legend
  std::vector<Point> points;
  bool dashed = false;
};

struct Heatmap {
  std::string title;        ///< the finding, as a sentence
  std::string description;  ///< for those who cannot see it; range or counts of the values are appended
  HeatAxis x;
  HeatAxis y;
  std::vector<HeatCell> cells;  ///< x.levels.size() a row, rows from the lowest y
  std::string value_label;
  ScaleKind value_scale = ScaleKind::kLinear;  ///< logarithmic: values above 0
  std::vector<std::string> names{};            ///< not empty: values are positions in it, drawn as policies are
  std::string open_means{};                    ///< what hatching says, for the legend
  std::vector<HeatLine> lines{};
  std::optional<Point> marked{};  ///< one point that stands out
  std::string marked_means{};
  std::vector<std::string> notes{};
  std::optional<stats::Interval> shared{};  ///< ends of the shades, for several maps on one scale; absent: the values'
  /// Shades for differences: blue below 0, red above, four each side, every one from a third of the next one's end on.
  /// value_scale is then without meaning.
  bool diverging = false;
  SvgWeight weight = SvgWeight::full;
};

/// Whether a value lies within the strips of the axis' levels.
[[nodiscard]] bool covers(const HeatAxis& axis, double value);

/// The chart as one SVG element. Shades are eight steps of one ramp whose lightness falls evenly (after viridis, which
/// readers with any colour vision and greyscale printers can read), of differences four blues and four reds; names have
/// colours and markers.
[[nodiscard]] std::string heatmap(const Heatmap& chart);

}  // namespace faultline::report
