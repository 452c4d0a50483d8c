// The events of one replication as a trace: incidents by service, defective changes on their way by team, counters.
// (docs/formats/trace.md)
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "analysis/incident_recorder.h"
#include "cli/event_fields.h"
#include "cli/trace_file.h"
#include "cli/trace_incidents.h"
#include "cli/trace_walk.h"
#include "models/scenario.h"
#include "sim/events/event_log.h"

namespace faultline::cli {

/// Collects what is told of one replication under one policy; of several it keeps the last. What lies past the end of
/// the simulation is left out.
class TraceEvents final : public EventLog {
 public:
  explicit TraceEvents(const Scenario& scenario);

  [[nodiscard]] std::string text() const;

  void policy_begins(PolicyId policy, std::uint32_t replication) override;
  void change_submitted(const LoggedChange& change) override;
  void gate_passed(const LoggedChange& change, double time_hours, GateId gate) override;
  void change_caught(const LoggedChange& change, double time_hours, GateId gate) override;
  void review_ended(const LoggedChange& change, double time_hours, GateId gate, int reviewer, double hours,
                    ReviewEnd end) override;
  void review_bypassed(const LoggedChange& change, double time_hours, GateId gate, BypassReason reason) override;
  void change_exposed(const LoggedChange& change, double time_hours, double traffic_fraction) override;
  void incident_began(const LoggedIncident& incident, const LoggedChange* change, double time_hours) override;
  void incident_phase(std::uint32_t incident, IncidentPhase phase, double time_hours) override;
  void incident_ended(std::uint32_t incident, const IncidentEnd& end) override;
  void change_blocked(const LoggedChange& change, double time_hours, GateId gate) override;
  void change_audited(const LoggedChange& change, double time_hours, GateId gate, bool found) override;
  void budget_freeze(TeamId team, double time_hours, GateId gate, bool begins) override;
  [[nodiscard]] bool wants_flow() const override { return true; }
  void gate_left(const LoggedChange& change, GateId gate, double from_hours, double to_hours) override;

 private:
  struct Freeze {
    TeamId team;
    GateId gate;
    double begin_hours;
    double end_hours;
  };
  struct StayOfChange {
    ChangeKey change;
    GateStay stay;
  };
  ChangeWalk& walk_of(const LoggedChange& change);
  void remember(const LoggedChange& change, const char* what, double time_hours, EventJson args);
  [[nodiscard]] TraceTime at(double hours) const;
  [[nodiscard]] const std::string& gate_id(GateId gate) const { return scenario_.gate_ids[gate.index()]; }
  [[nodiscard]] const std::string& team_id(TeamId team) const { return scenario_.organisation.teams[team.index()].id; }

  void add_time(TraceFile& file, TraceFile::Process process) const;
  void add_gate_counters(TraceFile& file, TraceFile::Process process) const;
  void add_walks(TraceFile& file, TraceFile::Process process) const;
  void add_freezes(TraceFile& file, TraceFile::Process process) const;

  const Scenario& scenario_;
  std::string policy_;
  IncidentRecorder incidents_{0, 0};
  std::map<ChangeKey, ChangeWalk> walks_;
  std::vector<Freeze> freezes_;
  std::vector<StayOfChange> stays_;                  // of every change: which carry a defect shows later
  std::vector<std::vector<std::int32_t>> arrivals_;  // by gate, by hour: how many more there at its beginning
  std::uint32_t replication_ = 0;
};

}  // namespace faultline::cli
