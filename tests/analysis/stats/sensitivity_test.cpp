// Edges of the sensitivity estimators; their answers are in tests/verification/sensitivity. Nothing here is by chance.
#include <gtest/gtest.h>

#include "analysis/stats/flip_point.h"
#include "analysis/stats/luck_groups.h"
#include "analysis/stats/morris.h"
#include "analysis/stats/regression.h"
#include "analysis/stats/resample.h"
#include "analysis/stats/sobol_indices.h"

namespace faultline::stats {
namespace {

TEST(LuckGroups, ProductsOfDifferentGroups) {
  const LuckGroups luck(3);
  const double d[3] = {1, 2, 3};
  const double e[3] = {4, 5, 7};
  const double zero[3] = {0, 0, 0};
  // Pairs of different groups: 1 (5 + 7) + 2 (4 + 7) + 3 (4 + 5), over six.
  EXPECT_DOUBLE_EQ(luck.product(d, zero, e, zero), 61.0 / 6.0);
  EXPECT_DOUBLE_EQ(luck.mean(d), 2.0);
  EXPECT_DOUBLE_EQ(LuckGroups(1).product(d + 2, d, e + 1, e), 2.0);
}

TEST(LuckGroups, WeightsCountAGroupTwiceButNeverAgainstItself) {
  const LuckGroups luck({2, 1});
  const double d[2] = {3, 5};
  const double zero[2] = {0, 0};
  EXPECT_DOUBLE_EQ(luck.product(d, zero, d, zero), 15.0);
  const LuckGroups one_drawn({2, 0});
  EXPECT_DOUBLE_EQ(one_drawn.product(d, zero, d, zero), 15.0);
}

TEST(LuckGroups, EveryReplicationInOneGroup) {
  const std::vector<double> replications{1, 2, 3, 4, 5};
  EXPECT_EQ(group_means(replications, 2), (std::vector<double>{3, 3}));
  EXPECT_EQ(group_quantiles(replications, 2, 0.99), (std::vector<double>{5, 4}));
}

TEST(Resample, DrawsAsManyAsThereAre) {
  std::vector<std::uint32_t> multiplicity(11);
  draw_resample(1, 2, 3, multiplicity);
  std::uint32_t sum = 0;
  for (const std::uint32_t m : multiplicity) {
    sum += m;
  }
  EXPECT_EQ(sum, 11U);
}

TEST(SobolIndices, TooLittleIsNothing) {
  EXPECT_FALSE(sobol_indices({2, 1, false, {1, 2, 3, 4}}));                   // one row
  EXPECT_FALSE(sobol_indices({1, 1, false, {1, 2, 3, 4, 5, std::nan("")}}));  // not finite
  const auto constant = sobol_indices({1, 1, false, {3, 3, 3, 3, 3, 3, 3, 3, 3}});
  ASSERT_TRUE(constant);
  EXPECT_FALSE(constant->settled);
  EXPECT_EQ(constant->first[0].value, 0);
}

TEST(SobolIndices, SameOutputsSameBits) {
  const SaltelliOutputs outputs{1, 1, false, {1, 2, 4, 3, 1, 1, 5, 2, 3}};
  EXPECT_EQ(sobol_indices(outputs)->first[0].interval, sobol_indices(outputs)->first[0].interval);
}

TEST(Morris, TooLittleIsNothing) { EXPECT_TRUE(morris_measures({2, 1, {1, 2}}).empty()); }

TEST(Regression, WhatCannotBeSolvedIsAbsent) {
  const std::vector<double> y{1, 2, 3, 4, 5};
  EXPECT_FALSE(standardised_regression(std::vector<double>{1, 1, 1, 1, 1}, 1, y));
  EXPECT_FALSE(standardised_regression(std::vector<double>{1, 2, 2, 4, 3, 6, 4, 8, 5, 10}, 2, y));
  EXPECT_FALSE(standardised_regression(std::vector<double>{1, 2, 3}, 1, std::vector<double>{1, 2, 3}));
  const auto flat = standardised_regression(std::vector<double>{1, 2, 3, 4, 5}, 1, std::vector<double>{7, 7, 7, 7, 7});
  ASSERT_TRUE(flat);
  EXPECT_EQ(flat->coefficients[0].value, 0);
}

TEST(FlipPoint, CrossesOnAStraightLine) {
  const std::vector<double> a{-1, -1, -1};
  const std::vector<double> b{3, 3, 3};
  const auto found = flip_point(10, 20, a, b);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->value, 12.5);
  EXPECT_DOUBLE_EQ(found->interval->low, 12.5);
  EXPECT_TRUE(found->warnings.empty());
  EXPECT_DOUBLE_EQ(flip_point(20, 10, a, b)->value, 17.5);
  EXPECT_FALSE(flip_point(10, 20, b, b));
  EXPECT_FALSE(flip_point(10, 20, a, std::vector<double>{1}));
}

TEST(FlipPoint, SaysWhenItMayLieElsewhere) {
  const std::vector<double> a{-100, 99, -20, 10, 5, -3};
  const std::vector<double> b{100, -99, 20, -10, 50, 3};
  const auto found = flip_point(0, 1, a, b);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->warnings.empty());
}

}  // namespace
}  // namespace faultline::stats
