// Means made sharper by figures whose means are known.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// Figures of each replication whose true mean is 0: rows of `width` values, one row a replication.
struct Controls {
  std::size_t width = 0;
  std::vector<double> rows;
};

/// The mean of `values`, less what least squares lays at the controls' door: the plane's height where every control is
/// at its mean of 0, with its standard error and Student's t on n - 1 - q degrees, q the controls that are used
/// (Lavenberg and Welch 1981, doi 10.1287/mnsc.27.3.322). Exact when values and controls are jointly normal; otherwise
/// biased by the order of 1/n. Controls that never vary, or are combinations of others, are left out. Absent when a
/// value is not finite, rows do not fit, or n < q + 3.
[[nodiscard]] std::optional<Estimate> controlled_mean(std::span<const double> values, const Controls& controls,
                                                      double confidence = kConfidence);

/// Share saved, 1 - E[b] / E[a], each mean controlled; the error of the log of the ratio by the delta method, paired,
/// with the same controls. Absent where a mean is, or when one of them is not above 0.
[[nodiscard]] std::optional<Estimate> controlled_saving(std::span<const double> a, std::span<const double> b,
                                                        const Controls& controls, double confidence = kConfidence);

}  // namespace faultline::stats
