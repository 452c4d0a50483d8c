// Comparisons of samples that share no luck.
#pragma once

#include <optional>
#include <span>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// E[A] - E[B] of two independent samples with Welch's t interval (1947, doi 10.1093/biomet/34.1-2.28), its degrees of
/// freedom by Satterthwaite (1946, doi 10.2307/3002019). `n` is that of the smaller sample. No interval when one of the
/// samples holds a single value; absent when one is empty or holds what is not finite.
[[nodiscard]] std::optional<Estimate> unpaired_difference(std::span<const double> a, std::span<const double> b,
                                                          double confidence = kConfidence);

}  // namespace faultline::stats
