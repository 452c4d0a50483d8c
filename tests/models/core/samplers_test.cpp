// Samplers against their distributions. Seeds are fixed. Every statistical bound below is set for a false-alarm rate of
// 1e-6 for the comparison at hand (|z| < 4.9; Kolmogorov-Smirnov sqrt(n) D < 2.7), 50 comparisons in the file.
#include "models/core/samplers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

namespace faultline {
namespace {

constexpr double kZBound = 4.9;
constexpr double kKolmogorovBound = 2.7;  // 2 exp(-2 x 2.7^2) = 1e-6
constexpr std::uint32_t kCount = 40000;
const KeyedDraws kDraws(20260305, 7);

template <class Sampler>
std::vector<double> sample(Sampler sampler) {
  std::vector<double> values(kCount);
  for (std::uint32_t i = 0; i < kCount; ++i) {
    values[i] = sampler(i);
  }
  return values;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

/// The z-score of the sample's mean and variance about `mean` and `variance`; `kurtosis` is the fourth central moment
/// over the square of the variance.
void expect_moments(const std::vector<double>& values, double mean, double variance, double kurtosis) {
  const double n = static_cast<double>(values.size());
  EXPECT_LT(std::fabs(mean_of(values) - mean) / std::sqrt(variance / n), kZBound);
  double squares = 0.0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  EXPECT_LT(std::fabs(squares / n - variance) / (variance * std::sqrt((kurtosis - 1.0) / n)), kZBound);
}

template <class Distribution>
void expect_distribution(std::vector<double> values, const Distribution& distribution) {
  std::sort(values.begin(), values.end());
  const double n = static_cast<double>(values.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double probability = cdf(distribution, values[i]);
    distance =
        std::max({distance, probability - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - probability});
  }
  EXPECT_LT(std::sqrt(n) * distance, kKolmogorovBound);
}

TEST(Samplers, LognormalHasItsDistribution) {
  const auto values = sample([](std::uint32_t i) { return lognormal(kDraws.uniform(i, 1, 0), 3.0, 0.5); });
  expect_distribution(values, boost::math::lognormal(std::log(3.0), 0.5));
  EXPECT_DOUBLE_EQ(lognormal(0.5, 3.0, 0.5), 3.0);
  EXPECT_DOUBLE_EQ(lognormal(0.1, 3.0, 0.0), 3.0);
}

TEST(Samplers, ExponentialIsTheQuantile) {
  for (const double u : {0x1p-53, 1e-6, 0.25, 0.5, 0.999, 1.0 - 0x1p-53}) {
    const double exact = quantile(boost::math::exponential(1.0 / 4.0), u);
    EXPECT_NEAR(exponential(u, 4.0), exact, 4e-15 * exact);
  }
  const auto values = sample([](std::uint32_t i) { return exponential(kDraws.uniform(i, 2, 0), 4.0); });
  expect_moments(values, 4.0, 16.0, 9.0);
  expect_distribution(values, boost::math::exponential(1.0 / 4.0));
}

TEST(Samplers, GammaHasItsDistribution) {
  for (const double shape : {0.07, 0.45, 1.0, 1.5, 5.0, 400.0}) {
    SCOPED_TRACE(shape);
    const auto values = sample([&](std::uint32_t i) { return gamma_variate(kDraws, i, 3, 9, shape, 2.0); });
    expect_moments(values, 2.0, 4.0 / shape, 3.0 + 6.0 / shape);
    expect_distribution(values, boost::math::gamma_distribution<>(shape, 2.0 / shape));
  }
}

TEST(Samplers, BetaHasItsDistribution) {
  for (const auto& [a, b] : {std::pair(1.5, 25.0), std::pair(0.45, 0.55), std::pair(0.05, 0.03), std::pair(1.0, 1.0),
                             std::pair(300.0, 2.0)}) {
    SCOPED_TRACE(a);
    const double first = a;
    const double second = b;
    const auto values = sample([=](std::uint32_t i) { return beta_variate(kDraws, i, 4, 9, first, second); });
    const double total = first + second;
    const double excess = 6.0 * ((first - second) * (first - second) * (total + 1.0) - first * second * (total + 2.0)) /
                          (first * second * (total + 2.0) * (total + 3.0));
    expect_moments(values, first / total, first * second / (total * total * (total + 1.0)), 3.0 + excess);
    if (std::min(first, second) > 0.1) {
      expect_distribution(values, boost::math::beta_distribution<>(first, second));
    }
    for (const double value : values) {
      ASSERT_TRUE(value >= 0.0 && value <= 1.0);
    }
  }
}

// With tiny shapes almost all mass sits at the ends, where the exact function is compared at chosen points.
TEST(Samplers, BetaOfTinyShapesIsRightInsideToo) {
  const boost::math::beta_distribution<> exact(0.05, 0.03);
  const auto values = sample([](std::uint32_t i) { return beta_variate(kDraws, i, 5, 9, 0.05, 0.03); });
  for (const double x : {1e-9, 0.01, 0.5, 0.99}) {
    const double below =
        static_cast<double>(std::count_if(values.begin(), values.end(), [x](double value) { return value <= x; })) /
        kCount;
    const double p = cdf(exact, x);
    EXPECT_LT(std::fabs(below - p) / std::sqrt(p * (1.0 - p) / kCount), kZBound) << x;
  }
}

TEST(Samplers, RejectionDrawsAreKeyedBySubjectStreamAndPurpose) {
  const double value = gamma_variate(kDraws, 1, 2, 3, 0.5, 1.0);
  EXPECT_EQ(value, gamma_variate(kDraws, 1, 2, 3, 0.5, 1.0));
  EXPECT_NE(value, gamma_variate(kDraws, 2, 2, 3, 0.5, 1.0));
  EXPECT_NE(value, gamma_variate(kDraws, 1, 3, 3, 0.5, 1.0));
  EXPECT_NE(value, gamma_variate(kDraws, 1, 2, 4, 0.5, 1.0));
}

TEST(Samplers, PoissonIsTheQuantile) {
  for (const double mean : {1e-9, 0.3, 1.0, 17.5, 63.999, 64.0, 64.9999, 700.25, 20000.0, 1e5}) {
    const boost::math::poisson exact(mean);
    for (std::uint32_t i = 0; i < 400; ++i) {
      const double u = kDraws.uniform(i, 6, 0);
      const std::uint32_t count = poisson(u, mean);
      // 1e-12 allows for a uniform within rounding of a step.
      ASSERT_GE(cdf(exact, count), u - 1e-12) << mean << " " << u;
      if (count > 0) {
        ASSERT_LT(cdf(exact, count - 1.0), u + 1e-12) << mean << " " << u;
      }
    }
  }
}

TEST(Samplers, PoissonAtTheEnds) {
  EXPECT_EQ(poisson(0x1p-53, 0.0), 0U);
  EXPECT_EQ(poisson(1.0 - 0x1p-53, 0.0), 0U);
  for (const double mean : {0.5, 50.0, 64.0, 1000.0, 1e5}) {
    const double sd = std::sqrt(mean);
    const double high = poisson(1.0 - 0x1p-53, mean);
    EXPECT_GT(high, mean + 6.0 * sd);
    EXPECT_LT(high, mean + 10.0 * sd + 25.0);
    const double low = poisson(0x1p-53, mean);
    EXPECT_LT(low, std::max(0.1, mean - 6.0 * sd));
    EXPECT_GE(low, std::max(0.0, mean - 10.0 * sd));
  }
}

TEST(Samplers, PoissonNeverDecreasesInItsUniformOrMean) {
  for (const double mean : {5.0, 63.9, 64.1, 900.0}) {
    std::uint32_t last = 0;
    for (int i = 1; i < 2000; ++i) {
      const std::uint32_t count = poisson(i / 2000.0, mean);
      ASSERT_GE(count, last);
      ASSERT_GE(poisson(i / 2000.0, mean * 1.01), count);
      last = count;
    }
  }
}

TEST(Samplers, PoissonHasItsMoments) {
  for (const double mean : {0.2, 30.0, 64.5, 1000.0}) {
    SCOPED_TRACE(mean);
    const auto values =
        sample([&](std::uint32_t i) { return static_cast<double>(poisson(kDraws.uniform(i, 8, 0), mean)); });
    expect_moments(values, mean, mean, 3.0 + 1.0 / mean);
  }
}

}  // namespace
}  // namespace faultline
