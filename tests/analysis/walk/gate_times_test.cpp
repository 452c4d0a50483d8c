#include "analysis/walk/gate_times.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/scenario_builder.h"
#include "tests/support/tiny_scenario.h"

namespace faultline {
namespace {

using support::make_gate;

Scenario scenario() {
  Scenario made = support::tiny_scenario(support::tiny_graph(1), support::tiny_time(0, 28 * 24, 0), 1e6);
  std::vector<OpenInterval> mornings;
  for (double day = 0.0; day < 28.0; day += 1.0) mornings.push_back({24.0 * day + 9.0, 24.0 * day + 12.0});
  made.calendars.push_back(Calendar(mornings, 28.0 * 24.0));
  return made;
}

TEST(Arrivals, FollowTheProfileAndSumToOne) {
  ActivityProfile profile;
  profile.weight_per_hour = {0.0, 3.0, 1.0, 0.0};
  const auto some = arrivals(&profile, 0.0, 4.0);
  ASSERT_EQ(some.size(), 2U);
  EXPECT_EQ(some[0].time_hours, 1.5);
  EXPECT_EQ(some[0].weight, 0.75);
  const auto part = arrivals(&profile, 1.5, 2.25);
  ASSERT_EQ(part.size(), 2U);
  EXPECT_NEAR(part[0].weight, 1.5 / 1.75, 1e-12);
  const auto none = arrivals(&profile, 3.0, 4.0);
  ASSERT_EQ(none.size(), 1U) << "a profile that says nothing there counts evenly";
  EXPECT_EQ(arrivals(nullptr, 5.0, 5.0).size(), 1U) << "one instant";
}

TEST(ExpectedHours, OfAWindowIsTheMeanWait) {
  const Scenario made = scenario();
  Gate window = make_gate(GateKind::window, "window");
  window.calendar = CalendarId{1};
  // Of 24 hours three are open; the other 21 wait 10.5 on average. The last afternoon never passes.
  const auto day = arrivals(nullptr, 0.0, 14.0 * 24.0);
  EXPECT_NEAR(expected_hours(made, window, day, 1e9).value_or(0.0), 21.0 / 24.0 * 10.5, 1e-9);
}

TEST(ExpectedHours, OfABoardAreItsDelayAndItsCalendar) {
  const Scenario made = scenario();
  Gate board = make_gate(GateKind::change_approval, "board");
  board.delay = {6.0, 0.0};
  board.calendar = CalendarId{1};
  const std::vector<Arrival> at_noon{{12.0, 1.0}};
  EXPECT_NEAR(expected_hours(made, board, at_noon, 1e9).value_or(0.0), 21.0, 1e-12);
  board.calendar = CalendarId{0};
  board.delay = {6.0, 0.8};
  EXPECT_NEAR(expected_hours(made, board, at_noon, 1e9).value_or(0.0), 6.0 * std::exp(0.32), 0.35) << "16 quantiles";
  EXPECT_EQ(own_hours(board), 6.0);
}

TEST(ExpectedHours, AreNotKnownWherePeopleAreWaitedFor) {
  const Scenario made = scenario();
  for (const GateKind kind : {GateKind::peer_review, GateKind::senior_review, GateKind::velocity_cap,
                              GateKind::wip_limit, GateKind::error_budget_freeze}) {
    EXPECT_FALSE(expected_hours(made, make_gate(kind, "gate"), {{0.0, 1.0}}, 1e9).has_value());
  }
  EXPECT_FALSE(
      expected_hours(made, make_gate(GateKind::freeze, "freeze"), {{0.0, 1.0}}, std::numeric_limits<double>::infinity())
          .has_value());
  EXPECT_EQ(expected_hours(made, make_gate(GateKind::freeze, "freeze"), {{3.0, 1.0}}, 10.0), 7.0);
}

TEST(ExpectedHours, OfARolloutAreItsStages) {
  const Scenario made = scenario();
  Gate rollout = make_gate(GateKind::rollout, "rollout");
  rollout.stages = {{0.01, 0.5}, {0.1, 4.0}};
  EXPECT_EQ(own_hours(rollout), 4.5);
  EXPECT_NEAR(expected_hours(made, rollout, {{9.0, 1.0}}, 1e9).value_or(0.0), 4.5, 1e-12);
  rollout.calendar = CalendarId{1};
  EXPECT_NEAR(expected_hours(made, rollout, {{9.0, 1.0}}, 1e9).value_or(0.0), 24.0, 1e-12)
      << "full on the next morning";
}

}  // namespace
}  // namespace faultline
