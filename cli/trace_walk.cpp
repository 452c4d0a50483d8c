#include "cli/trace_walk.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "cli/event_fields.h"

namespace faultline::cli {
namespace {

void add_untold_stays(const ChangeWalk& walk, std::vector<GateStay>& stays) {
  std::set<GateId> told;
  for (const GateStay& stay : stays) {
    told.insert(stay.gate);
  }
  std::vector<ChangeWalk::Passing> passings = walk.passings;
  std::stable_sort(passings.begin(), passings.end(), [](const ChangeWalk::Passing& a, const ChangeWalk::Passing& b) {
    return a.time_hours < b.time_hours;
  });
  double since = walk.change.submitted_hours;
  for (const ChangeWalk::Passing& passing : passings) {
    if (!told.contains(passing.gate)) {
      stays.push_back({passing.gate, since, passing.time_hours});
    }
    since = passing.time_hours;
  }
}

bool passed(const ChangeWalk& walk, GateId gate) {
  return std::any_of(walk.passings.begin(), walk.passings.end(),
                     [gate](const ChangeWalk::Passing& passing) { return passing.gate == gate && !passing.bypassed; });
}

}  // namespace

DrawnWalk draw_walk(const Scenario& scenario, const ChangeWalk& walk, std::vector<GateStay> stays,
                    const std::vector<const SimulatedIncident*>& incidents) {
  const auto at = [&scenario](double hours) { return trace_time(hours, scenario.time); };
  const auto gate_id = [&scenario](GateId gate) { return scenario.gate_ids[gate.index()]; };
  const TraceTime submitted = at(walk.change.submitted_hours);
  TraceSlice slice{submitted, submitted, "change", change_name(scenario, walk.change)};
  slice.args = change_fields(scenario, walk.change);
  slice.args["caught_by"] = nullptr;
  if (walk.caught_by) {
    slice.args["caught_by"] = gate_id(*walk.caught_by);
  }
  slice.args["incidents"] = EventJson::array();
  std::vector<TraceInstant> instants = walk.instants;

  const bool exposed = walk.exposed_hours <= scenario.time.end();
  const TraceTime exposed_at = at(walk.exposed_hours);
  add_untold_stays(walk, stays);
  for (const GateStay& stay : stays) {
    if (!(stay.from_hours < scenario.time.end())) {
      continue;
    }
    TraceSlice part{at(stay.from_hours), at(stay.to_hours), "gate", gate_id(stay.gate)};
    if (part.begin == part.end) {  // viewers would take it for a part of the step that begins with it
      if (passed(walk, stay.gate)) {
        instants.push_back({part.begin, "gate_passed", {}});
        instants.back().args["gate"] = gate_id(stay.gate);
      }
      continue;
    }
    // A rollout goes on while the change is in production; it is shown until the change meets its first customers.
    if (exposed && part.begin <= exposed_at) {
      part.end = std::min(part.end, exposed_at);
    }
    if (part.end > part.begin) {
      slice.parts.push_back(std::move(part));
    }
  }
  if (exposed) {
    TraceSlice production{exposed_at, exposed_at, "production", "in production"};
    double until = incidents.empty() ? walk.found_hours : 0.0;
    for (const SimulatedIncident* incident : incidents) {
      until = std::max(until, end_hours(scenario, *incident));
      production.arrows_out.push_back(incident->incident.number);
      slice.args["incidents"].push_back(incident->incident.number);
    }
    production.end = std::max(exposed_at, at(until));
    slice.parts.push_back(std::move(production));
  }
  for (const TraceSlice& part : slice.parts) {
    slice.end = std::max(slice.end, part.end);
  }
  for (const TraceInstant& instant : instants) {
    slice.end = std::max(slice.end, instant.at);
  }
  return {std::move(slice), std::move(instants)};
}

}  // namespace faultline::cli
