#include "analysis/backtest/week_counts.h"

#include <gtest/gtest.h>

#include "analysis/backtest/count_check.h"

namespace faultline::backtest {
namespace {

/// One event at noon of each of these days.
std::vector<Moment> on_days(const std::vector<std::int64_t>& days) {
  std::vector<Moment> events;
  for (const std::int64_t day : days) events.push_back({day * 86400 + 43200, 0, true});
  return events;
}

TEST(WeekCounts, CountsFromTheSplitInBothDirections) {
  fit::FitOptions how;
  how.windows = {{0, 30}};
  const SplitWeeks weeks = split_weeks(on_days({0, 1, 2, 8, 9, 15, 16, 22, 29}), how, 16);
  EXPECT_EQ(weeks.training.first_days, (std::vector<std::int64_t>{2, 9})) << "days 0 and 1 are no whole week";
  EXPECT_EQ(weeks.training.counts, (std::vector<std::uint64_t>{2, 2}));
  EXPECT_EQ(weeks.test.first_days, (std::vector<std::int64_t>{16, 23})) << "day 30 is no whole week";
  EXPECT_EQ(weeks.test.counts, (std::vector<std::uint64_t>{2, 1}));
  EXPECT_EQ(weeks.training_days.total(), 6.0) << "days of no whole week count for the rate";
}

TEST(WeekCounts, WeeksWithHolesAreLeftOut) {
  fit::FitOptions how;
  how.windows = {{0, 9}, {12, 41}};
  const SplitWeeks weeks = split_weeks(on_days({1, 9, 12, 20, 30, 41}), how, 28);
  EXPECT_EQ(weeks.training.first_days, (std::vector<std::int64_t>{0, 14, 21}));
  EXPECT_EQ(weeks.training.left_out, 1U);
  const fit::FitOptions earlier = covered_before(how, weeks.period, 28);
  EXPECT_EQ(earlier.windows, (std::vector<fit::Window>{{0, 9}, {12, 27}}));
}

TEST(WeekCounts, SplitsThatAllowNoCheckAreNamed) {
  fit::FitOptions how;
  how.windows = {{0, 7 * 20 - 1}};
  std::vector<std::int64_t> days;
  for (std::int64_t day = 0; day < 140; day += 3) days.push_back(day);
  const auto reason = [&](std::int64_t until) { return unfit_reason(split_weeks(on_days(days), how, until)); };
  EXPECT_EQ(reason(70), "");
  EXPECT_NE(reason(0).find("nothing to fit"), std::string::npos);
  EXPECT_NE(reason(140).find("nothing to hold a forecast to"), std::string::npos);
  EXPECT_NE(reason(49).find("7 whole covered weeks lie before it"), std::string::npos);
  EXPECT_NE(reason(98).find("6 whole covered weeks lie after it"), std::string::npos);
}

}  // namespace
}  // namespace faultline::backtest
