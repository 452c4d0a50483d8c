// Elementary functions against 50-digit arithmetic. Inputs are pseudo-random but fixed, so nothing here can fail by
// chance.
#include "models/core/elementary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <boost/math/distributions/normal.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

#include "models/core/philox.h"

namespace faultline {
namespace {

using Exact = boost::multiprecision::cpp_bin_float_50;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double uniform_at(std::uint32_t i, std::uint32_t stream) { return KeyedDraws(1, 0).uniform(i, stream, 0); }
double between(double low, double high, double u) { return low + (high - low) * u; }

double relative_error(double value, const Exact& exact) {
  if (exact == 0) {
    return value == 0.0 ? 0.0 : kInfinity;
  }
  return std::fabs(static_cast<double>((Exact(value) - exact) / exact));
}

/// A positive normal number with a uniform exponent.
double any_scale(std::uint32_t i, std::uint32_t stream) {
  const double u = uniform_at(i, stream);
  return std::ldexp(1.0 + uniform_at(i, stream + 100), static_cast<int>(between(-1021.0, 1022.0, u)));
}

TEST(Elementary, ExpIsWithinItsClaim) {
  double worst = 0.0;
  for (std::uint32_t i = 0; i < 6000; ++i) {
    const double x = i % 2 == 0 ? between(-708.0, 709.7, uniform_at(i, 1)) : between(-2.0, 2.0, uniform_at(i, 1));
    worst = std::max(worst, relative_error(elementary::exp(x), exp(Exact(x))));
  }
  for (const double x : {1e-300, -1e-17, 0.34657359027997264, 0.34657359027997270, -0.34657359027997270, 708.0, -708.0,
                         709.0, 709.782712893384}) {
    worst = std::max(worst, relative_error(elementary::exp(x), exp(Exact(x))));
  }
  EXPECT_LT(worst, 4e-16);
}

TEST(Elementary, ExpAtTheEnds) {
  EXPECT_EQ(elementary::exp(0.0), 1.0);
  EXPECT_EQ(elementary::exp(709.79), kInfinity);
  EXPECT_EQ(elementary::exp(kInfinity), kInfinity);
  EXPECT_EQ(elementary::exp(-746.0), 0.0);
  EXPECT_EQ(elementary::exp(-kInfinity), 0.0);
  EXPECT_TRUE(std::isnan(elementary::exp(kNan)));
  // Subnormal results are right to one unit of their last place.
  for (const double x : {-709.0, -720.5, -740.0, -745.0}) {
    EXPECT_NEAR(elementary::exp(x), static_cast<double>(exp(Exact(x))), 0x1p-1074) << x;
  }
}

TEST(Elementary, LogIsWithinItsClaim) {
  double worst = 0.0;
  for (std::uint32_t i = 0; i < 6000; ++i) {
    const double x = i % 2 == 0 ? any_scale(i, 2) : between(0.5, 2.0, uniform_at(i, 2));
    worst = std::max(worst, relative_error(elementary::log(x), log(Exact(x))));
  }
  for (const double x : {1.0 - 0x1p-53, 1.0 + 0x1p-52, 0x1p-1074, 0x1.8p-1060, std::numeric_limits<double>::max(),
                         0.70710678118654752, 1.4142135623730951, 1.4142135623730949, 2.0, 0.5}) {
    worst = std::max(worst, relative_error(elementary::log(x), log(Exact(x))));
  }
  EXPECT_LT(worst, 4e-16);
  EXPECT_EQ(elementary::log(1.0), 0.0);
  EXPECT_EQ(elementary::log(0.0), -kInfinity);
  EXPECT_EQ(elementary::log(-0.0), -kInfinity);
  EXPECT_EQ(elementary::log(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(elementary::log(-1.0)));
  EXPECT_TRUE(std::isnan(elementary::log(kNan)));
}

TEST(Elementary, Log1pIsWithinItsClaim) {
  double worst = 0.0;
  const auto check = [&worst](double x) {
    worst = std::max(worst, relative_error(elementary::log1p(x), log(Exact(1) + Exact(x))));
  };
  for (std::uint32_t i = 0; i < 6000; ++i) {
    const double u = uniform_at(i, 3);
    // Below 1e-30 the 50 digits of the reference run out; there log1p(x) is x to double precision.
    const double small = std::ldexp(u, -static_cast<int>(i % 90));
    check(i % 3 == 0 ? -small : (i % 3 == 1 ? small : 1e6 * u * u * u));
  }
  for (const double x : {-0.9999999999999999, -0.5, -0.29, 0.41, 0.41421356237309503, 1.0, 0x1p53, 1e300}) {
    check(x);
  }
  EXPECT_LT(worst, 4e-16);
  EXPECT_EQ(elementary::log1p(0.0), 0.0);
  EXPECT_EQ(elementary::log1p(1e-200), 1e-200);
  EXPECT_EQ(elementary::log1p(-1.0), -kInfinity);
  EXPECT_EQ(elementary::log1p(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(elementary::log1p(-1.5)));
  EXPECT_TRUE(std::isnan(elementary::log1p(kNan)));
}

TEST(Elementary, Expm1IsWithinItsClaim) {
  double worst = 0.0;
  const auto check = [&worst](double x) {
    worst = std::max(worst, relative_error(elementary::expm1(x), exp(Exact(x)) - 1));
  };
  for (std::uint32_t i = 0; i < 6000; ++i) {
    const double u = uniform_at(i, 4);
    const double small = std::ldexp(u, -static_cast<int>(i % 90));
    check(i % 3 == 0 ? -small : (i % 3 == 1 ? small : between(-45.0, 60.0, u)));
  }
  for (const double x : {0.3465, 0.3466, -0.3465, -0.3466, 1.0397, 1.0398, 39.99, 40.0, -39.99, -40.0, 700.0, -700.0}) {
    check(x);
  }
  EXPECT_LT(worst, 6e-16);
  EXPECT_EQ(elementary::expm1(0.0), 0.0);
  EXPECT_EQ(elementary::expm1(1e-200), 1e-200);
  EXPECT_EQ(elementary::expm1(kInfinity), kInfinity);
  EXPECT_EQ(elementary::expm1(-kInfinity), -1.0);
  EXPECT_TRUE(std::isnan(elementary::expm1(kNan)));
}

TEST(Elementary, PowIsWithinItsClaim) {
  double worst = 0.0;
  const auto check = [&worst](double x, double y) {
    const Exact exact = pow(Exact(x), Exact(y));
    if (exact > Exact(1e-307) && exact < Exact(1e308)) {
      worst = std::max(worst, relative_error(elementary::pow(x, y), exact));
    }
  };
  for (std::uint32_t i = 0; i < 6000; ++i) {
    const double u = uniform_at(i, 6);
    if (i % 3 == 0) {
      const double x = any_scale(i, 5);
      check(x, between(-700.0, 700.0, u) / std::log(x));
    } else if (i % 3 == 1) {
      check(1e5 * uniform_at(i, 5), between(-3.0, 3.0, u));
    } else {
      const double x = 1.0 + std::ldexp(uniform_at(i, 5) - 0.5, -static_cast<int>(i % 40));
      check(x, between(-700.0, 700.0, u) / std::log(x));
    }
  }
  check(1.0 + 0x1p-52, 3e18);
  check(1.0 - 0x1p-53, 6e18);
  check(0x1p-1074, 0.9);
  EXPECT_LT(worst, 1e-14);
}

TEST(Elementary, PowAtTheEnds) {
  EXPECT_EQ(elementary::pow(0.0, 0.0), 1.0);
  EXPECT_EQ(elementary::pow(1.0, kNan), 1.0);
  EXPECT_EQ(elementary::pow(kNan, 0.0), 1.0);
  EXPECT_EQ(elementary::pow(0.0, 2.0), 0.0);
  EXPECT_EQ(elementary::pow(0.0, -2.0), kInfinity);
  EXPECT_EQ(elementary::pow(kInfinity, 2.0), kInfinity);
  EXPECT_EQ(elementary::pow(kInfinity, -2.0), 0.0);
  EXPECT_EQ(elementary::pow(2.0, kInfinity), kInfinity);
  EXPECT_EQ(elementary::pow(0.5, kInfinity), 0.0);
  EXPECT_EQ(elementary::pow(2.0, -kInfinity), 0.0);
  EXPECT_EQ(elementary::pow(2.0, 1e300), kInfinity);
  EXPECT_EQ(elementary::pow(2.0, -1e300), 0.0);
  EXPECT_EQ(elementary::pow(2.0, 1024.0), kInfinity);
  EXPECT_EQ(elementary::pow(2.0, 10.0), 1024.0);
  EXPECT_TRUE(std::isnan(elementary::pow(-2.0, 2.0)));
  EXPECT_TRUE(std::isnan(elementary::pow(2.0, kNan)));
  EXPECT_TRUE(std::isnan(elementary::pow(kNan, 1.0)));
}

TEST(Elementary, NormalCdfIsWithinItsClaim) {
  const boost::math::normal_distribution<Exact> normal;
  double worst_absolute = 0.0;
  double worst_relative = 0.0;
  for (int i = -3700; i <= 900; ++i) {
    const double z = i / 100.0 + 1e-3 / 3.0;
    const Exact exact = cdf(normal, Exact(z));
    const double value = elementary::normal_cdf(z);
    worst_absolute = std::max(worst_absolute, std::fabs(static_cast<double>(Exact(value) - exact)));
    worst_relative = std::max(worst_relative, relative_error(value, exact));
  }
  EXPECT_LT(worst_absolute, 1e-15);
  EXPECT_LT(worst_relative, 1e-7);
  EXPECT_EQ(elementary::normal_cdf(0.0), 0.5);
  EXPECT_EQ(elementary::normal_cdf(kInfinity), 1.0);
  EXPECT_EQ(elementary::normal_cdf(-kInfinity), 0.0);
  EXPECT_TRUE(std::isnan(elementary::normal_cdf(kNan)));
}

TEST(Elementary, NormalQuantileInvertsTheExactDistribution) {
  const boost::math::normal_distribution<Exact> normal;
  double worst = 0.0;
  const auto check = [&](double p) {
    // One Newton step from the value measures its error without an exact inverse.
    const double z = elementary::normal_quantile(p);
    const Exact step = p < 0.5 ? (cdf(normal, Exact(z)) - Exact(p)) / pdf(normal, Exact(z))
                               : ((1 - Exact(p)) - cdf(complement(normal, Exact(z)))) / pdf(normal, Exact(z));
    worst = std::max(worst, std::fabs(static_cast<double>(step)) / std::max(std::fabs(z), 0x1p-1022));
  };
  for (std::uint32_t i = 0; i < 3000; ++i) {
    const double u = uniform_at(i, 7);
    check(i % 3 == 0 ? u : std::ldexp(u, -static_cast<int>(i % 1000)));
    check(1.0 - std::ldexp(u, -static_cast<int>(i % 45) - 1));
  }
  check(0x1p-53);
  check(1.0 - 0x1p-53);
  check(0x1p-1022);
  check(0.075);
  check(0.925);
  EXPECT_LT(worst, 1e-15);
}

TEST(Elementary, NormalQuantileAtTheEnds) {
  EXPECT_EQ(elementary::normal_quantile(0.5), 0.0);
  EXPECT_EQ(elementary::normal_quantile(0.0), -kInfinity);
  EXPECT_EQ(elementary::normal_quantile(1.0), kInfinity);
  EXPECT_TRUE(std::isnan(elementary::normal_quantile(-0.1)));
  EXPECT_TRUE(std::isnan(elementary::normal_quantile(1.1)));
  EXPECT_TRUE(std::isnan(elementary::normal_quantile(kNan)));
}

TEST(Elementary, NormalQuantileAndCdfRoundTrip) {
  for (int i = 1; i < 2000; ++i) {
    const double p = i / 2000.0;
    EXPECT_NEAR(elementary::normal_cdf(elementary::normal_quantile(p)), p, 1.5e-15);
  }
}

TEST(Elementary, TheBitsAreTheSameWithEveryCompiler) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto add = [&hash](double value) { hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 1099511628211ULL; };
  for (std::uint32_t i = 0; i < 20000; ++i) {
    const double u = uniform_at(i, 8);
    const double v = uniform_at(i, 9);
    add(elementary::exp(between(-745.0, 709.0, u)));
    add(elementary::log(any_scale(i, 10)));
    add(elementary::log1p(between(-1.0, 3.0, u)));
    add(elementary::expm1(between(-45.0, 45.0, u)));
    add(elementary::pow(10.0 * u, between(-3.0, 3.0, v)));
    add(elementary::normal_cdf(between(-39.0, 9.0, u)));
    add(elementary::normal_quantile(u));
    add(elementary::normal_quantile(std::ldexp(u, -static_cast<int>(i % 1000))));
  }
  EXPECT_EQ(hash, 9068830645726431905ULL);
}

}  // namespace
}  // namespace faultline
