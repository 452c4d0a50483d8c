// The order of events against a sorted reference. Everything here is exact: no false alarms.
#include "sim/events/event_calendar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <tuple>
#include <vector>

#include "models/core/philox.h"

namespace faultline {
namespace {

using Key = std::tuple<double, std::uint16_t, std::uint32_t, std::uint32_t>;

Key key_of(const Event& event) { return {event.time_hours, event.kind, event.stable_id, event.payload}; }

std::vector<Key> drain(EventCalendar& calendar, double span) {
  std::vector<Key> order;
  while (calendar.next_time() < span) order.push_back(key_of(calendar.pop()));
  return order;
}

/// Random pushes and pops side by side with a sorted multiset. Times are coarse, so that many tie.
void compare_with_reference(std::uint32_t replication, double span, double bucket, double reach, double grain) {
  const KeyedDraws draws(11, replication);
  EventCalendar calendar(span, bucket);
  std::multiset<Key> reference;
  double now = 0.0;
  for (std::uint32_t step = 0; step < 20'000; ++step) {
    const PhiloxCounter words = draws.block(step, 0, 0);
    const bool push = reference.empty() || uniform32(words[0]) < 0.52;
    if (push) {
      double time = now + reach * uniform32(words[1]);
      if (grain > 0.0) time = std::max(now, std::floor(time / grain) * grain);
      const auto kind = static_cast<std::uint16_t>(words[2] % 3);
      const std::uint32_t id = words[2] / 3 % 5;
      const std::uint32_t payload = words[3] % 4;
      calendar.push(time, kind, id, payload, static_cast<std::uint16_t>(step));
      if (time < span) reference.insert({time, kind, id, payload});
    } else {
      ASSERT_EQ(calendar.next_time(), std::get<0>(*reference.begin()));
      const Event event = calendar.pop();
      ASSERT_EQ(key_of(event), *reference.begin()) << "step " << step;
      reference.erase(reference.begin());
      now = event.time_hours;
    }
    ASSERT_EQ(calendar.size(), reference.size());
  }
  const std::vector<Key> rest(reference.begin(), reference.end());
  EXPECT_EQ(drain(calendar, span), rest);
  EXPECT_EQ(calendar.next_time(), span);
}

TEST(EventCalendar, KeepsTheOrderOfAReferenceSort) { compare_with_reference(0, 4000.0, 1.0 / 16.0, 2.0, 0.0); }
TEST(EventCalendar, BreaksTiesByKindThenIdThenPayload) { compare_with_reference(1, 4000.0, 1.0 / 16.0, 2.0, 0.25); }
TEST(EventCalendar, KeepsTheOrderWhenBucketsAreCoarse) { compare_with_reference(2, 4000.0, 50.0, 2.0, 0.125); }
TEST(EventCalendar, KeepsTheOrderWhenEventsAreFarApart) { compare_with_reference(3, 1e6, 1.0 / 16.0, 3000.0, 0.0); }
TEST(EventCalendar, KeepsTheOrderUpToTheEndOfTheSpan) { compare_with_reference(4, 60.0, 1.0 / 16.0, 5.0, 0.0); }

TEST(EventCalendar, OrderDoesNotDependOnInsertion) {
  const KeyedDraws draws(12, 0);
  std::vector<Event> events;
  for (std::uint32_t i = 0; i < 3000; ++i) {
    events.push_back({(i % 7) * 1.5, i, i * 3, static_cast<std::uint16_t>(i % 4), 0, 0});
  }
  std::vector<Key> expected;
  for (int shuffle = 0; shuffle < 3; ++shuffle) {
    for (std::uint32_t i = 1; i < events.size(); ++i) {
      std::swap(events[i], events[draws.block(i, static_cast<std::uint32_t>(shuffle), 0)[0] % (i + 1)]);
    }
    EventCalendar calendar(20.0, 1.0 / 16.0);
    for (const Event& event : events) calendar.push(event.time_hours, event.kind, event.stable_id, event.payload);
    const std::vector<Key> order = drain(calendar, 20.0);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    if (shuffle == 0) expected = order;
    EXPECT_EQ(order, expected);
  }
}

TEST(EventCalendar, OrdersThousandsOfEventsAtOneInstant) {
  EventCalendar calendar(10.0, 1.0 / 16.0);
  constexpr std::uint32_t kEvents = 20'000;
  for (std::uint32_t i = 0; i < kEvents; ++i) calendar.push(5.0, 1, (i * 7919U) % kEvents, 0);
  for (std::uint32_t i = 0; i < kEvents; ++i) {
    ASSERT_EQ(calendar.next_time(), 5.0);
    ASSERT_EQ(calendar.pop().stable_id, i);
  }
  EXPECT_EQ(calendar.size(), 0U);
}

TEST(EventCalendar, TakesEventsIntoTheBucketAtHand) {
  EventCalendar calendar(10.0, 1.0);
  calendar.push(3.9, 0, 1, 0);
  ASSERT_EQ(calendar.next_time(), 3.9);
  calendar.push(3.5, 0, 2, 0);  // the same bucket, before what was next
  calendar.push(1.5, 0, 3, 0);  // an earlier bucket, already passed over
  calendar.push(3.95, 0, 4, 0);
  calendar.push(4.0, 0, 5, 0);
  for (const std::uint32_t id : {3U, 2U, 1U, 4U, 5U}) {
    ASSERT_LT(calendar.next_time(), 10.0);
    EXPECT_EQ(calendar.pop().stable_id, id);
  }
}

TEST(EventCalendar, DropsWhatWouldHappenAfterTheSpan) {
  EventCalendar calendar(10.0, 0.3);
  calendar.push(10.0, 0, 1, 0);
  calendar.push(1e9, 0, 2, 0);
  calendar.push(std::numeric_limits<double>::infinity(), 0, 3, 0);
  calendar.push(std::numeric_limits<double>::quiet_NaN(), 0, 4, 0);
  EXPECT_EQ(calendar.size(), 0U);
  EXPECT_EQ(calendar.next_time(), 10.0);
  calendar.push(std::nextafter(10.0, 0.0), 0, 5, 0);
  ASSERT_LT(calendar.next_time(), 10.0);
  EXPECT_EQ(calendar.pop().stable_id, 5U);
}

TEST(EventCalendar, KeepsPayloadAndDetail) {
  EventCalendar calendar(10.0, 0.5);
  calendar.push(7.25, 3, 42, 99, 7);
  ASSERT_EQ(calendar.next_time(), 7.25);
  const Event event = calendar.pop();
  EXPECT_EQ(event.kind, 3);
  EXPECT_EQ(event.stable_id, 42U);
  EXPECT_EQ(event.payload, 99U);
  EXPECT_EQ(event.detail, 7);
}

TEST(EventCalendar, CopyContinuesAlike) {
  const KeyedDraws draws(13, 0);
  EventCalendar original(1000.0, 1.0 / 16.0);
  for (std::uint32_t i = 0; i < 5000; ++i) original.push(1000.0 * draws.uniform(i, 0, 0), 0, i, i);
  for (int i = 0; i < 2000; ++i) {
    ASSERT_LT(original.next_time(), 1000.0);
    static_cast<void>(original.pop());
  }
  EventCalendar copy = original;
  const double now = original.next_time();
  for (std::uint32_t i = 0; i < 500; ++i) {
    const double time = now + (1000.0 - now) * draws.uniform(i, 1, 0);
    original.push(time, 1, i, i);
    copy.push(time, 1, i, i);
  }
  const std::vector<Key> rest = drain(original, 1000.0);
  EXPECT_EQ(rest.size(), 3500U);
  EXPECT_EQ(drain(copy, 1000.0), rest);
}

TEST(EventCalendar, ClearForgetsEverything) {
  EventCalendar calendar(100.0, 0.5);
  for (std::uint32_t i = 0; i < 100; ++i) calendar.push(i * 0.9, 0, i, 0);
  for (int i = 0; i < 50; ++i) {
    ASSERT_LT(calendar.next_time(), 100.0);
    static_cast<void>(calendar.pop());
  }
  calendar.clear();
  EXPECT_EQ(calendar.size(), 0U);
  EXPECT_EQ(calendar.next_time(), 100.0);
  calendar.push(0.25, 0, 7, 0);  // time may begin again
  ASSERT_EQ(calendar.next_time(), 0.25);
  EXPECT_EQ(calendar.pop().stable_id, 7U);
}

}  // namespace
}  // namespace faultline
