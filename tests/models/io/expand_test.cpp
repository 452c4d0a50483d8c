#include "models/io/expand.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace faultline {
namespace {

constexpr double kWeek = 168.0;

/// Starts on Monday, 2 March 2026, 00:00 in the zone; daylight saving in New York begins on the following Sunday.
SimulationClock clock_in(const TimeZone& zone, double hours) {
  return {zone.to_utc(*parse_date("2026-03-02"), 0), hours, 0.0};
}

LocalHours office(const char* zone) {
  LocalHours hours{*TimeZone::find(zone), {}, {}};
  for (std::size_t day = 0; day < 5; ++day) {
    hours.by_weekday[day] = {{9 * 3600, 12 * 3600}, {13 * 3600, 17 * 3600}};
  }
  return hours;
}

TEST(Calendar, OpensAtLocalHoursOnBothSidesOfDaylightSaving) {
  const LocalHours hours = office("America/New_York");
  const std::vector<OpenInterval> open = expand_calendar(hours, clock_in(hours.zone, 2 * kWeek));
  ASSERT_EQ(open.size(), 20U);
  EXPECT_EQ(open[0].begin_hours, 9.0);
  EXPECT_EQ(open[0].end_hours, 12.0);
  EXPECT_EQ(open[9].end_hours, 4 * 24.0 + 17.0);
  EXPECT_EQ(open[10].begin_hours, 7 * 24.0 + 8.0) << "an hour earlier on the clock of the simulation";
}

TEST(Calendar, StaysClosedOnHolidays) {
  LocalHours hours = office("UTC");
  hours.holidays = {*parse_date("2026-03-03")};
  const std::vector<OpenInterval> open = expand_calendar(hours, clock_in(hours.zone, kWeek));
  ASSERT_EQ(open.size(), 8U);
  EXPECT_EQ(open[2].begin_hours, 2 * 24.0 + 9.0);
}

TEST(Calendar, IsCutAtTheSpan) {
  const LocalHours hours = office("UTC");
  const std::vector<OpenInterval> open =
      expand_calendar(hours, {hours.zone.to_utc(*parse_date("2026-03-02"), 36000), 1.5, 0.0});
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].begin_hours, 0.0);
  EXPECT_EQ(open[0].end_hours, 1.5);
}

TEST(Activity, SumsToOneOverAWeekAndFollowsWorkingHours) {
  const LocalHours hours = office("UTC");
  const std::vector<double> weights{4, 4, 4, 4, 2, 1, 1};
  const std::vector<double> activity = expand_activity(hours, weights, clock_in(hours.zone, kWeek));
  EXPECT_NEAR(std::accumulate(activity.begin(), activity.end(), 0.0), 1.0, 1e-12);
  EXPECT_NEAR(activity[9], 4.0 / 20.0 / 7.0, 1e-15);
  EXPECT_EQ(activity[12], 0.0);
  EXPECT_EQ(activity[8], 0.0);
  EXPECT_NEAR(activity[5 * 24 + 9], 1.0 / 20.0 / 7.0, 1e-15);
}

MarketplaceFields market(double orders) {
  MarketplaceFields fields;
  fields.orders_per_hour = orders;
  return fields;
}

TEST(Demand, KeepsItsMeanOverAPlainWeek) {
  MarketplaceFields fields = market(760000.0);
  fields.hour_profile = 1;
  fields.weekday_factors = {1, 1, 1, 1, 2, 3, 1};
  const TimeZone zone = *TimeZone::find("Europe/Berlin");
  const std::vector<double> orders = expand_demand(fields, zone, clock_in(zone, kWeek));
  EXPECT_NEAR(std::accumulate(orders.begin(), orders.end(), 0.0), 760000.0 * kWeek, 1e-3);
  EXPECT_NEAR(orders[13] / orders[5], 1.52 / 0.22, 1e-12);
  EXPECT_NEAR(orders[5 * 24] / orders[0], 3.0, 1e-12);
}

TEST(Demand, GrowsAndHasEvents) {
  MarketplaceFields fields = market(100.0);
  fields.growth_per_week_fraction = 0.1;
  fields.events.push_back({"sale", 2.0, 1.0, 4.5});
  const TimeZone zone = *TimeZone::find("UTC");
  SimulationClock clock = clock_in(zone, 3 * kWeek);
  clock.horizon_begin_hours = kWeek;
  const std::vector<double> orders = expand_demand(fields, zone, clock);
  EXPECT_NEAR(orders[168] / 100.0, std::pow(1.1, 0.5 / kWeek), 1e-12);
  EXPECT_NEAR(orders[2 * 168] / orders[168], 1.1, 1e-12);
  EXPECT_NEAR(orders[168 + 48] / orders[168 + 47], 4.5 * std::pow(1.1, 1.0 / kWeek), 1e-12);
  EXPECT_NEAR(orders[168 + 72] / orders[168 + 71], std::pow(1.1, 1.0 / kWeek) / 4.5, 1e-12);
}

TEST(Background, HasQuieterWeekendsAndMeanOne) {
  BackgroundFields fields;
  const TimeZone zone = *TimeZone::find("UTC");
  const std::vector<double> weights = expand_background(fields, zone, clock_in(zone, kWeek));
  EXPECT_NEAR(std::accumulate(weights.begin(), weights.end(), 0.0), kWeek, 1e-9);
  EXPECT_NEAR(weights[5 * 24] / weights[0], 0.25, 1e-12);
}

// From Monday 2026-03-02 in New York; on Sunday the 8th the clock jumps, so that Monday the 9th begins an hour early.
TEST(Weekends, AreSaturdaysAndSundaysOnTheLocalClock) {
  const TimeZone zone = *TimeZone::find("America/New_York");
  const std::vector<bool> weekends = expand_weekends(zone, clock_in(zone, 2 * kWeek));
  std::vector<std::size_t> changes;
  for (std::size_t hour = 1; hour < weekends.size(); ++hour) {
    if (weekends[hour] != weekends[hour - 1]) changes.push_back(hour);
  }
  EXPECT_FALSE(weekends[0]);
  EXPECT_EQ(changes, (std::vector<std::size_t>{5 * 24, 7 * 24 - 1, 12 * 24 - 1, 14 * 24 - 1}));
}

}  // namespace
}  // namespace faultline
