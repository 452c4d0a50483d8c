// Scenarios of a few services and nothing that happens by itself: what a closed form speaks of, and no more.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "models/scenario.h"
#include "tests/support/gate_numbers.h"

namespace faultline::support {

/// Services named s0, s1, ... and calls between them.
inline ServiceGraph tiny_graph(int services, std::vector<Call> calls = {}) {
  std::vector<Service> list;
  for (int i = 0; i < services; ++i) {
    Service service;
    service.id = 's';
    service.id += std::to_string(i);
    list.push_back(service);
  }
  return ServiceGraph(std::move(list), std::move(calls));
}

inline Call tiny_call(int caller, int callee, double coupling) {
  Call call;
  call.caller = ServiceId{caller};
  call.callee = ServiceId{callee};
  call.coupling = coupling;
  return call;
}

inline TimeFrame tiny_time(double warm_up_hours, double horizon_hours, double run_off_hours) {
  TimeFrame time;
  time.warm_up_hours = warm_up_hours;
  time.horizon_hours = horizon_hours;
  time.run_off_hours = run_off_hours;
  return time;
}

/// One marketplace with flat demand, one journey that enters at s0, no team, no change, no incident, one policy without
/// gates. Mitigation, when something does fail, takes exactly `outage_hours` from detection: nothing is drawn.
inline Scenario tiny_scenario(ServiceGraph graph, TimeFrame time, double orders_per_hour, double outage_hours = 1.0) {
  Scenario scenario{
      .id = "tiny", .title = "Tiny", .description = "", .time = std::move(time), .graph = std::move(graph)};
  const double span = scenario.time.end();
  const auto hours = static_cast<std::size_t>(std::ceil(span)) + 1;
  scenario.marketplaces.push_back({"home", DemandCurve(std::vector<double>(hours, orders_per_hour))});
  Journey order;
  order.id = "order";
  order.entries.push_back({ServiceId{0}, 1.0});
  order.demand_share = {1.0};
  scenario.journeys.push_back(order);
  scenario.calendars = {Calendar::always()};

  scenario.background.per_day = 0.0;
  scenario.background.weight_per_hour.assign(hours, 1.0);
  scenario.background.invisible_fraction = 0.0;
  scenario.background.rollback_fraction = 0.0;
  scenario.defects.soft_loss_fraction = 0.0;
  scenario.defects.data_damage_fraction = 0.0;
  scenario.defects.not_rollbackable_fraction = 1.0;
  scenario.defects.invisible_fraction = 0.0;
  scenario.defects.scope = {0.0, 0.0, 0.0, 0.0};
  ResponseModel& response = scenario.response;
  response.detection.monitor_interval_hours = 0.0;
  response.detection.customers = {1e6, 0.0};
  response.diagnosis.time = {0.0, 0.0};
  response.mitigation.fix_forward = {outage_hours, 0.0};
  response.mitigation.total_outage_cap_hours = 1e6;
  response.mitigation.recovery_ramp_hours = 0.0;

  ActivityProfile flat;
  flat.weight_per_hour.assign(hours, 1.0 / 168.0);
  scenario.organisation.activity.push_back(flat);
  scenario.policies.push_back({"none", "No friction", {{0.0, {}}}});
  scenario.baseline = PolicyId{0};
  scenario.run.blast_samples = 4096;
  return scenario;
}

/// Gives every service to one team, whose changes all carry a total defect that strikes at once. Poisson days.
inline void add_defective_changes(Scenario& scenario, double changes_per_week) {
  Team team;
  team.id = "team";
  team.calendar = CalendarId{0};
  for (std::size_t s = 0; s < scenario.graph.service_count(); ++s) team.services.push_back(ServiceId{s});
  scenario.organisation.teams = {team};
  ChangeStream stream;
  stream.changes_per_developer_week = changes_per_week / team.developers;
  scenario.organisation.streams = {stream};
  scenario.organisation.daily_dispersion = 1.0;
  scenario.organisation.out_of_band.base_fraction = 0.0;
  scenario.defects.beta = 1e3;
  scenario.defects.magnitude.total_fraction = 1.0;
  scenario.defects.activation.immediate_fraction = 1.0;
  scenario.defects.activation.immediate_mean_hours = 0.0;
  scenario.defects.activation.by_exposure_fraction = 0.0;
}

}  // namespace faultline::support
