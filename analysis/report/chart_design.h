// Where the points of a design lie: every pair of its inputs, and each alone.
#pragma once

#include <string>
#include <vector>

#include "analysis/report/scale.h"

namespace faultline::report {

struct DesignAxis {
  std::string label;
  double low = 0.0;
  double high = 0.0;
  ScaleKind scale = ScaleKind::kLinear;
  std::vector<double> values{};  ///< one a point, between low and high
};

struct DesignChart {
  std::string title;        ///< the finding, as a sentence
  std::string description;  ///< counts of points and inputs are appended
  std::vector<DesignAxis> axes;
  std::vector<std::string> notes;
};

inline constexpr std::size_t kMostDesignAxes = 6;
inline constexpr std::size_t kMarginalBins = 10;
inline constexpr std::size_t kMostLevelsAsBins = 20;

/// Points in each equal strip of an axis, on its own scale: kMarginalBins strips, or as many as there are levels where
/// the points stand on no more than kMostLevelsAsBins.
[[nodiscard]] std::vector<std::size_t> marginal_counts(const DesignAxis& axis);

/// The chart as one SVG element: a matrix with a histogram of each input on the diagonal and a plot of each pair below
/// it. At most kMostDesignAxes inputs, the first ones, are drawn; points at one pixel are one dot.
[[nodiscard]] std::string design_chart(const DesignChart& chart);

}  // namespace faultline::report
