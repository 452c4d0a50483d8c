// The median of what a team's changes took lately. Deterministic.
#include "sim/delivery/lead_times.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline {
namespace {

constexpr double kWeek = 168.0;

LeadTimes empty() { return {1, 0.0, 10 * kWeek}; }

double median_of(const std::vector<double>& leads) {
  LeadTimes times = empty();
  for (const double lead : leads) times.add(0, 1.0, lead);
  return times.median_of_last_weeks(0, 1.5 * kWeek, 1).value();
}

TEST(LeadTimes, MedianIsOffByLessThanAQuarter) {
  const KeyedDraws draws(1, 0);
  for (std::uint32_t sample = 0; sample < 200; ++sample) {
    std::vector<double> leads;
    for (std::uint32_t i = 0; i < 31; ++i) leads.push_back(lognormal(draws.uniform(i, sample, 0), 12.0, 1.5));
    const double median = median_of(leads);
    std::nth_element(leads.begin(), leads.begin() + 15, leads.end());
    EXPECT_GT(median, leads[15] / 1.25);
    EXPECT_LT(median, leads[15] * 1.25);
  }
}

// A policy's delays are round numbers of hours, and what a change took is a difference of times of day, less the hours
// of a freeze in single precision: one delay, many roundings.
TEST(LeadTimes, RoundingDoesNotMoveTheMedianOfOneDelay) {
  for (const double delay : {0.25, 0.5, 1.0, 1.5, 2.0, 4.0, 5.0, 8.0, 10.0, 11.0, 12.0, 16.0, 24.0, 40.0, 168.0}) {
    const double below = delay * (1.0 - 1e-4);
    const double above = delay * (1.0 + 1e-4);
    const double median = median_of({delay, delay, delay});
    EXPECT_EQ(median_of({below, below, below}), median) << delay;
    EXPECT_EQ(median_of({above, above, above}), median) << delay;
    EXPECT_EQ(median_of({below, delay, above}), median) << delay;
    EXPECT_GT(median, delay / 1.25);
    EXPECT_LT(median, delay * 1.25);
  }
}

TEST(LeadTimes, WithHalfOfThemOnAnEdgeTheMedianLiesBetween) {
  for (const double other : {1.0, 5.0, 9.0, 10.5, 20.0}) {
    const double median = median_of({10.0, 10.0, other, other});
    EXPECT_GE(median, std::min(10.0, other)) << other;
    EXPECT_LE(median, std::max(10.0, other) * 1.25) << other;
  }
}

TEST(LeadTimes, CountFourWholeWeeksOfOneTeam) {
  LeadTimes times(2, 0.0, 10 * kWeek);
  times.add(0, 0.5 * kWeek, 1.0);
  for (int week = 1; week < 5; ++week) times.add(0, (week + 0.5) * kWeek, 100.0);
  times.add(0, 5.1 * kWeek, 1.0);  // of the week that is not over
  times.add(1, 2.5 * kWeek, 1.0);
  EXPECT_FALSE(times.median_of_last_weeks(0, 5.5 * kWeek, 5).has_value());
  EXPECT_GT(times.median_of_last_weeks(0, 5.5 * kWeek, 4).value(), 80.0);
  EXPECT_LT(times.median_of_last_weeks(1, 5.5 * kWeek, 1).value(), 1.25);
  times.clear();
  EXPECT_FALSE(times.median_of_last_weeks(0, 5.5 * kWeek, 1).has_value());
}

TEST(LeadTimes, TakeAnyLength) {
  EXPECT_LT(median_of({0.0, 0.0, 0.0}), 0.03);
  EXPECT_GT(median_of({1e9, 1e9, 1e9}), 8000.0);
}

}  // namespace
}  // namespace faultline
