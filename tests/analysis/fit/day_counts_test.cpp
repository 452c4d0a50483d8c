#include "analysis/fit/day_counts.h"

#include <gtest/gtest.h>

#include "analysis/fit/arrivals.h"
#include "tests/analysis/fit/made_events.h"

namespace faultline::fit {
namespace {

/// Made days without those of a hole.
std::vector<std::int64_t> without(std::vector<std::int64_t> days, std::int64_t first, std::int64_t last) {
  std::erase_if(days, [&](std::int64_t day) { return day >= first && day <= last; });
  return days;
}

TEST(DayCounts, HolesAreNoQuietDays) {
  const auto days = without(testing::made_days(1, 90, {20, 20, 20, 20, 20, 5, 5}, 3.0), 30, 49);
  const DayCounts counts = count_days(days, {});
  ASSERT_EQ(counts.period.holes.size(), 1U);
  EXPECT_EQ(counts.period.holes[0], (std::pair<std::int64_t, std::int64_t>(30, 49)));
  EXPECT_EQ(counts.period.covered_days, 70U);
  EXPECT_NEAR(rate_per_day(counts)->estimate.value, 15.7, 2.0) << "per covered day, not over the span";
}

TEST(DayCounts, QuietWeeksOfASlowProjectAreNoHoles) {
  const auto days = without(testing::made_days(2, 2000, {0.3, 0.3, 0.3, 0.3, 0.3, 0.05, 0.05}, 3.0), 500, 530);
  EXPECT_TRUE(count_days(days, {}).period.holes.empty());
}

TEST(DayCounts, WindowsRule) {
  const std::vector<std::int64_t> days{0, 5, 5, 20, 25, 99};
  const DayCounts counts = count_days(days, std::vector<Window>{{4, 8}, {20, 24}});
  EXPECT_EQ(counts.total(), 3.0);
  EXPECT_EQ(counts.period.covered_days, 10U);
  EXPECT_EQ(counts.period.first_day, 4);
  EXPECT_EQ(counts.period.last_day, 24);
  ASSERT_EQ(counts.period.holes.size(), 1U);
}

TEST(DayCounts, NothingAndOneDay) {
  EXPECT_TRUE(count_days({}, {}).counts.empty());
  EXPECT_FALSE(rate_per_day(count_days({}, {})));
  const std::vector<std::int64_t> one{7};
  const DayCounts counts = count_days(one, {});
  EXPECT_EQ(counts.period.covered_days, 1U);
  EXPECT_EQ(rate_per_day(counts)->estimate.method, "Poisson rate, exact chi-square");
  EXPECT_FALSE(raw_dispersion(counts));
  EXPECT_FALSE(weekday_dispersion(counts));
}

TEST(Arrivals, ThePoissonIsTakenForWhatItIs) {
  const DayCounts counts = count_days(testing::made_days(3, 1000, {2, 2, 2, 2, 2, 0.5, 0.5}, 1.0), {});
  const auto dispersion = weekday_dispersion(counts);
  ASSERT_TRUE(dispersion);
  EXPECT_LT(dispersion->estimate.value, 1.15);
  EXPECT_NE(dispersion->verdict.find("Poisson is not rejected"), std::string::npos) << dispersion->verdict;
  EXPECT_GT(raw_dispersion(counts)->estimate.value, 1.15) << "weekends alone make days differ";
}

}  // namespace
}  // namespace faultline::fit
