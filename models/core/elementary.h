// exp, log, pow and the normal distribution computed the same way on every x86-64 CPU: libm chooses code by CPU, which
// would make results depend on the host. Only IEEE add, subtract, multiply, divide and square root are used.
//
// What hot loops call is defined here, so that it is inlined. Reductions and polynomials of exp, log, log1p and expm1
// are those of FDLIBM 5.3: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy,
// modify, and distribute this software is freely granted, provided that this notice is preserved.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace faultline::elementary {

/// e^x. Relative error below 4e-16 while the result is normal; overflow gives infinity, underflow 0, NaN gives NaN.
[[nodiscard]] inline double exp(double x);
/// Natural logarithm. Relative error below 4e-16; 0 gives -infinity, a negative number NaN.
[[nodiscard]] inline double log(double x);
/// log(1 + x), accurate for small x. Relative error below 4e-16; -1 gives -infinity, less NaN.
[[nodiscard]] inline double log1p(double x);
/// e^x - 1, accurate for small x. Relative error below 6e-16.
[[nodiscard]] double expm1(double x);
/// x^y for x >= 0: exp(y log x) with the product carried in double-double. Relative error below 1e-14 while the result
/// is normal. A negative x gives NaN unless y is 0; otherwise zeros, infinities and NaN as in IEEE 754.
[[nodiscard]] double pow(double x, double y);
/// Standard normal distribution function, absolute error below 1e-15: Hart (1968), function 5666, as given by West,
/// "Better approximations to cumulative normal functions", Wilmott Magazine (2005). Relative error of the lower
/// tail below 1e-7.
[[nodiscard]] double normal_cdf(double z);
/// Inverse of the standard normal distribution function on (0, 1): Wichura, AS 241 (PPND16), doi 10.2307/2347330, about
/// 1e-16 relative. 0 and 1 give -infinity and infinity, anything outside them NaN.
[[nodiscard]] inline double normal_quantile(double p);

namespace detail {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kLn2High = 6.93147180369123816490e-01;  // ends in 21 zero bits: k * kLn2High is exact
inline constexpr double kLn2Low = 1.90821492927058770002e-10;
inline constexpr double kSqrtHalf = 0.70710678118654752440;

/// 2^k for -1022 <= k <= 1023.
[[nodiscard]] inline double power_of_two(int k) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52);
}

/// e^x = 2^k (1 + excess) with excess in [1/sqrt(2) - 1, sqrt(2) - 1].
struct ReducedExp {
  double excess;
  int k;
};

/// Needs |x| < 2^30.
[[nodiscard]] inline ReducedExp reduce_exp(double x) {
  constexpr double kRounder = 0x1.8p52;  // adding and subtracting it rounds to the nearest integer
  constexpr double kOverLn2 = 1.44269504088896338700;
  const double k = (x * kOverLn2 + kRounder) - kRounder;
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;
  const double t = r * r;
  const double c =
      r -
      t * (1.66666666666666019037e-01 +
           t * (-2.77777777770155933842e-03 +
                t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
  return {high - (low - r * c / (2.0 - c)), static_cast<int>(k)};
}

/// x = 2^k m with m in [1/sqrt(2), sqrt(2)).
struct ReducedLog {
  double m;
  int k;
};

/// Needs a positive finite x.
[[nodiscard]] inline ReducedLog reduce_log(double x) {
  int k = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    k = -54;
  }
  // Shifting the bits by those of 1 - 1/sqrt(2) carries into the exponent exactly when the fraction passes sqrt(2).
  constexpr std::uint64_t kSqrtHalfBits = std::bit_cast<std::uint64_t>(kSqrtHalf);
  constexpr std::uint64_t kOneBits = std::bit_cast<std::uint64_t>(1.0);
  const std::uint64_t shifted = std::bit_cast<std::uint64_t>(x) + (kOneBits - kSqrtHalfBits);
  k += static_cast<int>(shifted >> 52) - 1023;
  return {std::bit_cast<double>((shifted & 0x000F'FFFF'FFFF'FFFFULL) + kSqrtHalfBits), k};
}

/// With s = f / (2 + f): (log(1 + f) - 2 s) / s, for 1 + f in [1/sqrt(2), sqrt(2)) and z = s^2. Error below 2^-58.
[[nodiscard]] inline double log_series(double z) {
  const double w = z * z;
  const double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double odd =
      z * (6.666666666666735130e-01 +
           w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  return even + odd;
}

/// log(2^k (1 + f)) + correction.
[[nodiscard]] inline double assemble_log(double f, int k, double correction) {
  const double s = f / (2.0 + f);
  const double half_square = 0.5 * f * f;
  return s * (half_square + log_series(s * s)) + (k * kLn2Low + correction) - half_square + f + k * kLn2High;
}

}  // namespace detail

inline double exp(double x) {
  using namespace detail;
  if (!(x > -708.0 && x < 709.0)) [[unlikely]] {
    if (x != x) {
      return kNan;
    }
    if (x > 709.8) {
      return kInfinity;
    }
    if (x < -745.2) {
      return 0.0;
    }
    const ReducedExp reduced = reduce_exp(x);
    const int half = reduced.k / 2;
    return (1.0 + reduced.excess) * power_of_two(half) * power_of_two(reduced.k - half);
  }
  const ReducedExp reduced = reduce_exp(x);
  return (1.0 + reduced.excess) * power_of_two(reduced.k);
}

inline double log(double x) {
  using namespace detail;
  if (!(x > 0.0 && x < kInfinity)) [[unlikely]] {
    return x == 0.0 ? -kInfinity : (x > 0.0 ? kInfinity : kNan);
  }
  const ReducedLog reduced = reduce_log(x);
  return assemble_log(reduced.m - 1.0, reduced.k, 0.0);
}

inline double log1p(double x) {
  using namespace detail;
  if (!(x > -1.0 && x < kInfinity)) [[unlikely]] {
    return x == -1.0 ? -kInfinity : (x > 0.0 ? kInfinity : kNan);
  }
  if (x > -0.29 && x < 0.41) {
    if (std::fabs(x) < 0x1p-54) {
      return x;
    }
    return assemble_log(x, 0, 0.0);
  }
  const double sum = 1.0 + x;
  const double lost = x >= 1.0 ? 1.0 - (sum - x) : x - (sum - 1.0);
  const ReducedLog reduced = reduce_log(sum);
  return assemble_log(reduced.m - 1.0, reduced.k, lost / sum);
}

inline double normal_quantile(double p) {
  using namespace detail;
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    const double numerator =
        ((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r +
            4.5921953931549871457e+4) *
               r +
           1.3731693765509461125e+4) *
              r +
          1.9715909503065514427e+3) *
             r +
         1.3314166789178437745e+2) *
            r +
        3.3871328727963666080e+0;
    const double denominator =
        ((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r +
            2.1213794301586595867e+4) *
               r +
           5.3941960214247511077e+3) *
              r +
          6.8718700749205790830e+2) *
             r +
         4.2313330701600911252e+1) *
            r +
        1.0;
    return q * numerator / denominator;
  }
  const double tail = q < 0.0 ? p : 1.0 - p;
  if (!(tail > 0.0)) {
    return p == 0.0 ? -kInfinity : (p == 1.0 ? kInfinity : kNan);
  }
  double r = std::sqrt(-elementary::log(tail));
  double z;
  if (r <= 5.0) {
    r -= 1.6;
    const double numerator =
        ((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r +
            1.27045825245236838258e+0) *
               r +
           3.64784832476320460504e+0) *
              r +
          5.76949722146069140550e+0) *
             r +
         4.63033784615654529590e+0) *
            r +
        1.42343711074968357734e+0;
    const double denominator =
        ((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r +
            1.48103976427480074590e-1) *
               r +
           6.89767334985100004550e-1) *
              r +
          1.67638483018380384940e+0) *
             r +
         2.05319162663775882187e+0) *
            r +
        1.0;
    z = numerator / denominator;
  } else {
    r -= 5.0;
    const double numerator =
        ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r +
            2.65321895265761230930e-2) *
               r +
           2.96560571828504891230e-1) *
              r +
          1.78482653991729133580e+0) *
             r +
         5.46378491116411436990e+0) *
            r +
        6.65790464350110377720e+0;
    const double denominator =
        ((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r +
            7.86869131145613259100e-4) *
               r +
           1.48753612908506148525e-2) *
              r +
          1.36929880922735805310e-1) *
             r +
         5.99832206555887937690e-1) *
            r +
        1.0;
    z = numerator / denominator;
  }
  return q < 0.0 ? -z : z;
}

}  // namespace faultline::elementary
