// Curves with bands: loss exceedance, outputs against variants.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/report/chart_layout.h"
#include "analysis/report/scale.h"
#include "analysis/stats/estimate.h"

namespace faultline::report {

struct CurvePoint {
  double x;
  double y;
  std::optional<stats::Interval> band;
  bool few = false;  ///< rests on few data: hollow, with a thin dotted line that leads to it
};

struct Curve {
  std::string name;
  std::size_t policy;              ///< 0 is the baseline; fixes colour, dash and marker
  std::vector<CurvePoint> points;  ///< rising x
  bool stops_early = false;        ///< the end is marked: data go on, support does not
  std::string when_empty;          ///< said below the chart when no point can be drawn, e.g. "lost nothing"
  std::optional<double> marked{};  ///< x of a point that stands out, with a line down to the x axis
  bool faint = false;              ///< thin, behind the others, without name, marker or words: one of many
  double width = 2;                ///< of the stroke, in pixels
  bool dots = false;               ///< markers and no line between them: each point stands for itself
};

struct CurveLimit {
  double x;
  std::string label;
};

struct LineChart {
  std::string title;        ///< the finding, as a sentence
  std::string description;  ///< for those who cannot see it; each curve's first and last point are appended
  std::string x_label;
  std::string y_label;
  ScaleKind x_scale;
  ScaleKind y_scale;
  std::vector<Curve> curves;
  std::optional<CurveLimit> limit;        ///< a vertical line, e.g. the budget of lost orders
  std::vector<std::string> notes;         ///< printed below; they name which uncertainty the bands show and its level
  std::vector<std::string> x_names = {};  ///< stand at x = 1, 2, ... in the place of numbers; x is then linear
  bool marks_points = false;              ///< every point has its marker: the curve is known there alone
  bool y_from_zero = false;               ///< a linear y axis begins at 0
  ChartSize size = ChartSize::wide;
  bool of_policies = true;  ///< a page's script takes curves for policies': they can be left out, values read off
};

/// The chart as one SVG element. On a logarithmic axis a point at x <= 0 starts its curve at the axis, and points at
/// y <= 0 are left out; at most four decades below the largest x are shown.
[[nodiscard]] std::string line_chart(const LineChart& chart);

}  // namespace faultline::report
