#include "analysis/stats/estimate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline::stats {
namespace {

std::vector<double> lognormal_sample(std::uint32_t n, std::uint32_t replication) {
  const KeyedDraws draws(7, replication);
  std::vector<double> sample(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    sample[i] = lognormal(draws.uniform(i, 1, 0), 1, 1.5);
  }
  return sample;
}

TEST(MomentAccumulator, MatchesTwoPassFormulas) {
  const std::vector<double> x = {3, 1, 4, 1, 5, 9, 2, 6};
  MomentAccumulator moments;
  for (const double value : x) {
    moments.add(value);
  }
  double m2 = 0;
  double m3 = 0;
  const double mean = 31.0 / 8;
  for (const double value : x) {
    m2 += (value - mean) * (value - mean);
    m3 += std::pow(value - mean, 3);
  }
  EXPECT_NEAR(moments.mean(), mean, 1e-14);
  EXPECT_NEAR(moments.variance().value(), m2 / 7, 1e-13);
  EXPECT_NEAR(moments.skewness().value(), (m3 / 8) / std::pow(m2 / 8, 1.5), 1e-13);
}

TEST(MomentAccumulator, MergingEqualsAddingEverything) {
  const auto x = lognormal_sample(1000, 3);
  MomentAccumulator whole;
  MomentAccumulator merged;
  for (std::size_t block = 0; block < x.size(); block += 64) {
    MomentAccumulator part;
    for (std::size_t i = block; i < std::min(block + 64, x.size()); ++i) {
      part.add(x[i]);
      whole.add(x[i]);
    }
    merged.merge(part);
  }
  merged.merge(MomentAccumulator{});
  EXPECT_EQ(merged.count(), whole.count());
  EXPECT_NEAR(merged.mean() / whole.mean(), 1, 1e-13);
  EXPECT_NEAR(*merged.variance() / *whole.variance(), 1, 1e-12);
  EXPECT_NEAR(*merged.skewness() / *whole.skewness(), 1, 1e-11);
}

TEST(MeanEstimate, StudentIntervalOfATextbookSample) {
  const std::vector<double> x = {1, 2, 3, 4, 5};
  const auto estimate = mean_estimate(x).value();
  EXPECT_DOUBLE_EQ(estimate.value, 3);
  EXPECT_NEAR(estimate.standard_error.value(), std::sqrt(0.5), 1e-15);
  EXPECT_NEAR(estimate.interval->high, 3 + 2.776445105198 * std::sqrt(0.5), 1e-11);  // t(0.975, 4)
  EXPECT_EQ(estimate.n, 5U);
}

TEST(MeanEstimate, WhatDoesNotExistIsAbsent) {
  EXPECT_FALSE(mean_estimate({}).has_value());
  const std::vector<double> one = {2};
  const auto estimate = mean_estimate(one).value();
  EXPECT_EQ(estimate.value, 2);
  EXPECT_FALSE(estimate.standard_error.has_value());
  EXPECT_FALSE(estimate.interval.has_value());
  EXPECT_FALSE(estimate.warnings.empty());
  const std::vector<double> broken = {1, std::numeric_limits<double>::quiet_NaN()};
  EXPECT_FALSE(mean_estimate(broken).has_value());
  const std::vector<double> endless = {1, std::numeric_limits<double>::infinity()};
  EXPECT_FALSE(mean_estimate(endless).has_value());
}

TEST(MeanEstimate, HeavyTailIsFlagged) {
  EXPECT_FALSE(mean_estimate(lognormal_sample(1000, 1))->warnings.empty());
  const std::vector<double> even = {1, 2, 3, 4, 5, 6};
  EXPECT_TRUE(mean_estimate(even)->warnings.empty());
}

// Newcombe 1998, doi 10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 3.
TEST(ProportionEstimate, WilsonMatchesNewcombe) {
  const auto check = [](std::uint64_t k, std::uint64_t n, double low, double high) {
    const auto interval = *proportion_estimate(k, n)->interval;
    EXPECT_NEAR(interval.low, low, 5e-5) << k << "/" << n;
    EXPECT_NEAR(interval.high, high, 5e-5) << k << "/" << n;
  };
  check(81, 263, 0.2553, 0.3662);
  check(15, 148, 0.0624, 0.1605);
  check(0, 20, 0.0, 0.1611);
  check(1, 29, 0.0061, 0.1718);
  check(29, 29, 0.8830, 1.0);
}

TEST(ProportionEstimate, NeedsTrials) { EXPECT_FALSE(proportion_estimate(0, 0).has_value()); }

TEST(RateEstimate, PoissonCountsGetTheExactInterval) {
  const KeyedDraws draws(11, 0);
  std::vector<double> counts(200);
  double total = 0;
  for (std::uint32_t i = 0; i < 200; ++i) {
    counts[i] = poisson(draws.uniform(i, 1, 0), 0.8);
    total += counts[i];
  }
  const auto estimate = rate_estimate(counts).value();
  EXPECT_EQ(estimate.method, "Poisson rate, exact chi-square");
  EXPECT_NEAR(estimate.value, total / 200, 1e-15);
  EXPECT_LT(estimate.interval->low, estimate.value);
  EXPECT_GT(estimate.interval->high, estimate.value);
}

// Garwood's table: 10 events give 4.795 to 18.390; none gives 0 to 3.689.
TEST(RateEstimate, GarwoodLimits) {
  const std::vector<double> ten = {4, 6};
  EXPECT_NEAR(rate_estimate(ten)->interval->low * 2, 4.795, 5e-4);
  EXPECT_NEAR(rate_estimate(ten)->interval->high * 2, 18.390, 5e-4);
  const std::vector<double> none = {0, 0, 0, 0};
  EXPECT_EQ(rate_estimate(none)->interval->low, 0);
  EXPECT_NEAR(rate_estimate(none)->interval->high * 4, 3.689, 5e-4);
}

TEST(RateEstimate, OverDispersedCountsFallBackToStudent) {
  std::vector<double> counts(100, 0.0);
  for (std::size_t i = 0; i < 100; i += 10) {
    counts[i] = 12;
  }
  const auto estimate = rate_estimate(counts).value();
  EXPECT_EQ(estimate.method, "mean, Student t");
  EXPECT_NE(estimate.warnings.back().find("not Poisson"), std::string::npos);
  const std::vector<double> regular(100, 5.0);  // under-dispersed is not Poisson either
  EXPECT_EQ(rate_estimate(regular)->method, "mean, Student t");
}

}  // namespace
}  // namespace faultline::stats
