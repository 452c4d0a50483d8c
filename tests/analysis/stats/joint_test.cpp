// Several means at once, and from when on a series stays within its tolerance. No luck is involved.
#include "analysis/stats/joint.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "analysis/stats/recovery.h"

namespace faultline::stats {
namespace {

MomentAccumulator moments(std::initializer_list<double> values) {
  MomentAccumulator accumulator;
  for (const double x : values) {
    accumulator.add(x);
  }
  return accumulator;
}

// t(2) at 97.5 % is 4.302653; at 1 - 0.05 / 4, for two that vary, 6.205347.
TEST(JointEstimates, OnlyFiguresThatVaryAreCounted) {
  const std::vector<MomentAccumulator> three{moments({1, 2, 3}), moments({5, 5, 5}), moments({-4, 0, 4})};
  const auto estimates = joint_estimates(three).value();
  ASSERT_EQ(estimates.size(), 3U);
  const double error = 1 / std::sqrt(3.0);
  EXPECT_NEAR(estimates[0].alone.interval->high, 2 + 4.302653 * error, 1e-5);
  EXPECT_NEAR(estimates[0].together->high, 2 + 6.205347 * error, 1e-5);
  EXPECT_EQ(estimates[1].together, (Interval{5, 5}));
  EXPECT_TRUE(settled(estimates[1].together));
  EXPECT_FALSE(settled(estimates[2].together));
  EXPECT_NEAR(estimates[2].together->low, -6.205347 * 4 * error, 1e-4);
}

TEST(JointEstimates, OneReplicationAndNone) {
  const auto one = joint_estimates(std::vector<MomentAccumulator>{moments({1}), moments({2})}).value();
  EXPECT_EQ(one[1].alone.value, 2);
  EXPECT_FALSE(one[1].together);
  EXPECT_FALSE(settled(one[1].together));
  EXPECT_FALSE(joint_estimates(std::vector<MomentAccumulator>{moments({1}), moments({})}));
  EXPECT_FALSE(joint_estimates(std::vector<MomentAccumulator>{moments({std::numeric_limits<double>::quiet_NaN(), 1})}));
  EXPECT_TRUE(joint_estimates(std::vector<MomentAccumulator>{})->empty());
}

TEST(StaysWithin, TheFirstPositionFromWhichToTheEnd) {
  using Series = std::vector<std::optional<Interval>>;
  const std::vector<double> tolerance(4, 2.0);
  const auto upto = [](double high) { return Interval{0, high}; };
  EXPECT_EQ(stays_within(Series{upto(1), upto(2), upto(0), upto(2)}, tolerance), 0U) << "it never left";
  EXPECT_EQ(stays_within(Series{upto(1), upto(3), upto(1), upto(1)}, tolerance), 2U);
  EXPECT_EQ(stays_within(Series{upto(1), upto(1), upto(3), upto(1)}, tolerance), 3U) << "back once is not back";
  EXPECT_EQ(stays_within(Series{upto(1), upto(1), upto(1), upto(3)}, tolerance), std::nullopt);
  EXPECT_EQ(stays_within(Series{upto(1), upto(1), std::nullopt, upto(1)}, tolerance), 3U);
  EXPECT_EQ(stays_within(Series{}, {}), std::nullopt);
}

}  // namespace
}  // namespace faultline::stats
