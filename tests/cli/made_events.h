// A scenario small enough to make events for by hand.
#pragma once

#include <string>
#include <utility>

#include "sim/events/event_log.h"
#include "tests/support/tiny_scenario.h"

namespace faultline::cli {

inline constexpr GateId kTests{0};
inline constexpr GateId kReview{1};
inline constexpr GateId kRollout{2};

/// Services s0 to s2, one team, gates tests, review and rollout; 100 hours of which 10 to 90 are the horizon.
inline Scenario made_scenario(std::string team = "team", std::string service = "s0") {
  std::vector<Service> services(3);
  services[0].id = std::move(service);
  services[1].id = "s1";
  services[2].id = "s2";
  Scenario scenario =
      support::tiny_scenario(ServiceGraph(std::move(services), {}), support::tiny_time(10.0, 80.0, 10.0), 1000.0);
  scenario.gate_ids = {"tests", "review", "rollout"};
  Team owner;
  owner.id = std::move(team);
  scenario.organisation.teams = {owner};
  return scenario;
}

inline LoggedChange made_change(std::uint32_t ordinal, double submitted_hours) {
  return {ordinal, TeamId{0}, ServiceId{0}, Origin::human, ChangeKind::code, 40.0, submitted_hours, false, true};
}

inline LoggedIncident made_incident(std::uint32_t number, ServiceId service = ServiceId{0},
                                    Channel channel = Channel::pipeline) {
  return {number, channel, service, DefectCategory::logic, DefectScope::service, 0.25, 1.0, 1.0};
}

/// Tells a whole incident; its phases last an hour each.
inline void tell_incident(EventLog& log, const LoggedIncident& incident, const LoggedChange* change, double begin,
                          double lost_orders = 5.0) {
  log.incident_began(incident, change, begin);
  double time = begin;
  for (const IncidentPhase phase : {IncidentPhase::active, IncidentPhase::detected, IncidentPhase::responding,
                                    IncidentPhase::diagnosed, IncidentPhase::mitigated, IncidentPhase::recovered}) {
    log.incident_phase(incident.number, phase, time);
    time += phase == IncidentPhase::recovered ? 0.0 : 1.0;
  }
  log.incident_ended(incident.number, {begin, time, 0.1, 2, lost_orders, lost_orders, 9.0, DetectedBy::monitor});
}

}  // namespace faultline::cli
