// Loss by week and when a policy may end, from quarters made by hand.
#include "analysis/weekly_loss.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/analysis/made_comparison.h"

namespace faultline {
namespace {

using stats::Verdict;
using test::compared;
using test::made_run;

// The second policy loses `factor(week)` of what the first does in the same week.
Comparison with_weeks(const std::function<double(std::size_t)>& factor, std::uint32_t replications = 40) {
  std::uint32_t outcomes = 0;
  return compared(made_run(replications, false), [&](Outcome& outcome, std::size_t c) {
    const double reference = test::made_loss(outcomes++ / 2, 0);
    std::vector<double>& weeks = outcome.lost_orders_by_week;
    for (std::size_t week = 0; week < weeks.size(); ++week) {
      weeks[week] = reference / static_cast<double>(weeks.size()) * (c == 0 ? 1 : factor(week));
    }
    outcome[Metric::lost_orders_gross] = std::accumulate(weeks.begin(), weeks.end(), 0.0);
    outcome.waterfall = {};
  });
}

TEST(WeeklyLoss, WeeksAddUpToTheQuarter) {
  const Comparison comparison = compared(made_run(40));
  for (const PolicyResult& policy : comparison.policies) {
    const std::vector<WeekLoss>& weeks = policy.weekly->weeks;
    ASSERT_EQ(weeks.size(), 13U) << "12 whole weeks and six days";
    double sum = 0;
    for (const WeekLoss& week : weeks) {
      sum += week.lost_orders.value;
    }
    EXPECT_NEAR(sum, policy.lost_orders.mean.value, 1e-6);
  }
  EXPECT_FALSE(comparison.policies[0].weekly->weeks[0].saved) << "the reference saves nothing against itself";
  EXPECT_EQ(comparison.policies[1].weekly->last_week_settled, 13U);
  EXPECT_EQ(comparison.policies[1].weekly->may_end_after_week, std::nullopt) << "it still saves at the end";
}

TEST(WeeklyLoss, EndsWhereNothingThatMattersIsSaved) {
  const WeeklyLoss weekly = *with_weeks([](std::size_t week) { return week < 8 ? 0.7 : 0.999; }).policies.at(1).weekly;
  EXPECT_EQ(weekly.last_week_settled, 8U);
  EXPECT_EQ(weekly.may_end_after_week, 8U);
  EXPECT_EQ(weekly.weeks[7].verdict, Verdict::kSettledBetter);
  EXPECT_EQ(weekly.weeks[8].verdict, Verdict::kNoDifferenceThatMatters) << "a thousandth, of a hundredth that matters";
}

TEST(WeeklyLoss, APolicyThatSavesNothingNeedNotBegin) {
  const WeeklyLoss weekly = *with_weeks([](std::size_t) { return 1.2; }).policies.at(1).weekly;
  EXPECT_EQ(weekly.last_week_settled, std::nullopt);
  EXPECT_EQ(weekly.may_end_after_week, 0U);
}

TEST(WeeklyLoss, NoiseIsNoEnd) {
  // From the ninth week on the saving is 10 % or -10 % by turns: nothing is settled, which does not say that it ends.
  std::uint32_t quarter = 0;
  const WeeklyLoss weekly = *with_weeks([&](std::size_t week) {
                               return week < 8 ? 0.7 : quarter++ % 2 == 0 ? 0.9 : 1.1;
                             })
                                 .policies.at(1)
                                 .weekly;
  EXPECT_EQ(weekly.last_week_settled, 8U);
  EXPECT_EQ(weekly.may_end_after_week, std::nullopt);
  EXPECT_EQ(weekly.weeks[9].verdict, Verdict::kNotSettled);
}

TEST(WeeklyLoss, OneReplicationSettlesNothing) {
  const WeeklyLoss weekly = *with_weeks([](std::size_t) { return 0.5; }, 1).policies.at(1).weekly;
  EXPECT_EQ(weekly.last_week_settled, std::nullopt);
  EXPECT_EQ(weekly.may_end_after_week, std::nullopt);
}

TEST(WeeklyLoss, WeeksThatDoNotAddUpAreNotTold) {
  const Comparison comparison =
      compared(made_run(40), [](Outcome& outcome, std::size_t) { outcome.lost_orders_by_week.assign(13, 0.0); });
  EXPECT_FALSE(comparison.policies.at(0).weekly);
  EXPECT_FALSE(comparison.policies.at(1).weekly);
}

}  // namespace
}  // namespace faultline
