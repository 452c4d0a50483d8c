// Distributions as pure functions of uniforms: never std:: ones, whose results differ between standard libraries.
#pragma once

#include <cstdint>

#include "models/core/philox.h"

namespace faultline {

/// Lognormal with the given median (any unit) and log-standard-deviation, by inversion of `uniform` in (0, 1).
[[nodiscard]] double lognormal(double uniform, double median, double log_sd);
/// Exponential with the given mean (any unit), by inversion.
[[nodiscard]] double exponential(double uniform, double mean);
/// Gamma with the given shape and mean. Marsaglia and Tsang (2000), doi 10.1145/358407.358414, on keyed counters: the
/// block for rejection attempt a is draws.block(subject, stream, draw_detail(purpose, a)). Shape below 1 by boosting.
[[nodiscard]] double gamma_variate(const KeyedDraws& draws, std::uint32_t subject, std::uint32_t stream,
                                   std::uint32_t purpose, double shape, double mean);
/// Beta(a, b) as the ratio of two gammas (attempts keyed apart through `part`).
[[nodiscard]] double beta_variate(const KeyedDraws& draws, std::uint32_t subject, std::uint32_t stream,
                                  std::uint32_t purpose, double a, double b);
/// Poisson count by inversion of one 64-bit uniform: chop-down search from the mode's side. Mean at most 1e5; the
/// result is exact up to rounding of the probabilities.
[[nodiscard]] std::uint32_t poisson(double uniform, double mean);

}  // namespace faultline
