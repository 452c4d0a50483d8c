// Where along a quantity that was varied a figure gives way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// What counts as a cliff. Slopes are those of elasticity(): 1 where the figure grows in step with x.
struct CliffRule {
  double slope = 2;          ///< steeper than this
  double span = 1.25;        ///< over at least this factor of x, so that a finer grid has the same cliffs
  double smallest_rise = 0;  ///< of the figure over the span, in its unit; less is no cliff, however steep
};

/// In rising order of strength.
enum class CliffFinding : std::uint8_t {
  unknown,      ///< no two levels are a span apart, or all figures are 0
  none,         ///< no span rises steeply enough, with its whole interval, or by enough
  not_settled,  ///< no cliff, and some span's interval reaches above the slope, or has no interval
  cliff         ///< some span's whole interval lies above the slope
};

/// The steepest span that has the strongest finding of its line.
struct Cliff {
  CliffFinding finding = CliffFinding::unknown;
  std::size_t from = 0;             ///< level at which the span begins
  std::size_t to = 0;               ///< and ends
  std::optional<Estimate> slope{};  ///< d ln figure / d ln x over it; absent when the figure is 0 at its beginning
};

/// Looks at the span from each level to the first that is at least rule.span times as large; intervals hold for all
/// spans of the line together (Bonferroni). `x` rises and is above 0; figures[i] holds one value of each replication
/// (or group of replications) at x[i], of the same replications at every level; an empty one does not exist.
[[nodiscard]] Cliff find_cliff(std::span<const double> x, std::span<const std::vector<double>> figures,
                               const CliffRule& rule, double confidence = kConfidence);

}  // namespace faultline::stats
