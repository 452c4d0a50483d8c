#include "analysis/stats/special_functions.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "models/core/elementary.h"

namespace faultline::stats {

double student_t_quantile(double probability, double degrees) {
  return boost::math::quantile(boost::math::students_t(degrees), probability);
}

double chi_square_quantile(double probability, double degrees) {
  return boost::math::quantile(boost::math::chi_squared(degrees), probability);
}

double chi_square_cdf(double x, double degrees) { return boost::math::cdf(boost::math::chi_squared(degrees), x); }

double f_upper_tail(double x, double numerator_degrees, double denominator_degrees) {
  const boost::math::fisher_f law(numerator_degrees, denominator_degrees);
  return boost::math::cdf(boost::math::complement(law, x));
}

double binomial_cdf(std::int64_t k, std::int64_t n, double p) {
  if (k < 0) {
    return 0;
  }
  if (k >= n) {
    return 1;
  }
  return boost::math::ibetac(static_cast<double>(k + 1), static_cast<double>(n - k), p);
}

double binomial_upper_tail(std::int64_t k, std::int64_t n, double p) {
  if (k <= 0) {
    return 1;
  }
  if (k > n) {
    return 0;
  }
  return boost::math::ibeta(static_cast<double>(k), static_cast<double>(n - k + 1), p);
}

double beta_binomial_upper_tail(std::size_t k, std::size_t n, std::size_t a, std::size_t b) {
  const auto log_chance = [&](std::size_t i) {
    const auto x = static_cast<double>(i);
    const auto rest = static_cast<double>(n - i);
    const auto alpha = static_cast<double>(a);
    const auto beta = static_cast<double>(b);
    using boost::math::lgamma;
    return lgamma(rest + x + 1.0) - lgamma(x + 1.0) - lgamma(rest + 1.0) + lgamma(x + alpha) + lgamma(rest + beta) -
           lgamma(x + rest + alpha + beta) + lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta);
  };
  double sum = 0.0;
  for (std::size_t i = k; i <= n; ++i) sum += elementary::exp(log_chance(i));
  return sum < 1.0 ? sum : 1.0;
}

}  // namespace faultline::stats
