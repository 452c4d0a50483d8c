// Likelihoods, and where they are largest.
#pragma once

#include <cstdint>
#include <functional>

namespace faultline::fit {

/// Log of the chance of `count` under a negative binomial with this mean > 0 and variance `dispersion` x mean; Poisson
/// at 1 and below.
[[nodiscard]] double log_negative_binomial(std::uint64_t count, double mean, double dispersion);

/// Where a function with one maximum between `low` and `high` has it, by golden sections, to 1e-6 of the width.
[[nodiscard]] double maximum_of(const std::function<double(double)>& f, double low, double high);

/// Where f is 0 between `outside`, where it is below, and `inside`, where it is above, by bisection; `outside` when it
/// is above there too.
[[nodiscard]] double crossing_of(const std::function<double(double)>& f, double outside, double inside);

}  // namespace faultline::fit
