// Means and trends of values that hang together in time.
#pragma once

#include <optional>
#include <span>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// Mean of equally spaced values in order of time, with the standard error of Newey and West (1987, doi
/// 10.2307/1913610): Bartlett's weights up to lag floor(4 (n / 100)^(2/9)), Student's t on n - 1 degrees. Absent below
/// 8 values.
[[nodiscard]] std::optional<Estimate> long_run_mean(std::span<const double> values);

/// Change from one value to the next: least squares on the position, its error as above (the product of residual and
/// centred position in the place of the value), Student's t on n - 2 degrees. Absent below 8 values.
[[nodiscard]] std::optional<Estimate> long_run_trend(std::span<const double> values);

/// Correlation of each value with the next, 0 when all are equal. Needs two values.
[[nodiscard]] double lag_one_correlation(std::span<const double> values);

}  // namespace faultline::stats
