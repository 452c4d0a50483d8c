// How surely two figures go along with each other, whatever the shape of the relation.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// Positions in rising order, from 1; ties share their mean.
[[nodiscard]] std::vector<double> mean_ranks(std::span<const double> values);

/// Spearman's rank correlation. Its interval is Fisher's, tanh(atanh r -+ z se) with Bonett and Wright's se^2 =
/// (1 + r^2 / 2) / (n - 3) (2000, doi 10.1007/BF02294183), so it never leaves [-1, 1]; a perfect correlation is taken
/// for one of which two neighbours are swapped. Of a side that never varies the correlation is 0 without an interval.
/// Absent with fewer than 4 pairs, unequal sizes or values that are not finite.
[[nodiscard]] std::optional<Estimate> rank_correlation(std::span<const double> a, std::span<const double> b,
                                                       double confidence = kConfidence);

}  // namespace faultline::stats
