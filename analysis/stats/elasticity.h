// How steeply a figure answers to a quantity that was varied: the slope on paper with logarithmic axes.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// One value a replication whose mean is the ratio of sums r = sum numerator / sum denominator and whose spread is the
/// ratio's: r + (numerator_i - r denominator_i) / mean denominator (linearisation; Cochran, Sampling Techniques, 1977,
/// section 6.4). What holds for means then holds for ratios. Empty when the spans differ in length or the denominators
/// do not sum to more than 0.
[[nodiscard]] std::vector<double> ratio_values(std::span<const double> numerator, std::span<const double> denominator);

/// ln(mean y_b / mean y_a) / ln(x_b / x_a), paired: 1 where y grows in step with x, 2 where it grows with x squared.
/// The interval is that of percentage_saved() for mean y_b / mean y_a, carried through the logarithm. Absent unless
/// 0 < x_a < x_b and both means are above 0; without an interval when the ratio's has none or reaches down to 0.
[[nodiscard]] std::optional<Estimate> elasticity(std::span<const double> y_a, std::span<const double> y_b, double x_a,
                                                 double x_b, double confidence = kConfidence);

}  // namespace faultline::stats
