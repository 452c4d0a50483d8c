#include <gtest/gtest.h>

#include "analysis/capacity/review_case.h"

namespace faultline::capacity {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kMonday = 4 * kDay;  // 1970-01-05

/// One review in the middle of each hour of the given days and hours.
std::vector<std::int64_t> reviews(int first_weekday, int last_weekday, int from, int to) {
  std::vector<std::int64_t> seconds;
  for (int week = 0; week < 4; ++week) {
    for (int day = first_weekday; day <= last_weekday; ++day) {
      for (int hour = from; hour < to; ++hour) {
        seconds.push_back(kMonday + (week * 7 + day) * kDay + hour * kHour + kHour / 2);
      }
    }
  }
  return seconds;
}

TEST(WorkingWeek, OfficeHours) {
  std::vector<std::int64_t> seconds = reviews(0, 4, 9, 17);
  seconds.push_back(kMonday + 20 * kHour);           // late once
  seconds.push_back(kMonday + 5 * kDay + kDay / 2);  // a Saturday
  const WorkingWeek week = working_week(seconds);
  EXPECT_EQ(week.opens_hour, 9U);
  EXPECT_EQ(week.hours, 8U);
  EXPECT_EQ(week.days(), 5.0);
  const Calendar calendar = week.calendar(2, 7 * 24.0);  // from a Wednesday
  EXPECT_DOUBLE_EQ(calendar.open_hours_until(7 * 24.0), 40.0);
  EXPECT_TRUE(calendar.is_open(9.5));
  EXPECT_FALSE(calendar.is_open(3 * 24.0 + 12.0)) << "Saturday";
}

/// On the other side of the world a working day begins before midnight and belongs to the day on which it began.
TEST(WorkingWeek, PastMidnight) {
  const WorkingWeek week = working_week(reviews(0, 4, 20, 28));
  EXPECT_EQ(week.opens_hour, 20U);
  EXPECT_EQ(week.hours, 8U);
  EXPECT_EQ(week.days(), 5.0);
  EXPECT_TRUE(week.weekdays[4]);
  EXPECT_FALSE(week.weekdays[5]);
}

TEST(WorkingWeek, AroundTheClockIsCut) {
  const WorkingWeek week = working_week(reviews(0, 6, 0, 24));
  EXPECT_EQ(week.hours, 16U);
  EXPECT_EQ(week.days(), 7.0);
}

TEST(WorkingWeek, OneHourIsEnough) {
  const std::vector<std::int64_t> once(60, kMonday + 12 * kHour);
  const WorkingWeek week = working_week(once);
  EXPECT_EQ(week.opens_hour, 12U);
  EXPECT_EQ(week.hours, 1U);
  EXPECT_EQ(week.days(), 1.0);
}

}  // namespace
}  // namespace faultline::capacity
