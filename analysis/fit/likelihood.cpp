#include "analysis/fit/likelihood.h"

#include <boost/math/special_functions/gamma.hpp>

#include "models/core/elementary.h"

namespace faultline::fit {

double log_negative_binomial(std::uint64_t count, double mean, double dispersion) {
  const auto k = static_cast<double>(count);
  const double log_factorial = boost::math::lgamma(k + 1.0);
  // Closer to 1 the two gamma functions below cancel to nothing.
  if (dispersion < 1.0 + 1e-6) return k * elementary::log(mean) - mean - log_factorial;
  const double shape = mean / (dispersion - 1.0);
  // Of a shape so large lgamma(k + shape) - lgamma(shape) loses all digits, and the law is Poisson to 1e-9.
  if (shape > 1e9) return k * elementary::log(mean) - mean - log_factorial;
  const double log_p = -elementary::log(dispersion);
  return boost::math::lgamma(k + shape) - boost::math::lgamma(shape) - log_factorial + shape * log_p +
         k * elementary::log((dispersion - 1.0) / dispersion);
}

double maximum_of(const std::function<double(double)>& f, double low, double high) {
  constexpr double kGolden = 0.61803398874989484820;
  const double enough = 1e-6 * (high - low);
  double left = high - kGolden * (high - low);
  double right = low + kGolden * (high - low);
  double at_left = f(left);
  double at_right = f(right);
  while (high - low > enough) {
    if (at_left < at_right) {
      low = left;
      left = right;
      at_left = at_right;
      right = low + kGolden * (high - low);
      at_right = f(right);
    } else {
      high = right;
      right = left;
      at_right = at_left;
      left = high - kGolden * (high - low);
      at_left = f(left);
    }
  }
  return 0.5 * (low + high);
}

double crossing_of(const std::function<double(double)>& f, double outside, double inside) {
  if (f(outside) >= 0.0) return outside;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (outside + inside);
    (f(middle) < 0.0 ? outside : inside) = middle;
  }
  return 0.5 * (outside + inside);
}

}  // namespace faultline::fit
