// The event log of one replication as JSON Lines. (docs/formats/events.md)
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/event_fields.h"
#include "models/scenario.h"
#include "sim/events/event_log.h"

namespace faultline::cli {

/// Collects one line an event, and one line an incident that tells its whole story when it ends: the change, who looked
/// at it or how it went round, what it broke, when each phase began, what it cost. What lies past the end of the
/// simulation is left out.
class EventLines final : public EventLog {
 public:
  explicit EventLines(const Scenario& scenario);
  ~EventLines() override;

  /// The lines in order of time; those of one time in the order in which they were told.
  [[nodiscard]] std::string text() const;
  /// Stories of incidents that ended, as sentences, costliest first, at most `count`.
  [[nodiscard]] std::vector<std::string> stories(std::size_t count) const;

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

 private:
  struct Event;
  struct Story;
  struct Line {
    std::size_t policy;  // the how manieth of the log
    double time_hours;
    std::string text;
  };

  [[nodiscard]] Event change_event(const char* what, const LoggedChange& change, double time_hours) const;
  [[nodiscard]] Event gate_event(const char* what, const LoggedChange& change, double time_hours, GateId gate) const;
  [[nodiscard]] std::string printable_gate(GateId gate) const;
  void tell(double time_hours, const EventJson& json);
  void tell(const LoggedChange& change, Event event);

  const Scenario& scenario_;
  std::size_t policies_ = 0;
  std::vector<Line> lines_;
  std::map<ChangeKey, std::vector<Event>> way_;  // what happened to a change, as it was told
  std::map<std::uint32_t, Story> open_;          // by number of the incident
  std::vector<Story> ended_;
};

}  // namespace faultline::cli
