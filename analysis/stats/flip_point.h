// Where along an input one policy takes over from another.
#pragma once

#include <optional>
#include <span>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// The x between x_a and x_b (in either order) at which the mean of a difference crosses 0, on a straight line between
/// its means there. Element i of both spans is the same replication. The interval is the percentiles of 1,000 resamples
/// of whole replications, cut off at x_a and x_b: where it reaches one of them a warning says that the crossing may lie
/// beyond. Absent unless the means have different signs; a mean of 0 is a crossing.
[[nodiscard]] std::optional<Estimate> flip_point(double x_a, double x_b, std::span<const double> difference_a,
                                                 std::span<const double> difference_b, double confidence = kConfidence);

}  // namespace faultline::stats
