#include "analysis/backtest/duration_check.h"

#include <gtest/gtest.h>

#include "tests/analysis/fit/made_events.h"

namespace faultline::backtest {
namespace {

std::vector<double> up_to(std::size_t n) {
  std::vector<double> values;
  for (std::size_t i = 1; i <= n; ++i) values.push_back(static_cast<double>(i));
  return values;
}

// The next value of the same law lies between the smallest and largest of n with a chance of (n - 1) / (n + 1).
TEST(DurationCheck, OneValueToCome) {
  const auto interval = predicted_quantile(up_to(39), 1, 0.5);
  ASSERT_TRUE(interval);
  EXPECT_EQ(*interval, (stats::Interval{1.0, 39.0}));
  EXPECT_FALSE(predicted_quantile(up_to(38), 1, 0.5)) << "37 / 39 is less than 95 %";
  EXPECT_EQ(*predicted_quantile(up_to(79), 1, 0.5), (stats::Interval{2.0, 78.0}));
}

TEST(DurationCheck, IntervalsHoldQuantilesToCome) {
  constexpr double kRuns = 400;
  std::array<double, 2> held{};
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const auto before = fit::testing::made_sizes(2 * run, 120, 0.5, 1.4);
    const auto came = fit::testing::made_sizes(2 * run + 1, 60, 0.5, 1.4);
    const DurationScore score = score_durations("records alone", before, came);
    for (std::size_t i = 0; i < 2; ++i) held.at(i) += score.quantiles.at(i).inside() ? 1 : 0;
  }
  const double slack = 3.29 * std::sqrt(0.05 * 0.95 / kRuns);
  for (const double h : held) {
    EXPECT_GE(h / kRuns, 0.95 - slack);
    EXPECT_LE(h / kRuns, 0.975 + slack) << "order statistics hold little more than they say at this size";
  }
}

TEST(DurationCheck, TwiceAsLongIsOutside) {
  const auto before = fit::testing::made_sizes(1, 200, 0.5, 1.0);
  auto came = fit::testing::made_sizes(2, 200, 0.5, 1.0);
  for (double& hours : came) hours *= 2.0;
  for (const QuantileScore& score : score_durations("records alone", before, came).quantiles) {
    EXPECT_FALSE(score.inside());
    EXPECT_GT(score.observed_hours, score.interval_hours->high);
  }
}

}  // namespace
}  // namespace faultline::backtest
