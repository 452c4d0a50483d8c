#include "analysis/stats/unpaired.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace faultline::stats {
namespace {

// By hand: variances 2.5 and 10, n = 5 each: s.e. = sqrt(0.5 + 2), degrees = 2.5^2 / (0.25/4 + 4/4) = 100/17; t(0.975)
// on those is 2.459 (between 2.571 on 5 and 2.447 on 6).
TEST(UnpairedDifference, IsWelchs) {
  const std::vector<double> a{1, 2, 3, 4, 5};
  const std::vector<double> b{2, 4, 6, 8, 10};
  const auto difference = unpaired_difference(a, b);
  ASSERT_TRUE(difference && difference->interval);
  EXPECT_DOUBLE_EQ(difference->value, -3);
  EXPECT_NEAR(*difference->standard_error, std::sqrt(2.5), 1e-12);
  const double t = (difference->interval->high + 3) / std::sqrt(2.5);
  EXPECT_GT(t, 2.447);
  EXPECT_LT(t, 2.571);
  EXPECT_NEAR(t, 2.459, 0.002);
}

TEST(UnpairedDifference, SamplesMayDifferInSize) {
  const auto difference = unpaired_difference(std::vector<double>{1, 2, 3}, std::vector<double>{1, 2});
  ASSERT_TRUE(difference);
  EXPECT_DOUBLE_EQ(difference->value, 0.5);
  EXPECT_EQ(difference->n, 2U);
}

TEST(UnpairedDifference, WithoutSpreadItIsExact) {
  const auto difference = unpaired_difference(std::vector<double>{5, 5}, std::vector<double>{3, 3, 3});
  EXPECT_EQ(difference->interval, (Interval{2, 2}));
}

TEST(UnpairedDifference, OneValueHasNoInterval) {
  EXPECT_FALSE(unpaired_difference(std::vector<double>{5}, std::vector<double>{3, 4})->interval);
  EXPECT_FALSE(unpaired_difference({}, std::vector<double>{3, 4}));
  EXPECT_FALSE(
      unpaired_difference(std::vector<double>{std::numeric_limits<double>::quiet_NaN()}, std::vector<double>{3, 4}));
}

}  // namespace
}  // namespace faultline::stats
