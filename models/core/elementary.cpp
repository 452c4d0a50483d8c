#include "models/core/elementary.h"

namespace faultline::elementary {
namespace {

/// The unevaluated sum high + low.
struct DoubleDouble {
  double high;
  double low;
};

/// Exact sum (Knuth).
DoubleDouble two_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// Exact product (Dekker; a fused multiply-add is not on every x86-64 CPU). Needs both factors below 2^996.
DoubleDouble two_product(double a, double b) {
  constexpr double kSplitter = 0x1p27 + 1.0;
  const double a_scaled = kSplitter * a;
  const double a_high = a_scaled - (a_scaled - a);
  const double a_low = a - a_high;
  const double b_scaled = kSplitter * b;
  const double b_high = b_scaled - (b_scaled - b);
  const double b_low = b - b_high;
  const double product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

/// log x of a positive finite x to about 1e-18 relative: the leading term 2 s of the series is carried in
/// double-double.
DoubleDouble log_double_double(double x) {
  const detail::ReducedLog reduced = detail::reduce_log(x);
  const double f = reduced.m - 1.0;
  const DoubleDouble divisor = two_sum(reduced.m, 1.0);
  const double s = f / divisor.high;
  const DoubleDouble back = two_product(s, divisor.high);
  const double s_low = (((f - back.high) - back.low) - s * divisor.low) / divisor.high;
  const DoubleDouble leading = two_sum(reduced.k * detail::kLn2High, 2.0 * s);
  const double rest = leading.low + (reduced.k * detail::kLn2Low + (2.0 * s_low + s * detail::log_series(s * s)));
  return two_sum(leading.high, rest);
}

}  // namespace

double expm1(double x) {
  using namespace detail;
  if (!(x > -40.0 && x < 40.0)) {
    return elementary::exp(x) - 1.0;
  }
  const ReducedExp reduced = reduce_exp(x);
  const double scale = power_of_two(reduced.k);
  return scale * reduced.excess + (scale - 1.0);
}

double pow(double x, double y) {
  using namespace detail;
  if (x == 1.0 || y == 0.0) {
    return 1.0;
  }
  if (!(x >= 0.0) || y != y) {
    return kNan;
  }
  if (x == 0.0 || x == kInfinity) {
    return (x == 0.0) == (y > 0.0) ? 0.0 : kInfinity;
  }
  const DoubleDouble logarithm = log_double_double(x);
  const double rough = y * logarithm.high;
  if (!(std::fabs(rough) < 800.0)) {
    return rough > 0.0 ? kInfinity : 0.0;
  }
  const DoubleDouble product = two_product(y, logarithm.high);
  const double power = elementary::exp(product.high);
  if (power == kInfinity) {
    return power;
  }
  return power + power * (product.low + y * logarithm.low);
}

double normal_cdf(double z) {
  const double magnitude = std::fabs(z);
  double tail = 0.0;
  if (!(magnitude <= 38.0)) {
    if (z != z) {
      return detail::kNan;
    }
  } else {
    const double m = magnitude;
    const double density = elementary::exp(-0.5 * m * m);
    if (m < 7.07106781186547) {
      const double numerator =
          (((((3.52624965998911e-2 * m + 0.700383064443688) * m + 6.37396220353165) * m + 33.912866078383) * m +
            112.079291497871) *
               m +
           221.213596169931) *
              m +
          220.206867912376;
      const double denominator =
          ((((((8.83883476483184e-2 * m + 1.75566716318264) * m + 16.064177579207) * m + 86.7807322029461) * m +
             296.564248779674) *
                m +
            637.333633378831) *
               m +
           793.826512519948) *
              m +
          440.413735824752;
      tail = density * numerator / denominator;
    } else {
      const double fraction = m + 1.0 / (m + 2.0 / (m + 3.0 / (m + 4.0 / (m + 0.65))));
      tail = density / fraction / 2.50662827463100050242;
    }
  }
  return z > 0.0 ? 1.0 - tail : tail;
}

}  // namespace faultline::elementary
