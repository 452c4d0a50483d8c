#include "models/io/history/moment_text.h"

#include <gtest/gtest.h>

namespace faultline {
namespace {

std::int64_t utc(std::string_view text, const std::optional<TimeZone>& zone = std::nullopt) {
  const MomentText read = parse_moment(text, zone);
  EXPECT_TRUE(read.moment) << text << ": " << read.problem;
  return read.moment ? read.moment->utc_seconds : 0;
}

TEST(MomentText, OffsetsOfEveryFormMeanTheSameMoment) {
  const std::int64_t moment = utc("2026-03-09T12:00:00Z");
  for (const char* same : {"2026-03-09T12:00:00.000Z", "2026-03-09 12:00:00 UTC", "2026-03-09T05:00:00-07:00",
                           "2026-03-09T17:30:00+0530", "2026-03-09T14:00+02", "2026-03-09   12:00",
                           "2026-03-09 12:00:00.000000000", " 2026-03-09T12:00:00,5+00:00 "}) {
    EXPECT_EQ(utc(same), moment) << same;
  }
  EXPECT_EQ(parse_moment("2026-03-09T05:00:00-07:00").moment->offset_seconds, -7 * 3600);
  EXPECT_EQ(utc("2026-03-09"), moment - 12 * 3600);
}

TEST(MomentText, TimesWithoutZoneFollowDaylightSaving) {
  const auto zone = TimeZone::find("America/New_York");
  ASSERT_TRUE(zone);
  EXPECT_EQ(utc("2026-03-07 12:00", zone), utc("2026-03-07T17:00Z"));
  EXPECT_EQ(utc("2026-03-09 12:00", zone), utc("2026-03-09T16:00Z"));
  EXPECT_EQ(utc("2026-03-08 02:30", zone), utc("2026-03-08T07:00Z")) << "never shown: the moment of the jump";
  EXPECT_EQ(utc("2026-11-01 01:30", zone), utc("2026-11-01T05:30Z")) << "shown twice: the first";
  EXPECT_FALSE(parse_moment("2026-03-07 12:00", zone).moment->zone_stated);
  EXPECT_EQ(parse_moment("2026-03-09 12:00", zone).moment->offset_seconds, -4 * 3600);
}

TEST(MomentText, FieldsAreShownWhenTheyCanBeNoName) {
  for (const char* shown : {"", "-5", "12,5", "2026-02-29T12:00Z", "2026-03-09 12:00 EST"}) {
    EXPECT_EQ(shown_field(shown), '"' + std::string(shown) + '"');
  }
  for (const char* hidden : {"Ann", "Li Wu", "jo7", "J\xC3\xB3n", "1@2"}) {
    EXPECT_EQ(shown_field(hidden), "a text of " + std::to_string(std::string(hidden).size()) + " bytes");
  }
}

TEST(MomentText, WhatIsNoMomentSaysWhy) {
  EXPECT_NE(parse_moment("03-09 12:00").problem.find("no year"), std::string::npos);
  EXPECT_NE(parse_moment("Mon Mar 9 12:00:00 2026 +0100").problem.find("no year"), std::string::npos);
  EXPECT_NE(parse_moment("2026-02-29T12:00Z").problem.find("no date"), std::string::npos);
  EXPECT_NE(parse_moment("1969-12-31T12:00Z").problem.find("1970 to 2200"), std::string::npos);
  EXPECT_NE(parse_moment("2026-03-09T25:00Z").problem.find("time of day"), std::string::npos);
  EXPECT_NE(parse_moment("2026-03-09T24:01Z").problem.find("time of day"), std::string::npos);
  EXPECT_NE(parse_moment("2026-03-09T12:00 CET").problem.find("no zone"), std::string::npos);
  EXPECT_NE(parse_moment("").problem.find("no time"), std::string::npos);
}

}  // namespace
}  // namespace faultline
