// What happened in one replication under one case: its incidents, when their changes reached customers, and what each
// incident cost as time went on.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "analysis/incident_recorder.h"

namespace faultline {

/// A stretch of an incident in which the share of failing requests did not change. Hours since the start of the
/// simulation.
struct LossSegment {
  double from_hours;
  double to_hours;
  double orders;  ///< gross, by this incident alone
};

class QuarterStory final : public EventLog {
 public:
  QuarterStory(std::uint32_t replication, std::size_t run_case) : recorder_(replication, run_case) {}

  [[nodiscard]] const std::vector<SimulatedIncident>& incidents() const { return recorder_.incidents(); }
  /// In order of time; empty when the incident lost nothing.
  [[nodiscard]] const std::vector<LossSegment>& losses(std::uint32_t incident) const;
  /// When the incident's change first met customers; absent for a background incident.
  [[nodiscard]] std::optional<double> shipped_hours(const SimulatedIncident& incident) const;

  void policy_begins(PolicyId, std::uint32_t) override {}
  void change_submitted(const LoggedChange&) override {}
  void gate_passed(const LoggedChange&, double, GateId) override {}
  void change_caught(const LoggedChange&, double, GateId) override {}
  void review_ended(const LoggedChange&, double, GateId, int, double, ReviewEnd) override {}
  void review_bypassed(const LoggedChange&, double, GateId, BypassReason) override {}
  void change_exposed(const LoggedChange& change, double time_hours, double traffic_fraction) override;
  void incident_began(const LoggedIncident& incident, const LoggedChange* change, double time_hours) override;
  void incident_phase(std::uint32_t incident, IncidentPhase phase, double time_hours) override;
  void incident_ended(std::uint32_t incident, const IncidentEnd& end) override;
  [[nodiscard]] bool wants_losses() const override { return true; }
  void orders_lost(std::uint32_t incident, double from_hours, double to_hours, double orders) override;

 private:
  using ChangeName = std::tuple<std::uint32_t, Origin, std::uint32_t>;
  [[nodiscard]] static ChangeName name_of(const LoggedChange& change) {
    return {change.team.index(), change.origin, change.ordinal};
  }

  IncidentRecorder recorder_;
  std::map<ChangeName, double> exposed_;
  std::map<std::uint32_t, std::vector<LossSegment>> losses_;
  std::vector<LossSegment> none_;
};

}  // namespace faultline
