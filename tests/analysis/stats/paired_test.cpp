// False alarms: the comparisons by z in this file use 4.5 standard errors, a chance of 7e-6 each, with fixed seeds.
#include "analysis/stats/paired.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "analysis/stats/quantile.h"
#include "analysis/stats/simultaneous.h"
#include "analysis/stats/verdict.h"
#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline::stats {
namespace {

std::vector<double> losses(std::uint32_t n, std::uint32_t stream, double median) {
  const KeyedDraws draws(5, 0);
  std::vector<double> sample(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    sample[i] = lognormal(draws.uniform(i, stream, 0), median, 1.5);
  }
  return sample;
}

TEST(PolicyAgainstItself, IsExactlyZeroEverywhere) {
  const auto a = losses(1000, 1, 7.3);
  const auto difference = paired_difference(a, a).value();
  EXPECT_EQ(difference.value, 0);
  EXPECT_EQ(difference.standard_error.value(), 0);
  EXPECT_EQ(difference.interval.value(), (Interval{0, 0}));
  EXPECT_EQ(verdict(difference.interval, 0), Verdict::kNoDifferenceThatMatters);
  const auto saved = percentage_saved(a, a).value();
  EXPECT_EQ(saved.value, 0);
  EXPECT_EQ(saved.interval.value(), (Interval{0, 0}));
  const auto order = loss_order(a, a).value();
  EXPECT_EQ(order.tie.value, 1);
  EXPECT_EQ(order.b_loses_less.value, 0);
  const auto quantile = quantile_difference(a, a, 0.95).value();
  EXPECT_EQ(quantile.value, 0);
  EXPECT_EQ(quantile.interval.value(), (Interval{0, 0}));
  const std::vector<std::span<const double>> both = {a, a};
  const auto all = simultaneous_differences(both).value();
  EXPECT_EQ(all.pairs.at(0).saving.interval.value(), (Interval{0, 0}));
}

TEST(PairedDifference, UsesThePairing) {
  const auto a = losses(500, 1, 10);
  std::vector<double> b = a;
  for (std::size_t i = 0; i < b.size(); ++i) {
    b[i] -= 1 + 0.1 * static_cast<double>(i % 2);
  }
  const auto saving = paired_difference(a, b).value();
  EXPECT_NEAR(saving.value, 1.05, 1e-9);
  EXPECT_NEAR(saving.standard_error.value(), 0.05 / std::sqrt(499.0), 1e-9);
}

TEST(PairedDifference, WhatCannotBeComparedIsAbsent) {
  const std::vector<double> two = {1, 2};
  const std::vector<double> three = {1, 2, 3};
  const std::vector<double> broken = {1, std::numeric_limits<double>::quiet_NaN()};
  EXPECT_FALSE(paired_difference(two, three).has_value());
  EXPECT_FALSE(paired_difference({}, {}).has_value());
  EXPECT_FALSE(percentage_saved(two, broken).has_value());
  EXPECT_FALSE(loss_order(two, three).has_value());
  EXPECT_FALSE(ratio_estimate(two, three).has_value());
  EXPECT_FALSE(quantile_difference(two, broken, 0.5).has_value());
}

TEST(PercentageSaved, AProportionalPolicyIsKnownExactly) {
  const auto a = losses(5000, 1, 10);
  std::vector<double> b = a;
  for (double& x : b) {
    x *= 0.75;
  }
  const auto saved = percentage_saved(a, b).value();
  EXPECT_NEAR(saved.value, 0.25, 1e-12);
  EXPECT_NEAR(saved.interval->low, 0.25, 1e-9);
  EXPECT_NEAR(saved.interval->high, 0.25, 1e-9);
}

TEST(PercentageSaved, DeltaErrorByHand) {
  const std::vector<double> a = {10, 12, 8, 10, 9, 11, 10, 10};
  const std::vector<double> b = {5, 6, 5, 4, 5, 5, 6, 4};
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += std::pow(b[i] / 5 - a[i] / 10, 2);
  }
  const double log_error = std::sqrt(sum / 7 / 8);
  const auto saved = percentage_saved(a, b).value();
  EXPECT_NEAR(saved.standard_error.value(), 0.5 * log_error, 1e-14);
  EXPECT_NEAR(saved.interval->low, 1 - 0.5 * std::exp(2.364624251593 * log_error), 1e-11);  // t(0.975, 7)
  EXPECT_EQ(saved.method, "share saved, paired log ratio");
}

// The ends of Fieller's set are where the paired t statistic of B - r A equals its critical value.
TEST(PercentageSaved, FiellerEndsSolveTheirEquation) {
  const std::vector<double> a = {0, 30, 2, 0, 25, 1, 40, 3, 0, 18, 9, 22};
  const std::vector<double> b = {0, 11, 0, 1, 14, 0, 15, 1, 0, 12, 2, 9};
  const auto saved = percentage_saved(a, b).value();
  EXPECT_EQ(saved.method, "share saved, Fieller");
  for (const double share : {saved.interval->low, saved.interval->high}) {
    std::vector<double> scaled = a;
    for (double& x : scaled) {
      x *= 1 - share;
    }
    const auto rest = paired_difference(b, scaled).value();
    EXPECT_NEAR(std::abs(rest.value / rest.standard_error.value()), 2.200985160083, 1e-9);  // t(0.975, 11)
  }
}

// Fieller's set alone would reach below a ratio of 0.
TEST(PercentageSaved, NobodySavesMoreThanEverything) {
  const std::vector<double> a = {0, 30, 2, 0, 25, 1, 40, 3, 0, 18, 9, 22};
  const std::vector<double> b = {0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  const auto saved = percentage_saved(a, b).value();
  EXPECT_EQ(saved.method, "share saved, Fieller");
  ASSERT_TRUE(saved.interval);
  EXPECT_EQ(saved.interval->high, 1);
  EXPECT_LT(saved.interval->low, saved.value);
}

TEST(PercentageSaved, EdgesOfWhatExists) {
  const std::vector<double> none = {0, 0, 0};
  const std::vector<double> rare = {0, 0, 9};
  const std::vector<double> some = {5, 6, 7};
  EXPECT_FALSE(percentage_saved(none, some).has_value());
  const auto everything = percentage_saved(some, none).value();
  EXPECT_EQ(everything.value, 1);
  const auto unsettled = percentage_saved(rare, some).value();
  EXPECT_FALSE(unsettled.interval.has_value());
  EXPECT_FALSE(unsettled.warnings.empty());
}

TEST(LossOrder, CountsTiesApart) {
  const std::vector<double> a = {0, 0, 5, 5, 5};
  const std::vector<double> b = {0, 1, 4, 3, 5};
  const auto order = loss_order(a, b).value();
  EXPECT_DOUBLE_EQ(order.b_loses_less.value, 0.4);
  EXPECT_DOUBLE_EQ(order.tie.value, 0.4);
  EXPECT_DOUBLE_EQ(order.b_loses_more.value, 0.2);
}

TEST(RatioEstimate, ByHand) {
  const std::vector<double> loss = {2, 4, 9};
  const std::vector<double> deployed = {1, 2, 3};
  const auto ratio = ratio_estimate(loss, deployed).value();
  EXPECT_DOUBLE_EQ(ratio.value, 2.5);
  EXPECT_NEAR(ratio.standard_error.value(), std::sqrt((0.25 + 1 + 2.25) / 2 / 3) / 2, 1e-14);
  const std::vector<double> none = {0, 0, 0};
  EXPECT_FALSE(ratio_estimate(loss, none).has_value());
}

TEST(QuantileDifference, IsTheSameEveryTimeAndNeedsEnoughReplications) {
  const auto a = losses(2000, 1, 10);
  const auto b = losses(2000, 2, 8);
  const auto first = quantile_difference(a, b, 0.99).value();
  const auto second = quantile_difference(a, b, 0.99).value();
  EXPECT_EQ(first.interval, second.interval);
  EXPECT_DOUBLE_EQ(first.value,
                   value_at_risk(SortedSample(a), 0.99)->value - value_at_risk(SortedSample(b), 0.99)->value);
  EXPECT_LE(first.interval->low, first.value);
  EXPECT_GE(first.interval->high, first.value);
  const std::span<const double> short_a(a.data(), 367);
  EXPECT_FALSE(quantile_difference(short_a, short_a, 0.99)->interval.has_value());
}

// Dunnett-like check: with two pairs independent of each other the critical value solves (2 F(c) - 1)^2 = 0.95; here
// three policies with equal independent variances make correlations of 1/2, the case of Tukey's studentized range:
// q(0.95; 3, infinity) / sqrt 2 = 3.314493 / sqrt 2 = 2.343701.
TEST(SimultaneousDifferences, ThreeEqualPoliciesGiveTukeysRange) {
  const std::uint32_t n = 20000;
  const auto a = losses(n, 1, 1);
  const auto b = losses(n, 2, 1);
  const auto c = losses(n, 3, 1);
  std::vector<double> la(n);
  std::vector<double> lb(n);
  std::vector<double> lc(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    la[i] = std::log(a[i]);
    lb[i] = std::log(b[i]);
    lc[i] = std::log(c[i]);
  }
  const std::vector<std::span<const double>> policies = {la, lb, lc};
  const auto all = simultaneous_differences(policies).value();
  // Standard error of the 95 % quantile from 32,768 draws is sqrt(0.05 * 0.95 / 32768) / density(0.12) = 0.010.
  EXPECT_NEAR(all.critical_value, 2.343701, 4.5 * 0.010);
  ASSERT_EQ(all.pairs.size(), 3U);
  EXPECT_EQ(all.pairs[1].a, 0U);
  EXPECT_EQ(all.pairs[1].b, 2U);
  for (const auto& pair : all.pairs) {
    const auto single = paired_difference(policies[pair.a], policies[pair.b]).value();
    EXPECT_LT(pair.saving.interval->low, single.interval->low);
    EXPECT_GT(pair.saving.interval->high, single.interval->high);
  }
}

TEST(SimultaneousDifferences, OnePairIsPlainStudent) {
  const auto a = losses(300, 1, 2);
  const auto b = losses(300, 2, 1);
  const std::vector<std::span<const double>> policies = {a, b};
  EXPECT_EQ(simultaneous_differences(policies)->pairs[0].saving.interval, paired_difference(a, b)->interval);
}

TEST(SimultaneousDifferences, ADuplicatedPolicyCostsNothing) {
  const auto a = losses(300, 1, 2);
  const auto b = losses(300, 2, 1);
  const std::vector<std::span<const double>> two = {a, b};
  const std::vector<std::span<const double>> three = {a, b, b};
  // The pairs a-b and a-b' are one pair: only the draws' own error separates the critical values.
  EXPECT_NEAR(simultaneous_differences(three)->critical_value, simultaneous_differences(two)->critical_value, 0.05);
  const std::vector<std::span<const double>> one = {a};
  EXPECT_FALSE(simultaneous_differences(one).has_value());
}

// Worked by hand: numerators 2, 4, 9 and denominators 1, 2, 3 have means 5 and 2, variances 13 and 1 and
// covariance 3.5; with t(2) = 4.302653 and a third of each, 4 - t^2 / 3 < 0: the denominator is not settled. Ten copies
// of them are.
TEST(RatioOfMeans, FiellersInterval) {
  std::vector<double> above{2, 4, 9};
  std::vector<double> below{1, 2, 3};
  const auto few = ratio_of_means(above, below).value();
  EXPECT_EQ(few.value, 2.5);
  EXPECT_FALSE(few.interval);
  ASSERT_FALSE(few.warnings.empty());
  EXPECT_NE(few.warnings.back().find("not settled"), std::string::npos);
  for (int copy = 1; copy < 10; ++copy) {
    for (std::size_t i = 0; i < 3; ++i) {
      above.push_back(above[i]);
      below.push_back(below[i]);
    }
  }
  // n = 30: variances of the means 26/29/30*10 ... = 260/(29*30), 20/(29*30), covariance 70/(29*30); t(29) = 2.045230.
  const double unit = 2.045230 * 2.045230 / (29 * 30);
  const double square = 4 - 20 * unit;
  const double linear = 10 - 70 * unit;
  const double root = std::sqrt(linear * linear - square * (25 - 260 * unit));
  const auto many = ratio_of_means(above, below).value();
  ASSERT_TRUE(many.interval);
  EXPECT_NEAR(many.interval->low, (linear - root) / square, 1e-6);
  EXPECT_NEAR(many.interval->high, (linear + root) / square, 1e-6);
}

TEST(RatioOfMeans, EitherSignAndNothing) {
  const std::vector<double> above{3, 5, 4};
  const std::vector<double> below{-2, -2, -2};
  const auto negative = ratio_of_means(above, below).value();
  EXPECT_EQ(negative.value, -2);
  ASSERT_TRUE(negative.interval) << "a constant denominator leaves Student's t";
  EXPECT_NEAR(negative.interval->low + negative.interval->high, -4, 1e-9);
  EXPECT_NEAR(negative.interval->high - negative.interval->low, 2 * 4.302653 / std::sqrt(3.0) / 2, 1e-5);
  EXPECT_FALSE(ratio_of_means(above, std::vector<double>{-1, 0, 1}));
  EXPECT_FALSE(ratio_of_means(above, std::vector<double>{1, 2}));
  EXPECT_FALSE(ratio_of_means(std::vector<double>{1}, std::vector<double>{2})->interval);
}

TEST(Verdict, FollowsItsRule) {
  EXPECT_EQ(verdict(Interval{11, 20}, 10), Verdict::kSettledBetter);
  EXPECT_EQ(verdict(Interval{9, 20}, 10), Verdict::kNotSettled);
  EXPECT_EQ(verdict(Interval{1, 9}, 10), Verdict::kNoDifferenceThatMatters);
  EXPECT_EQ(verdict(Interval{-10, 10}, 10), Verdict::kNoDifferenceThatMatters);
  EXPECT_EQ(verdict(Interval{-20, -11}, 10), Verdict::kSettledWorse);
  EXPECT_EQ(verdict(Interval{-20, 20}, 10), Verdict::kNotSettled);
  EXPECT_EQ(verdict(Interval{0.1, 9}, 0), Verdict::kSettledBetter);
  EXPECT_EQ(verdict(std::nullopt, 10), Verdict::kNotSettled);
  EXPECT_EQ(to_string(Verdict::kNoDifferenceThatMatters), "no difference that matters");
}

}  // namespace
}  // namespace faultline::stats
