#include "analysis/stats/special_functions.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>

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

}  // namespace faultline::stats
