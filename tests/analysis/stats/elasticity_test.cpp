// False alarms: the coverage test allows 4.5 standard errors of the rate, a chance of 7e-6, with a fixed seed.
#include "analysis/stats/elasticity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "analysis/stats/paired.h"
#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline::stats {
namespace {

std::vector<double> sample(std::uint32_t n, std::uint32_t stream, double log_sd, std::uint32_t experiment = 0) {
  const KeyedDraws draws(11, experiment);
  std::vector<double> values(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    values[i] = lognormal(draws.uniform(i, stream, 0), 3.0, log_sd);
  }
  return values;
}

TEST(Elasticity, OfAPowerIsItsExponent) {
  const auto y = sample(50, 1, 0.7);
  for (const double exponent : {-1.0, 0.0, 1.0, 2.5}) {
    std::vector<double> steeper = y;
    for (double& value : steeper) {
      value *= std::pow(5.0, exponent);
    }
    const auto slope = elasticity(y, steeper, 2, 10).value();
    EXPECT_NEAR(slope.value, exponent, 1e-12);
    EXPECT_NEAR(slope.interval.value().low, exponent, 1e-12) << "in every quarter the same: nothing is uncertain";
    EXPECT_NEAR(slope.interval.value().high, exponent, 1e-12);
  }
}

TEST(Elasticity, OfTheSameQuartersIsExactlyZero) {
  const auto y = sample(50, 1, 0.7);
  EXPECT_EQ(elasticity(y, y, 1, 1.26).value().value, 0);
  EXPECT_EQ(elasticity(y, y, 1, 1.26).value().interval.value(), (Interval{0, 0}));
}

TEST(Elasticity, NeedsQuantitiesAndFiguresAboveZero) {
  const std::vector<double> y{1, 2, 3};
  const std::vector<double> none{0, 0, 0};
  EXPECT_FALSE(elasticity(y, y, 0, 1).has_value());
  EXPECT_FALSE(elasticity(y, y, 2, 2).has_value());
  EXPECT_FALSE(elasticity(y, y, 2, 1).has_value());
  EXPECT_FALSE(elasticity(y, y, 1, std::numeric_limits<double>::infinity()).has_value());
  EXPECT_FALSE(elasticity(none, y, 1, 2).has_value());
  EXPECT_FALSE(elasticity(y, none, 1, 2).has_value());
  EXPECT_FALSE(elasticity(y, std::vector<double>{1, 2}, 1, 2).has_value());
  const std::vector<double> one{4};
  EXPECT_FALSE(elasticity(one, one, 1, 2).value().interval.has_value());
}

TEST(RatioValues, HaveTheRatiosMeanAndError) {
  const auto above = sample(400, 1, 0.5);
  const auto below = sample(400, 2, 0.3);
  const auto ratio = ratio_estimate(above, below).value();
  const auto mean = mean_estimate(ratio_values(above, below)).value();
  EXPECT_NEAR(mean.value, ratio.value, 1e-12);
  EXPECT_NEAR(mean.standard_error.value(), ratio.standard_error.value(), 1e-12);
  EXPECT_TRUE(ratio_values(above, sample(399, 2, 0.3)).empty());
  EXPECT_TRUE(ratio_values(above, std::vector<double>(400, 0.0)).empty());
  EXPECT_TRUE(ratio_values({}, {}).empty());
}

// A share of counts that vary, at two levels of load, with the quarters' luck in common.
TEST(Elasticity, OfARatioIsCoveredAsOftenAsItClaims) {
  constexpr std::uint32_t kExperiments = 3000;
  constexpr std::uint32_t kQuarters = 60;
  constexpr double kTrue = 2.5;
  int covered = 0;
  for (std::uint32_t e = 0; e < kExperiments; ++e) {
    const auto below_a = sample(kQuarters, 1, 0.3, e);
    const auto below_b = sample(kQuarters, 2, 0.3, e);
    const auto common = sample(kQuarters, 3, 0.4, e);
    const auto own_a = sample(kQuarters, 4, 0.2, e);
    const auto own_b = sample(kQuarters, 5, 0.2, e);
    std::vector<double> above_a(kQuarters);
    std::vector<double> above_b(kQuarters);
    for (std::uint32_t i = 0; i < kQuarters; ++i) {
      above_a[i] = below_a[i] * common[i] * own_a[i];
      above_b[i] = std::pow(2.0, kTrue) * below_b[i] * common[i] * own_b[i];
    }
    const auto slope = elasticity(ratio_values(above_a, below_a), ratio_values(above_b, below_b), 1, 2).value();
    covered += slope.interval.value().low <= kTrue && kTrue <= slope.interval.value().high ? 1 : 0;
  }
  const double rate = covered / static_cast<double>(kExperiments);
  EXPECT_NEAR(rate, 0.95, 4.5 * std::sqrt(0.95 * 0.05 / kExperiments)) << "documented in statistics.md";
}

}  // namespace
}  // namespace faultline::stats
