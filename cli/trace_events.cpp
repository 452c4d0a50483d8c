#include "cli/trace_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace faultline::cli {
TraceEvents::TraceEvents(const Scenario& scenario) : scenario_(scenario) { policy_begins(scenario.baseline, 0); }

void TraceEvents::policy_begins(PolicyId policy, std::uint32_t replication) {
  policy_ = scenario_.policies[policy.index()].id;
  replication_ = replication;
  incidents_ = IncidentRecorder(replication, 0);
  walks_.clear();
  freezes_.clear();
  stays_.clear();
  arrivals_.assign(scenario_.gate_ids.size(), {});
}

ChangeWalk& TraceEvents::walk_of(const LoggedChange& change) {
  return walks_.try_emplace(key_of(change), ChangeWalk{change}).first->second;
}

void TraceEvents::remember(const LoggedChange& change, const char* what, double time_hours, EventJson args) {
  ChangeWalk& walk = walk_of(change);
  if (time_hours <= scenario_.time.end()) {
    walk.instants.push_back({at(time_hours), what, std::move(args)});
  }
}

void TraceEvents::change_submitted(const LoggedChange& change) { walk_of(change); }

void TraceEvents::gate_passed(const LoggedChange& change, double time_hours, GateId gate) {
  walk_of(change).passings.push_back({gate, time_hours, false});
}

void TraceEvents::change_caught(const LoggedChange& change, double time_hours, GateId gate) {
  if (time_hours <= scenario_.time.end()) {
    walk_of(change).caught_by = gate;
  }
  remember(change, "change_caught", time_hours, {{"gate", gate_id(gate)}});
}

void TraceEvents::review_ended(const LoggedChange& change, double time_hours, GateId gate, int reviewer, double hours,
                               ReviewEnd end) {
  remember(change, "review_ended", time_hours,
           {{"gate", gate_id(gate)},
            {"reviewer", reviewer},
            {"review_hours", hours},
            {"end", name_of(kReviewEndNames, end)}});
}

void TraceEvents::review_bypassed(const LoggedChange& change, double time_hours, GateId gate, BypassReason reason) {
  walk_of(change).passings.push_back({gate, time_hours, true});
  remember(change, "review_bypassed", time_hours,
           {{"gate", gate_id(gate)}, {"reason", name_of(kBypassReasonNames, reason)}});
}

void TraceEvents::change_exposed(const LoggedChange& change, double time_hours, double traffic_fraction) {
  ChangeWalk& walk = walk_of(change);
  walk.exposed_hours = std::min(walk.exposed_hours, time_hours);
  EventJson args;
  args["traffic_fraction"] = traffic_fraction;
  remember(change, "change_exposed", time_hours, std::move(args));
}

void TraceEvents::change_blocked(const LoggedChange& change, double time_hours, GateId gate) {
  EventJson args;
  args["gate"] = gate_id(gate);
  remember(change, "change_blocked", time_hours, std::move(args));
}

void TraceEvents::change_audited(const LoggedChange& change, double time_hours, GateId gate, bool found) {
  if (found) {
    walk_of(change).found_hours = time_hours;
  }
  remember(change, "change_audited", time_hours, {{"gate", gate_id(gate)}, {"found", found}});
}

void TraceEvents::incident_began(const LoggedIncident& incident, const LoggedChange* change, double time_hours) {
  if (change != nullptr) {
    ChangeWalk& walk = walk_of(*change);
    walk.exposed_hours = std::min(walk.exposed_hours, time_hours);
  }
  incidents_.incident_began(incident, change, time_hours);
}

void TraceEvents::incident_phase(std::uint32_t incident, IncidentPhase phase, double time_hours) {
  incidents_.incident_phase(incident, phase, time_hours);
}

void TraceEvents::incident_ended(std::uint32_t incident, const IncidentEnd& end) {
  incidents_.incident_ended(incident, end);
}

void TraceEvents::budget_freeze(TeamId team, double time_hours, GateId gate, bool begins) {
  if (begins) {
    freezes_.push_back({team, gate, time_hours, ChangeWalk::kNever});
    return;
  }
  const auto open = std::find_if(freezes_.rbegin(), freezes_.rend(), [&](const Freeze& freeze) {
    return freeze.team == team && freeze.gate == gate && freeze.end_hours == ChangeWalk::kNever;
  });
  if (open != freezes_.rend()) {
    open->end_hours = time_hours;
  }
}

void TraceEvents::gate_left(const LoggedChange& change, GateId gate, double from_hours, double to_hours) {
  stays_.push_back({key_of(change), {gate, from_hours, to_hours}});
  std::vector<std::int32_t>& more = arrivals_[gate.index()];
  const double end = scenario_.time.end();
  const auto hour = [end](double time) { return static_cast<std::size_t>(std::ceil(std::clamp(time, 0.0, end))); };
  more.resize(hour(end) + 1);
  ++more[hour(from_hours)];
  --more[hour(to_hours)];
}

TraceTime TraceEvents::at(double hours) const { return trace_time(hours, scenario_.time); }

std::string TraceEvents::text() const {
  TraceFile file;
  const auto quarter = file.add_process(fmt::format("Quarter {} under {}", replication_, policy_));
  add_time(file, quarter);
  add_gate_counters(file, quarter);
  add_incident_counters(file, quarter, scenario_, incidents_.incidents());
  const auto incidents = file.add_process("Incidents by service");
  add_walks(file, file.add_process("Defective changes by team"));
  add_incidents(file, incidents, scenario_, incidents_.incidents());  // after the arrows that end there
  if (!freezes_.empty()) {
    add_freezes(file, file.add_process("Error-budget freezes by team"));
  }
  return file.text({{"format", "faultline-trace"},
                    {"version", 1},
                    {"scenario", scenario_.id},
                    {"policy", policy_},
                    {"replication", replication_},
                    {"start_utc", scenario_.time.start_utc},
                    {"horizon_begin_hours", scenario_.time.horizon_begin()},
                    {"horizon_end_hours", scenario_.time.horizon_end()},
                    {"end_hours", scenario_.time.end()}});
}

void TraceEvents::add_time(TraceFile& file, TraceFile::Process process) const {
  const auto row = file.add_row(process, "time simulated");
  const TimeFrame& time = scenario_.time;
  TraceSlice whole{0, at(time.end()), "time", "simulation"};
  whole.parts = {{0, at(time.horizon_begin()), "time", "warm-up"},
                 {at(time.horizon_begin()), at(time.horizon_end()), "time", "horizon"},
                 {at(time.horizon_end()), at(time.end()), "time", "run-off"}};
  file.add(row, whole);
}

// As they stand at each full hour.
void TraceEvents::add_gate_counters(TraceFile& file, TraceFile::Process process) const {
  for (std::size_t gate = 0; gate < arrivals_.size(); ++gate) {
    if (arrivals_[gate].empty()) {
      continue;  // no change came to it
    }
    const std::string name = "changes at " + scenario_.gate_ids[gate];
    std::int64_t waiting = 0;
    for (std::size_t hour = 0; static_cast<double>(hour) < scenario_.time.end(); ++hour) {
      waiting += arrivals_[gate][hour];
      if (hour == 0 || arrivals_[gate][hour] != 0) {
        file.add_counter(process, name, at(static_cast<double>(hour)), static_cast<double>(waiting));
      }
    }
  }
}

void TraceEvents::add_walks(TraceFile& file, TraceFile::Process process) const {
  std::map<ChangeKey, std::vector<GateStay>> stays;
  for (const StayOfChange& one : stays_) {
    if (walks_.contains(one.change)) {
      stays[one.change].push_back(one.stay);
    }
  }
  std::map<ChangeKey, std::vector<const SimulatedIncident*>> incidents;
  for (const SimulatedIncident& incident : incidents_.incidents()) {
    if (incident.change) {
      incidents[key_of(*incident.change)].push_back(&incident);
    }
  }
  std::vector<const ChangeWalk*> order;
  for (const auto& [key, walk] : walks_) {
    order.push_back(&walk);
  }
  std::stable_sort(order.begin(), order.end(), [](const ChangeWalk* a, const ChangeWalk* b) {
    return a->change.team != b->change.team ? a->change.team < b->change.team
                                            : a->change.submitted_hours < b->change.submitted_hours;
  });
  std::optional<TraceFile::Row> row;
  TeamId team;
  for (const ChangeWalk* walk : order) {
    if (!row || team != walk->change.team) {
      team = walk->change.team;
      row = file.add_row(process, team_id(team));
    }
    const ChangeKey key = key_of(walk->change);
    const DrawnWalk drawn = draw_walk(scenario_, *walk, stays[key], incidents[key]);
    file.add(*row, drawn.slice, drawn.instants);
  }
}

void TraceEvents::add_freezes(TraceFile& file, TraceFile::Process process) const {
  std::vector<Freeze> order = freezes_;
  std::stable_sort(order.begin(), order.end(), [](const Freeze& a, const Freeze& b) {
    return a.team != b.team ? a.team < b.team : a.begin_hours < b.begin_hours;
  });
  std::optional<TraceFile::Row> row;
  TeamId team;
  for (const Freeze& freeze : order) {
    if (!row || team != freeze.team) {
      team = freeze.team;
      row = file.add_row(process, team_id(team));
    }
    file.add(*row, {at(freeze.begin_hours), at(freeze.end_hours), "freeze", gate_id(freeze.gate)});
  }
}

}  // namespace faultline::cli
