// Exponential losses with mean 1 have the p quantile -ln(1 - p) and the tail mean one above it. They are drawn with
// mean 4 and weighted by the ratio of densities, 4 exp(-3 x / 4).
#include "analysis/stats/weighted_tail.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "analysis/stats/quantile.h"
#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline::stats {
namespace {

struct Sample {
  std::vector<double> losses;
  std::vector<double> weights;
};

Sample tilted_exponential(std::uint32_t repetition, std::uint32_t n) {
  const KeyedDraws draws(11, repetition);
  Sample sample;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double x = exponential(draws.uniform(i, 1, 0), 4.0);
    sample.losses.push_back(x);
    sample.weights.push_back(4.0 * std::exp(-0.75 * x));
  }
  return sample;
}

TEST(WeightedTail, FindsTheTailOfTheLawThatWasTilted) {
  const Sample sample = tilted_exponential(0, 20000);
  const WeightedTail tail(sample.losses, sample.weights);
  const double quantile = -std::log(0.001);
  const auto chance = tail.exceedance(quantile);
  ASSERT_TRUE(chance);
  EXPECT_NEAR(chance->value, 0.001, 3.3 * *chance->standard_error);
  EXPECT_LT(*chance->standard_error, 0.00003);  // plain: 0.00022
  const auto found = tail.value_at_risk(0.999);
  ASSERT_TRUE(found && found->interval);
  EXPECT_NEAR(found->value, quantile, 3.3 * *chance->standard_error / 0.001);  // the density there is 0.001
  const auto beyond = tail.tail_mean(0.999);
  ASSERT_TRUE(beyond);
  EXPECT_NEAR(beyond->value, quantile + 1.0, 3.3 * *beyond->standard_error);
}

struct Coverage {
  double chance = 0.0;
  double quantile = 0.0;
  double tail_mean = 0.0;
};

// How often intervals of 1,000 samples hold what they are to hold.
template <class Draw>
Coverage coverage(const Draw& draw, std::uint32_t size, double p, double quantile, double tail_mean) {
  constexpr std::uint32_t kSamples = 1000;
  const auto covers = [](const std::optional<Estimate>& estimate, double value) {
    return estimate->interval->low <= value && value <= estimate->interval->high ? 1.0 / kSamples : 0.0;
  };
  Coverage covered;
  for (std::uint32_t r = 0; r < kSamples; ++r) {
    const Sample sample = draw(r, size);
    const WeightedTail tail(sample.losses, sample.weights);
    covered.chance += covers(tail.exceedance(quantile), 1.0 - p);
    covered.quantile += covers(tail.value_at_risk(p), quantile);
    covered.tail_mean += covers(tail.tail_mean(p), tail_mean);
  }
  return covered;
}

void expect_nominal(const Coverage& covered) {
  constexpr double kErrors = 3.3 * 0.0069;  // binomial, of 95 % in 1,000
  EXPECT_NEAR(covered.chance, 0.95, kErrors);
  EXPECT_NEAR(covered.quantile, 0.95, kErrors);
  EXPECT_NEAR(covered.tail_mean, 0.95, kErrors);
}

TEST(WeightedTail, IntervalsCoverAsOftenAsTheyClaim) {
  const double quantile = -std::log(0.001);
  expect_nominal(coverage(tilted_exponential, 400, 0.999, quantile, quantile + 1.0));
}

// A tenth of all losses comes as it comes, with weight 1: what no tilt foresees. Few of them lie beyond, and the
// interval must know how few.
Sample partly_foreseen(std::uint32_t repetition, std::uint32_t n) {
  Sample sample = tilted_exponential(repetition, n);
  const KeyedDraws draws(12, repetition);
  for (std::uint32_t i = 0; i < n; ++i) {
    if (draws.uniform(i, 1, 0) < 0.1) {
      sample.losses[i] = exponential(draws.uniform(i, 2, 0), 1.0);
      sample.weights[i] = 1.0;
    }
  }
  return sample;
}

TEST(WeightedTail, IntervalsKnowWhenFewQuartersSayMuch) {
  const double quantile = -std::log(0.05);
  expect_nominal(coverage(partly_foreseen, 8000, 0.95, quantile, quantile + 1.0));
}

TEST(WeightedTail, WeightsOfOneAreAPlainSample) {
  const Sample sample = tilted_exponential(0, 1000);
  const std::vector<double> ones(sample.losses.size(), 1.0);
  const WeightedTail tail(sample.losses, ones);
  const SortedSample sorted(sample.losses);
  EXPECT_EQ(tail.value_at_risk(0.955)->value, value_at_risk(sorted, 0.955)->value);
  EXPECT_NEAR(tail.tail_mean(0.955)->value, faultline::stats::tail_mean(sorted, 0.955)->value, 1e-9);
  EXPECT_NEAR(tail.support_above(sorted.values()[899]).effective, 100.0, 1e-9);
  EXPECT_NEAR(tail.effective_share(), 1.0, 1e-12);
  EXPECT_NEAR(*tail.worth_of_exceedance(sorted.values()[899]), 1.0, 1e-9);
  EXPECT_NEAR(*tail.worth_of_tail_mean(0.955), 1.0, 1e-9);
}

TEST(WeightedTail, OneHeavyQuarterIsSeen) {
  std::vector<double> losses(100, 10.0);
  std::vector<double> weights(100, 0.01);
  weights[7] = 99.0;
  const TailSupport support = WeightedTail(losses, weights).support_above(1.0);
  EXPECT_NEAR(support.largest_share, 0.99, 0.001);
  EXPECT_LT(support.effective, 1.1);
}

TEST(WeightedTail, WhatIsNoSampleHasNoFigures) {
  const std::vector<double> losses{1.0, 2.0};
  const std::vector<double> weights{1.0, 0.0};
  EXPECT_FALSE(WeightedTail(losses, weights).value_at_risk(0.9));
  EXPECT_FALSE(WeightedTail({}, {}).exceedance(1.0));
  const std::vector<double> three{1.0, 1.0, 1.0};
  for (const auto& [a, b] : {std::pair(losses, three), std::pair(three, losses)}) {
    EXPECT_EQ(WeightedTail(a, b).size(), 0U);
    EXPECT_FALSE(WeightedTail(a, b).tail_mean(0.9));
    EXPECT_FALSE(WeightedTail(a, b).worth_of_tail_mean(0.9));
    EXPECT_TRUE(tail_parts(a, b, 1.0, 0.9).empty());
    EXPECT_FALSE(tail_saving(tail_parts(a, b, 1.0, 0.9), tail_parts(three, three, 1.0, 0.9)));
  }
}

TEST(WeightedTail, APolicySavesNothingOfItself) {
  const Sample sample = tilted_exponential(3, 400);
  const std::vector<double> parts = tail_parts(sample.losses, sample.weights, 6.9, 0.999);
  const auto saved = tail_saving(parts, parts);
  ASSERT_TRUE(saved);
  EXPECT_NEAR(saved->value, 0.0, 1e-12);
}

}  // namespace
}  // namespace faultline::stats
