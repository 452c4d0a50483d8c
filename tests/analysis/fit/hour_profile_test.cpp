#include "analysis/fit/hour_profile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline::fit {
namespace {

/// Truth: office hours on weekdays, with one odd hour that no smooth shape has.
double truth(std::size_t hour) {
  const bool office = hour / 24 < 5 && hour % 24 >= 9 && hour % 24 < 18;
  return hour == 50 ? 6.0 : office ? 3.0 : 0.4;
}

WeekHours drawn(double weeks, std::uint32_t run) {
  const KeyedDraws draws(5, run);
  WeekHours hours;
  hours.exposure.fill(weeks);
  for (std::uint32_t h = 0; h < kWeekHours; ++h) {
    hours.counts.at(h) = poisson(draws.uniform(h, 1, draw_detail(1)), weeks * truth(h));
  }
  return hours;
}

double error_of(const std::vector<double>& profile, double scale) {
  double sum = 0.0;
  for (std::size_t h = 0; h < kWeekHours; ++h) sum += std::pow(profile[h] * scale - truth(h), 2);
  return sum;
}

TEST(HourProfile, ThinDataAreShrunkAndRichDataAreNot) {
  const auto thin = hour_profile(drawn(0.5, 1), 1.0);
  const auto rich = hour_profile(drawn(400, 1), 1.0);
  ASSERT_TRUE(thin && rich);
  EXPECT_LT(thin->mean_weight, 0.6);
  EXPECT_GT(rich->mean_weight, 0.9);
  for (const auto& profile : {*thin, *rich}) {
    const auto& values = profile.shrunk.values;
    EXPECT_NEAR(std::accumulate(values.begin(), values.end(), 0.0) / kWeekHours, 1.0, 1e-12);
  }
}

TEST(HourProfile, ShrinkingComesNearerToTheTruthThanCounts) {
  double scale = 0.0;
  for (std::size_t h = 0; h < kWeekHours; ++h) scale += truth(h) / kWeekHours;
  double shrunk = 0.0;
  double counted = 0.0;
  for (std::uint32_t run = 0; run < 50; ++run) {
    const WeekHours hours = drawn(2.0, run);
    std::vector<double> raw(hours.counts.begin(), hours.counts.end());
    for (double& value : raw) value *= kWeekHours / hours.total();
    counted += error_of(raw, scale);
    shrunk += error_of(hour_profile(hours, 1.0)->shrunk.values, scale);
  }
  EXPECT_LT(shrunk, 0.8 * counted);
}

TEST(HourProfile, HoursAreThoseOfTheClock) {
  // 1970-01-01 was a Thursday; 1969-12-31 23:30 a Wednesday.
  const WeekHours hours = week_hours(std::vector<std::int64_t>{0, -1800, 4 * 86400 + 3600});
  EXPECT_EQ(hours.counts.at(3 * 24), 1.0);
  EXPECT_EQ(hours.counts.at(2 * 24 + 23), 1.0);
  EXPECT_EQ(hours.counts.at(1), 1.0);
  EXPECT_FALSE(hour_profile(week_hours({}), 1.0));
  EXPECT_TRUE(profile_figures(week_hours({})).empty());
}

}  // namespace
}  // namespace faultline::fit
