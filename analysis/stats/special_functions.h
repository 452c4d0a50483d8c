// The few special functions that intervals need; Boost.Math stays behind this header.
#pragma once

#include <cstddef>
#include <cstdint>

namespace faultline::stats {

/// x with P(T <= x) = probability for Student's t; `probability` in (0, 1), `degrees` > 0.
[[nodiscard]] double student_t_quantile(double probability, double degrees);
/// x with P(X <= x) = probability for chi-square; `probability` in (0, 1), `degrees` > 0.
[[nodiscard]] double chi_square_quantile(double probability, double degrees);
/// P(X <= x) for chi-square; x >= 0.
[[nodiscard]] double chi_square_cdf(double x, double degrees);
/// P(F > x) for the F law, accurate when small; x >= 0, degrees > 0.
[[nodiscard]] double f_upper_tail(double x, double numerator_degrees, double denominator_degrees);
/// P(B <= k) for B binomial(n, p), p in (0, 1); 0 for negative k.
[[nodiscard]] double binomial_cdf(std::int64_t k, std::int64_t n, double p);
/// P(B >= k), accurate when small.
[[nodiscard]] double binomial_upper_tail(std::int64_t k, std::int64_t n, double p);
/// P(B >= k) for B beta-binomial: n trials, their chance Beta(a, b); a, b > 0.
[[nodiscard]] double beta_binomial_upper_tail(std::size_t k, std::size_t n, std::size_t a, std::size_t b);

}  // namespace faultline::stats
