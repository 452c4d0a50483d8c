// From when on one series stays at another's level.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// The first position from which to the end the upper end of `difference` (a paired difference to a reference) lies at
/// or below `tolerance`. Absent when the last position is not there, and where an interval does not exist.
///
/// Every later position must hold by itself, so no correction for their number is due: with two-sided intervals at
/// 95 %, the position found comes before the true one in at most 2.5 % of samples. Both spans are of one length.
[[nodiscard]] std::optional<std::size_t> stays_within(std::span<const std::optional<Interval>> difference,
                                                      std::span<const double> tolerance);

}  // namespace faultline::stats
