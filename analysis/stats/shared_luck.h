// What living through the same luck is worth when two figures are compared.
#pragma once

#include <optional>
#include <span>

namespace faultline::stats {

/// Sums over pairs of columns of the variances that a comparison would have without shared luck and has with it.
struct VarianceReduction {
  double separate = 0.0;  ///< var a + var b: on luck of their own
  double paired = 0.0;    ///< var (a - b): on the same luck

  /// How many times fewer replications the same width takes; absent when the paired difference never varies, or by no
  /// more than rounding.
  [[nodiscard]] std::optional<double> factor() const;
  VarianceReduction& operator+=(const VarianceReduction& other);
};

/// Of two figures by replication; element i of both is the same luck (Glasserman, Monte Carlo Methods in Financial
/// Engineering, 2003, section 4.2: common random numbers). Absent below two replications, for spans of unequal length
/// and for values that are not finite.
[[nodiscard]] std::optional<VarianceReduction> variance_reduction(std::span<const double> a, std::span<const double> b);

}  // namespace faultline::stats
