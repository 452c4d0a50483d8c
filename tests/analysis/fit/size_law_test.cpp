#include "analysis/fit/size_law.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/analysis/fit/made_events.h"

namespace faultline::fit {
namespace {

std::vector<double> rounded(std::vector<double> values) {
  for (double& value : values) value = std::max(1.0, std::round(value));
  return values;
}

TEST(SizeLaw, ALognormalIsTakenForOne) {
  const auto law = size_law(rounded(testing::made_sizes(1, 2000, 3.5, 1.8)), 1.0);
  ASSERT_TRUE(law);
  EXPECT_EQ(law->choice, LawChoice::lognormal) << law->verdict;
  EXPECT_NEAR(law->single.parts[0].log_mean, 3.5, 0.12);
  EXPECT_NEAR(law->single.parts[0].log_sd, 1.8, 0.1);
}

TEST(SizeLaw, MinutesOrDaysAreTwoLognormals) {
  std::vector<double> values = testing::made_sizes(2, 800, 1.5, 0.7);
  const std::vector<double> days = testing::made_sizes(3, 700, 6.5, 0.9);
  values.insert(values.end(), days.begin(), days.end());
  const auto law = size_law(rounded(values), 1.0);
  ASSERT_TRUE(law);
  EXPECT_EQ(law->choice, LawChoice::mixture) << law->verdict;
  ASSERT_EQ(law->mixture.parts.size(), 2U);
  EXPECT_NEAR(law->mixture.parts[0].log_mean, 1.5, 0.15);
  EXPECT_NEAR(law->mixture.parts[1].log_mean, 6.5, 0.15);
  EXPECT_NEAR(law->mixture.parts[0].weight, 800.0 / 1500.0, 0.05);
}

TEST(SizeLaw, WhatFollowsNoLawIsSaidTo) {
  std::vector<double> values;
  for (int i = 0; i < 900; ++i) values.push_back(i % 3 == 0 ? 1.0 : i % 3 == 1 ? 50.0 : 60.0 + i);
  const auto law = size_law(values, 1.0);
  ASSERT_TRUE(law);
  EXPECT_EQ(law->choice, LawChoice::empirical) << law->verdict;
}

TEST(SizeLaw, EqualValuesAndFewOnesDoNoHarm) {
  EXPECT_FALSE(size_law(std::vector<double>(10, 3.0), 1.0));
  EXPECT_TRUE(size_law(std::vector<double>(100, 3.0), 1.0));
  EXPECT_TRUE(size_law(std::vector<double>(100, 1e9), 1.0));
  Group group;
  add_size_figures(std::vector<double>{0.0, -1.0}, {"x", "x", 1.0}, group);
  EXPECT_TRUE(group.figures.empty());
  add_size_figures(std::vector<double>{5.0}, {"x", "x", 1.0}, group);
  EXPECT_FALSE(group.figures.empty());
}

/// Of a normal logarithm: sqrt(2 / pi) between median and mean, none between either and the standard deviation.
TEST(SizeFigures, SayHowTheirErrorsHangTogether) {
  const std::vector<double> sizes = testing::made_sizes(3, 4000, 3.0, 1.5);
  Group group;
  add_size_figures(sizes, {"x", "x", 1e-6}, group);
  ASSERT_EQ(group.correlations.size(), 3U);
  const double truths[3] = {std::sqrt(2.0 / std::acos(-1.0)), 0.0, 0.0};
  for (std::size_t i = 0; i < 3; ++i) {
    const double rho = group.correlations[i].rho;
    // Heavier tails than the normal law's in (x - mean)^2: its fourth moment makes the last two wider by 15^0.5 /
    // 3^0.5.
    EXPECT_NEAR(rho, truths[i], 4.0 * std::sqrt(5.0 / 4000.0)) << group.correlations[i].a << group.correlations[i].b;
  }
  EXPECT_EQ(group.correlations[1].a, "x_median");
  EXPECT_EQ(group.correlations[1].b, "x_ln_sd");
}

}  // namespace
}  // namespace faultline::fit
