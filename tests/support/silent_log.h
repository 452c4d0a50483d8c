// A log that listens to nothing: tests override what they ask about.
#pragma once

#include "sim/events/event_log.h"

namespace faultline::support {

class SilentLog : public EventLog {
 public:
  void policy_begins(PolicyId, std::uint32_t) override {}
  void change_submitted(const LoggedChange&) override {}
  void gate_passed(const LoggedChange&, double, GateId) override {}
  void change_caught(const LoggedChange&, double, GateId) override {}
  void review_ended(const LoggedChange&, double, GateId, int, double, ReviewEnd) override {}
  void review_bypassed(const LoggedChange&, double, GateId, BypassReason) override {}
  void change_exposed(const LoggedChange&, double, double) override {}
  void incident_began(const LoggedIncident&, const LoggedChange*, double) override {}
  void incident_phase(std::uint32_t, IncidentPhase, double) override {}
  void incident_ended(std::uint32_t, const IncidentEnd&) override {}
};

}  // namespace faultline::support
