// The event log of one replication as JSON Lines. (docs/formats/events.md)
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "models/scenario.h"
#include "sim/events/event_log.h"

namespace faultline::cli {

/// Collects one line an event, in order of time, and one line an incident that tells its whole story when it ends: the
/// change, who looked at it or how it went round, what it broke, when each phase began, what it cost.
class EventLines final : public EventLog {
 public:
  explicit EventLines(const Scenario& scenario);
  ~EventLines() override;

  [[nodiscard]] const std::string& text() const { return text_; }
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

 private:
  struct Event;
  struct Story;
  using ChangeKey = std::tuple<std::uint32_t, Origin, std::uint32_t>;  // team, origin, ordinal

  Event change_event(const char* what, const LoggedChange& change, double time_hours) const;
  Event review_step(const char* what, const LoggedChange& change, double time_hours, GateId gate) const;
  void tell(const Event& event);
  void remember(const LoggedChange& change, const Event& step);

  const Scenario& scenario_;
  std::string text_;
  std::map<ChangeKey, std::vector<Event>> way_;  // what happened to a change before it did harm
  std::map<std::uint32_t, Story> open_;          // by number of the incident
  std::vector<Story> ended_;
};

}  // namespace faultline::cli
