// Bootstrap resamples, the same on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// How often each of multiplicity.size() items stands in one resample of as many, drawn with replacement. Draws are
/// keyed by seed, resample and stream alone.
void draw_resample(std::uint64_t seed, std::uint32_t resample, std::uint32_t stream,
                   std::span<std::uint32_t> multiplicity);

/// Sets standard error and percentile interval of `estimate` from its values in resamples (Efron and Tibshirani, An
/// Introduction to the Bootstrap, 1993, section 13.3); its confidence says which. Precondition: at least two values,
/// all finite.
void take_error_from(std::vector<double> resampled, Estimate& estimate);

}  // namespace faultline::stats
