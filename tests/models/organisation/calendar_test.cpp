// Calendars against a reference that walks every minute. Inputs are fixed, so nothing here can fail by chance.
#include "models/organisation/calendar.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "models/core/philox.h"

namespace faultline {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Times in 64ths of an hour are exact in binary, so the reference and the calendar must agree to the bit.
constexpr std::size_t kTicksPerHour = 64;
constexpr double kTickHours = 1.0 / kTicksPerHour;

double hours_of(std::size_t tick) { return static_cast<double>(tick) * kTickHours; }

/// One flag a tick: obviously right, and slow.
class TickCalendar {
 public:
  TickCalendar(std::uint32_t seed, std::size_t ticks) : open_(ticks) {
    const KeyedDraws draws(seed, 0);
    bool state = draws.uniform(0, 1, 0) < 0.5;
    const double mean_ticks = 1.0 + 300.0 * draws.uniform(1, 1, 0);  // from many intervals an hour to days between two
    for (std::size_t i = 0; i < ticks; ++i) {
      if (draws.uniform(static_cast<std::uint32_t>(i), 2, 0) < 1.0 / mean_ticks) {
        state = !state;
      }
      open_[i] = state;
    }
  }
  [[nodiscard]] std::size_t size() const { return open_.size(); }
  [[nodiscard]] bool is_open(std::size_t tick) const { return tick < open_.size() && open_[tick]; }
  [[nodiscard]] double next_open(std::size_t tick) const {
    for (; tick < open_.size(); ++tick) {
      if (open_[tick]) {
        return hours_of(tick);
      }
    }
    return kInfinity;
  }
  [[nodiscard]] double open_hours_until(std::size_t tick) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < tick; ++i) {
      count += is_open(i) ? 1U : 0U;
    }
    return hours_of(count);
  }
  [[nodiscard]] double after_open_ticks(std::size_t tick, std::size_t needed) const {
    for (; needed > 0; ++tick) {
      if (tick >= open_.size()) {
        return kInfinity;
      }
      needed -= open_[tick] ? 1U : 0U;
    }
    return hours_of(tick);
  }
  /// `pieces` true: an interval a tick, all touching.
  [[nodiscard]] Calendar calendar(bool pieces) const {
    std::vector<OpenInterval> intervals;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (!open_[i]) {
        continue;
      }
      if (!pieces && i > 0 && open_[i - 1]) {
        intervals.back().end_hours = hours_of(i + 1);
      } else {
        intervals.push_back({hours_of(i), hours_of(i + 1)});
      }
    }
    return Calendar(intervals, hours_of(open_.size()));
  }

 private:
  std::vector<bool> open_;
};

TEST(Calendar, AgreesWithAWalkOverEveryTick) {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    const TickCalendar reference(seed, 700 + 13 * seed);
    const Calendar calendar = reference.calendar(seed % 2 == 0);
    for (std::size_t tick = 0; tick < reference.size() + 200; tick += 1 + tick % 3) {
      const double time = hours_of(tick);
      ASSERT_EQ(calendar.is_open(time), reference.is_open(tick)) << tick;
      ASSERT_EQ(calendar.next_open(time), reference.next_open(tick)) << tick;
      ASSERT_EQ(calendar.open_hours_until(time), reference.open_hours_until(tick)) << tick;
      for (const std::size_t needed : {0, 1, 2, 17, 64, 200, 900}) {
        ASSERT_EQ(calendar.after_open_hours(time, hours_of(needed)), reference.after_open_ticks(tick, needed))
            << tick << " " << needed;
      }
      // Half a tick later, inside the same state.
      ASSERT_EQ(calendar.is_open(time + kTickHours / 2), reference.is_open(tick)) << tick;
      ASSERT_EQ(calendar.open_hours_until(time + kTickHours / 2),
                reference.open_hours_until(tick) + (reference.is_open(tick) ? kTickHours / 2 : 0.0));
    }
  }
}

TEST(Calendar, TouchingIntervalsAreMerged) {
  const Calendar calendar({{1.0, 2.0}, {2.0, 3.0}, {4.0, 5.0}}, 6.0);
  ASSERT_EQ(calendar.intervals().size(), 2U);
  EXPECT_EQ(calendar.intervals()[0].begin_hours, 1.0);
  EXPECT_EQ(calendar.intervals()[0].end_hours, 3.0);
  EXPECT_EQ(calendar.intervals()[1].begin_hours, 4.0);
}

TEST(Calendar, NeverOpen) {
  for (const Calendar& calendar : {Calendar({}, 100.0), Calendar({}, 0.0)}) {
    for (const double time : {-1.0, 0.0, 50.0, 100.0, 1e300, kInfinity}) {
      EXPECT_FALSE(calendar.is_open(time));
      EXPECT_EQ(calendar.next_open(time), kInfinity);
      EXPECT_EQ(calendar.open_hours_until(time), 0.0);
      EXPECT_EQ(calendar.after_open_hours(time, 1.0), kInfinity);
      EXPECT_EQ(calendar.after_open_hours(time, 0.0), time);
    }
    EXPECT_FALSE(calendar.is_always());
  }
}

TEST(Calendar, AlwaysOpen) {
  const Calendar calendar = Calendar::always();
  EXPECT_TRUE(calendar.is_always());
  for (const double time : {0.0, 17.25, 1e9}) {
    EXPECT_TRUE(calendar.is_open(time));
    EXPECT_EQ(calendar.next_open(time), time);
    EXPECT_EQ(calendar.open_hours_until(time), time);
    EXPECT_EQ(calendar.after_open_hours(time, 2.5), time + 2.5);
  }
  EXPECT_EQ(calendar.open_hours_until(-1.0), 0.0);
}

TEST(Calendar, BeforeTheFirstIntervalAndPastTheSpan) {
  const Calendar calendar({{9.5, 17.0}, {33.5, 41.0}}, 48.0);
  EXPECT_EQ(calendar.next_open(-5.0), 9.5);
  EXPECT_EQ(calendar.after_open_hours(-5.0, 1.0), 10.5);
  EXPECT_EQ(calendar.open_hours_until(-5.0), 0.0);
  EXPECT_FALSE(calendar.is_open(17.0));
  EXPECT_EQ(calendar.next_open(17.0), 33.5);
  EXPECT_EQ(calendar.after_open_hours(9.5, 7.5), 17.0);
  EXPECT_EQ(calendar.after_open_hours(16.0, 1.5), 34.0);
  EXPECT_EQ(calendar.after_open_hours(0.0, 15.0), 41.0);
  EXPECT_EQ(calendar.after_open_hours(0.0, 15.000001), kInfinity);
  EXPECT_EQ(calendar.after_open_hours(0.0, kInfinity), kInfinity);
  EXPECT_EQ(calendar.after_open_hours(41.0, 0.1), kInfinity);
  EXPECT_EQ(calendar.next_open(41.0), kInfinity);
  EXPECT_EQ(calendar.open_hours_until(41.0), 15.0);
  EXPECT_EQ(calendar.open_hours_until(1e300), 15.0);
  EXPECT_FALSE(calendar.is_open(kInfinity));
}

// Fractions of an hour that binary cannot hold: results may round, but never leave open time or run backwards.
TEST(Calendar, RoundingNeverLeavesOpenTime) {
  std::vector<OpenInterval> intervals;
  for (int day = 0; day < 90; ++day) {
    intervals.push_back({day * 24.0 + 9.1, day * 24.0 + 12.3});
    intervals.push_back({day * 24.0 + 13.7, day * 24.0 + 17.9});
  }
  const Calendar calendar(intervals, 90.0 * 24.0);
  const KeyedDraws draws(4, 0);
  double last_open = 0.0;
  for (std::uint32_t i = 0; i < 20000; ++i) {
    const double time = 2000.0 * draws.uniform(i, 1, 0);
    const double work = 0.1 * std::ceil(70.0 * draws.uniform(i, 2, 0));
    const double done = calendar.after_open_hours(time, work);
    ASSERT_GE(done, time);
    ASSERT_TRUE(calendar.is_open(std::nextafter(done, 0.0))) << done;
    ASSERT_NEAR(calendar.open_hours_until(done) - calendar.open_hours_until(time), work, 1e-9);
    const double open = calendar.open_hours_until(i * 0.1);
    ASSERT_GE(open, last_open);
    last_open = open;
  }
}

TEST(Calendar, RejectsIntervalsThatAreNotACalendar) {
  const double nan = std::nan("");
  EXPECT_THROW(Calendar({{2.0, 3.0}, {1.0, 1.5}}, 10.0), std::invalid_argument);
  EXPECT_THROW(Calendar({{1.0, 3.0}, {2.0, 4.0}}, 10.0), std::invalid_argument);
  EXPECT_THROW(Calendar({{1.0, 1.0}}, 10.0), std::invalid_argument);
  EXPECT_THROW(Calendar({{-1.0, 1.0}}, 10.0), std::invalid_argument);
  EXPECT_THROW(Calendar({{1.0, 11.0}}, 10.0), std::invalid_argument);
  EXPECT_THROW(Calendar({{nan, 1.0}}, 10.0), std::invalid_argument);
  EXPECT_THROW(Calendar({{1.0, nan}}, 10.0), std::invalid_argument);
  EXPECT_THROW(Calendar({}, nan), std::invalid_argument);
  EXPECT_THROW(Calendar({}, -1.0), std::invalid_argument);
  EXPECT_THROW(Calendar({}, kInfinity), std::invalid_argument);
}

}  // namespace
}  // namespace faultline
