#include "models/io/time_zone.h"

#include <gtest/gtest.h>

namespace faultline {
namespace {

constexpr std::int64_t kHour = 3600;

TEST(TimeZone, ParsesDatesAndTimesStrictly) {
  EXPECT_EQ(parse_date("1970-01-01"), 0);
  EXPECT_EQ(parse_date("2026-03-09"), 20521);
  for (const char* text : {"2026-02-30", "2026-13-01", "2026-3-9", "26-03-09", "2026/03/09", "2026-03-0x", "1969-12-31",
                           "+026-03-09", ""}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_time_of_day("09:30"), 9 * kHour + 1800);
  EXPECT_EQ(parse_time_of_day("24:00"), 24 * kHour);
  for (const char* text : {"24:01", "9:30", "09:60", "0930", "-1:00", ""}) {
    EXPECT_EQ(parse_time_of_day(text), std::nullopt) << text;
  }
}

TEST(TimeZone, KnowsWeekdays) {
  EXPECT_EQ(weekday_of(0), 3U);                          // 1970-01-01 was a Thursday
  EXPECT_EQ(weekday_of(*parse_date("2026-03-09")), 0U);  // a Monday
  EXPECT_EQ(weekday_of(-1), 2U);
}

TEST(TimeZone, FollowsDaylightSaving) {
  const std::optional<TimeZone> zone = TimeZone::find("America/New_York");
  ASSERT_TRUE(zone.has_value());
  const std::int64_t before = *parse_date("2026-03-07");
  const std::int64_t after = *parse_date("2026-03-09");
  EXPECT_EQ(zone->to_utc(before, 0), before * kSecondsPerDay + 5 * kHour);
  EXPECT_EQ(zone->to_utc(after, 0), after * kSecondsPerDay + 4 * kHour);
  EXPECT_EQ(iso_utc(zone->to_utc(after, 0)), "2026-03-09T04:00:00Z");
  // 02:30 does not exist on the day of the jump, 01:30 exists twice in November.
  const std::int64_t jump = *parse_date("2026-03-08");
  EXPECT_EQ(zone->to_utc(jump, 2 * kHour + 1800), jump * kSecondsPerDay + 7 * kHour);
  const std::int64_t november = *parse_date("2026-11-01");
  EXPECT_EQ(zone->to_utc(november, kHour + 1800), november * kSecondsPerDay + 5 * kHour + 1800);
  EXPECT_EQ(zone->to_local(zone->to_utc(after, 9 * kHour)).second_of_day, 9 * kHour);
}

TEST(TimeZone, KeepsOffsetsFrom1970On) {
  const std::optional<TimeZone> zone = TimeZone::find("Europe/Berlin");
  ASSERT_TRUE(zone.has_value());
  const std::vector<ZoneOffset>& berlin = zone->offsets();
  EXPECT_EQ(berlin.front().from_utc_seconds, 0);
  EXPECT_EQ(berlin.front().offset_seconds, kHour);
  EXPECT_EQ(berlin[1].from_utc_seconds, *parse_date("1980-04-06") * kSecondsPerDay + kHour);
  EXPECT_EQ(berlin[1].offset_seconds, 2 * kHour);
  EXPECT_EQ(TimeZone::find("UTC")->offsets().size(), 1U);
}

TEST(TimeZone, HoldsFirstOffsetBeforeItsBeginning) {
  const TimeZone zone({{0, kHour}, {100 * kHour, 0}});
  EXPECT_EQ(zone.to_local(-2 * kHour).day, -1);
  EXPECT_EQ(zone.to_local(-2 * kHour).second_of_day, 23 * kHour);
  EXPECT_EQ(zone.to_utc(-1, 23 * kHour), -2 * kHour);
}

TEST(TimeZone, RefusesUnknownNames) {
  EXPECT_FALSE(TimeZone::find("Mars/Olympus").has_value());
  EXPECT_FALSE(TimeZone::find("").has_value());
  EXPECT_GT(TimeZone::names().size(), 300U);
}

}  // namespace
}  // namespace faultline
