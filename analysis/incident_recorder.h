// The incidents of one replication as records: who made the change, what it broke, when each phase began, what it cost.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "sim/events/event_log.h"

namespace faultline {

inline constexpr std::size_t kIncidentPhaseCount = 6;
inline constexpr std::array<std::string_view, kIncidentPhaseCount> kIncidentPhaseNames{
    "active", "detected", "responding", "diagnosed", "mitigated", "recovered"};

struct SimulatedIncident {
  std::uint32_t replication = 0;
  std::size_t run_case = 0;
  LoggedIncident incident{};
  std::optional<LoggedChange> change;  ///< absent for a background incident
  /// Hours since the start of the simulation, by IncidentPhase; absent when the phase never began.
  std::array<std::optional<double>, kIncidentPhaseCount> phase_hours{};
  std::optional<IncidentEnd> end;  ///< absent when it lasted past the simulation
};

/// Collects the incidents of one replication under one case.
class IncidentRecorder final : public EventLog {
 public:
  IncidentRecorder(std::uint32_t replication, std::size_t run_case) : replication_(replication), run_case_(run_case) {}

  [[nodiscard]] const std::vector<SimulatedIncident>& incidents() const { return incidents_; }

  void policy_begins(PolicyId, std::uint32_t) override {}
  void change_submitted(const LoggedChange&) override {}
  void gate_passed(const LoggedChange&, double, GateId) override {}
  void change_caught(const LoggedChange&, double, GateId) override {}
  void review_ended(const LoggedChange&, double, GateId, int, double, ReviewEnd) override {}
  void review_bypassed(const LoggedChange&, double, GateId, BypassReason) override {}
  void change_exposed(const LoggedChange&, double, double) override {}
  void incident_began(const LoggedIncident& incident, const LoggedChange* change, double time_hours) override;
  void incident_phase(std::uint32_t incident, IncidentPhase phase, double time_hours) override;
  void incident_ended(std::uint32_t incident, const IncidentEnd& end) override;

 private:
  SimulatedIncident* find(std::uint32_t number);

  std::uint32_t replication_;
  std::size_t run_case_;
  std::vector<SimulatedIncident> incidents_;
};

}  // namespace faultline
