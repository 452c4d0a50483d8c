// Scenarios made in code, for tests and benchmarks of the engine that need no file.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "models/graph/generator.h"
#include "models/scenario.h"
#include "tests/support/gate_numbers.h"

namespace faultline::support {

inline constexpr double kHour = 1.0;
inline constexpr double kDay = 24.0;

/// Working hours 9 to 17 on weekdays; the simulation begins on a Monday at midnight.
inline Calendar office_hours(double span_hours) {
  std::vector<OpenInterval> open;
  for (int day = 0; day * kDay < span_hours; ++day) {
    if (day % 7 < 5) open.push_back({day * kDay + 9.0, std::min(day * kDay + 17.0, span_hours)});
  }
  return Calendar(std::move(open), span_hours);
}

/// Changes written in office hours, 2 % of the week's on each weekend day.
inline ActivityProfile office_activity(double span_hours) {
  ActivityProfile profile;
  for (int hour = 0; hour < static_cast<int>(std::ceil(span_hours)); ++hour) {
    const int day = hour / 24 % 7;
    const int of_day = hour % 24;
    const bool open = of_day >= 9 && of_day < 17;
    profile.weight_per_hour.push_back(day < 5 ? (open ? 0.96 / 40.0 : 0.0) : 0.02 / 24.0);
  }
  return profile;
}

inline Gate make_gate(GateKind kind, std::string id) {
  Gate gate;
  gate.kind = kind;
  gate.id = std::move(id);
  return gate;
}

/// The gates of "the day before": light rules, tests, one peer review, a short rollout.
inline std::vector<Gate> baseline_gates(int approvals) {
  Gate rules = make_gate(GateKind::rules, "rules");
  rules.effort = 1.0;
  Gate tests = make_gate(GateKind::tests, "tests");
  tests.effort = 1.6;
  tests.duration = {0.5, 0.5};
  Gate review = make_gate(GateKind::peer_review, "peer-review");
  review.approvals = approvals;
  review.selector.origins = static_cast<std::uint8_t>(~(1U << static_cast<unsigned>(Origin::automated)));
  review.calendar = CalendarId{0};
  Gate rollout = make_gate(GateKind::rollout, "rollout");
  rollout.stages = {{0.01, 0.5}, {0.10, 1.0}, {0.50, 1.0}};
  rollout.calendar = CalendarId{1};
  return {rules, tests, review, rollout};
}

/// Gates without a calendar are always open.
inline void finish_policies(Scenario& scenario) { number_gates(scenario, CalendarId{1}); }

/// An organisation of `teams` teams of eight on a generated graph, one marketplace, baseline and two-person review.
inline Scenario make_scenario(int services = 60, int teams = 10, TimeFrame time = {}) {
  GeneratorOptions options;
  options.services = static_cast<std::uint32_t>(services);
  options.seed = 7;
  ServiceGraph graph = generate_graph(options);
  const double span = time.end();
  time.start_utc = "2026-01-05T00:00:00Z";

  Scenario scenario{.id = "test", .title = "Test", .description = "", .time = time, .graph = std::move(graph)};
  Journey order;
  order.id = "order";
  for (const ServiceId entry : scenario.graph.entry_points()) {
    if (order.entries.size() < 2) order.entries.push_back({entry, 1.0});
  }
  order.demand_share = {1.0};
  scenario.journeys.push_back(order);
  scenario.marketplaces.push_back(
      {"home", DemandCurve(std::vector<double>(static_cast<std::size_t>(std::ceil(span)), 758'000.0))});
  scenario.calendars = {office_hours(span), Calendar::always()};

  Organisation& organisation = scenario.organisation;
  organisation.activity.push_back(office_activity(span));
  for (int i = 0; i < teams; ++i) {
    Team team;
    team.id = "team-" + std::to_string(i);
    team.calendar = CalendarId{0};
    for (std::size_t s = static_cast<std::size_t>(i); s < scenario.graph.service_count();
         s += static_cast<std::size_t>(teams)) {
      team.services.push_back(ServiceId{s});
    }
    organisation.teams.push_back(team);
  }
  ChangeStream human;
  ChangeStream automated;
  automated.origin = Origin::automated;
  automated.changes_per_developer_week = 4.8;
  automated.out_of_band_multiplier = 0.0;
  organisation.streams = {human, automated};

  scenario.background.weight_per_hour.assign(static_cast<std::size_t>(std::ceil(span)), 1.0);
  scenario.policies.push_back({"baseline", "The day before", {{0.0, baseline_gates(1)}}});
  scenario.policies.push_back(
      {"two-person-review", "Two reviewers", {{0.0, baseline_gates(1)}, {time.horizon_begin(), baseline_gates(2)}}});
  scenario.baseline = PolicyId{0};
  finish_policies(scenario);
  return scenario;
}

}  // namespace faultline::support
