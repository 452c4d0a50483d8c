#include "analysis/stats/quantile.h"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>
#include <vector>

namespace faultline::stats {
namespace {

std::vector<double> one_to(std::size_t n) {
  std::vector<double> values(n);
  std::iota(values.rbegin(), values.rend(), 1.0);  // falling, so that sorting is tested
  return values;
}

TEST(QuantileRank, WholeProductsDoNotRoundUp) {
  EXPECT_EQ(quantile_rank(1000, 0.99), 990U);
  EXPECT_EQ(quantile_rank(1000, 0.999), 999U);
  EXPECT_EQ(quantile_rank(10000, 0.95), 9500U);
  EXPECT_EQ(quantile_rank(1001, 0.99), 991U);
  EXPECT_EQ(quantile_rank(1, 0.5), 1U);
}

TEST(ReplicationsForQuantile, PublishedLimits) {
  EXPECT_EQ(replications_for_quantile(0.99), 368U);
  EXPECT_EQ(replications_for_quantile(0.999), 3688U);
}

TEST(ValueAtRisk, IntervalExistsFromTheLimitOn) {
  for (const auto& [p, limit] : {std::pair{0.99, 368U}, std::pair{0.999, 3688U}}) {
    const auto below = value_at_risk(SortedSample(one_to(limit - 1)), p).value();
    EXPECT_FALSE(below.interval.has_value());
    ASSERT_FALSE(below.warnings.empty());
    EXPECT_NE(below.warnings[0].find("N too small"), std::string::npos);
    EXPECT_NE(below.warnings[0].find(std::to_string(limit)), std::string::npos);
    const auto at = value_at_risk(SortedSample(one_to(limit)), p).value();
    ASSERT_TRUE(at.interval.has_value());
    EXPECT_EQ(at.interval->high, limit);
  }
}

// Bin(100, 0.5): P(B <= 39) = 0.0176, P(B <= 40) = 0.0284, so the 95 % interval of the median is S(40) to S(61).
TEST(ValueAtRisk, MedianOfAHundred) {
  const auto estimate = value_at_risk(SortedSample(one_to(100)), 0.5).value();
  EXPECT_EQ(estimate.value, 50);
  EXPECT_EQ(estimate.interval->low, 40);
  EXPECT_EQ(estimate.interval->high, 61);
}

TEST(TailMean, ByHandWithTies) {
  const std::vector<double> losses = {0, 0, 0, 0, 0, 0, 2, 2, 2, 10};
  // p = 0.8: v = S(8) = 2, plus 8 / (10 * 0.2) = 6: the mean of the worst fifth, 2 and 10.
  EXPECT_NEAR(tail_mean(SortedSample(losses), 0.8)->value, 6, 1e-12);
}

TEST(TailMean, IsNotBelowTheQuantile) {
  const SortedSample sample(one_to(997));
  for (const double p : {0.01, 0.5, 0.9, 0.99, 0.999}) {
    EXPECT_GE(tail_mean(sample, p)->value, value_at_risk(sample, p)->value);
  }
}

TEST(TailMean, FlagsAThinTail) {
  EXPECT_FALSE(tail_mean(SortedSample(one_to(11999)), 0.95)->warnings.empty());
  EXPECT_TRUE(tail_mean(SortedSample(one_to(12001)), 0.95)->warnings.empty());
}

TEST(TailMean, HasNoIntervalWithoutALossBeyondTheQuantile) {
  const auto none = tail_mean(SortedSample(one_to(99)), 0.99).value();
  EXPECT_EQ(none.value, 99);
  EXPECT_FALSE(none.interval.has_value());
  EXPECT_FALSE(none.standard_error.has_value());
  ASSERT_EQ(none.warnings.size(), 1U);
  EXPECT_EQ(none.warnings[0].rfind("N too small", 0), 0U);
  EXPECT_TRUE(tail_mean(SortedSample(one_to(100)), 0.99)->interval.has_value());
}

TEST(SortedSample, WithoutFiniteValuesNothingExists) {
  const std::vector<double> broken = {1, std::numeric_limits<double>::quiet_NaN()};
  EXPECT_FALSE(value_at_risk(SortedSample(broken), 0.5).has_value());
  EXPECT_FALSE(tail_mean(SortedSample({}), 0.5).has_value());
  EXPECT_FALSE(value_at_risk(SortedSample(one_to(5)), 1).has_value());
}

TEST(SortedSample, QuantileIsTheValueOfItsRank) {
  EXPECT_EQ(SortedSample(one_to(10)).quantile(0.5), 5);
  EXPECT_EQ(SortedSample(one_to(10)).quantile(0.9), 9);
  EXPECT_EQ(SortedSample(one_to(11)).quantile(0.9), 10);
  EXPECT_EQ(SortedSample(std::vector<double>{7}).quantile(0.01), 7);
}

TEST(SortedSample, CountsStrictlyAbove) {
  const std::vector<double> losses = {3, 1, 3, 2};
  EXPECT_EQ(SortedSample(losses).count_above(2), 2U);
  EXPECT_EQ(SortedSample(losses).count_above(3), 0U);
  EXPECT_EQ(SortedSample(losses).count_above(0), 4U);
}

}  // namespace
}  // namespace faultline::stats
