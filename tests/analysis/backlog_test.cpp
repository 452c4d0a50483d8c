// The day of recovery, from backlogs made by hand: luck of each quarter is fixed.
#include "analysis/backlog.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/analysis/made_comparison.h"

namespace faultline {
namespace {

using test::compared;
using test::made_run;

TEST(Backlog, MeansByDay) {
  const Comparison comparison = compared(made_run(40));
  const Backlog& baseline = comparison.policies.at(0).backlog;
  const Backlog& other = comparison.policies.at(1).backlog;
  ASSERT_EQ(baseline.days.size(), 150U) << "90 days of horizon and 60 of run-off";
  double sum = 0;
  for (std::uint32_t r = 0; r < 40; ++r) {
    sum += test::made_backlog(r, 0, 30);
  }
  EXPECT_NEAR(baseline.days[30].mean, sum / 40, 1e-9);
  EXPECT_NEAR(other.days[30].mean, sum / 10, 1e-9);
  EXPECT_NEAR(*baseline.days[30].sd, 20 / std::sqrt(12.0), 0.5) << "uniform over 20";
  EXPECT_EQ(baseline.days[30].above_reference, (stats::Interval{0, 0}));
  EXPECT_LT(other.days[30].above_reference->low, 3 * sum / 40);
  EXPECT_GT(other.days[30].above_reference->high, 3 * sum / 40);
}

TEST(Backlog, RecoversOnTheFirstDayFromWhichItStaysBack) {
  const Comparison comparison = compared(made_run(40));
  EXPECT_EQ(comparison.policies.at(0).backlog.recovers_on_day, std::nullopt) << "the reference";
  EXPECT_EQ(comparison.policies.at(1).backlog.recovers_on_day, 61U) << "days 21 to 60 pile up";
}

Comparison with_backlog(const std::function<double(double usual, std::size_t day)>& backlog,
                        std::uint32_t replications = 40) {
  std::uint32_t outcomes = 0;
  return compared(made_run(replications, false), [&](Outcome& outcome, std::size_t c) {
    const std::uint32_t replication = outcomes++ / 2;
    for (std::size_t day = 0; c == 1 && day < outcome.backlog_by_day.size(); ++day) {
      outcome.backlog_by_day[day] = backlog(test::made_backlog(replication, 0, day), day);
    }
  });
}

// The reference's standard deviation between quarters is near 20 / sqrt(12) = 5.8 on every day.
TEST(Backlog, TheReferencesOwnNoiseIsTolerated) {
  const auto recovery = [](const auto& backlog) {
    return with_backlog(backlog).policies.at(1).backlog.recovers_on_day;
  };
  EXPECT_EQ(recovery([](double usual, std::size_t) { return usual + 4; }), 1U) << "never above";
  EXPECT_EQ(recovery([](double usual, std::size_t) { return usual - 50; }), 1U);
  EXPECT_EQ(recovery([](double usual, std::size_t) { return usual + 8; }), std::nullopt) << "never within";
  EXPECT_EQ(recovery([](double usual, std::size_t day) { return usual + (day < 149 ? 8 : 0); }), 150U);
  EXPECT_EQ(recovery([](double usual, std::size_t day) { return usual + (day < 149 ? 0 : 8); }), std::nullopt)
      << "not there at the end";
}

TEST(Backlog, WhereNothingIsUnderWayNothingRecovers) {
  const Comparison comparison =
      compared(made_run(40), [](Outcome& outcome, std::size_t) { outcome.backlog_by_day.assign(150, 0.0); });
  EXPECT_EQ(comparison.policies.at(1).backlog.recovers_on_day, std::nullopt);
}

TEST(Backlog, OneReplicationSettlesNoDay) {
  const Comparison comparison = with_backlog([](double usual, std::size_t) { return usual; }, 1);
  EXPECT_EQ(comparison.policies.at(1).backlog.recovers_on_day, std::nullopt);
}

}  // namespace
}  // namespace faultline
