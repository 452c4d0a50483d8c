// What is told of a replication as it runs: the story of its incidents.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "models/core/ids.h"
#include "models/defects/defect.h"

namespace faultline {

/// A change as the log names it. Times are hours since the start of the simulation.
struct LoggedChange {
  std::uint32_t
      ordinal;  ///< within the team's stream of this origin: with team and origin it names the change for ever
  TeamId team;
  ServiceId service;
  Origin origin;
  ChangeKind kind;
  double lines;
  double submitted_hours;
  bool out_of_band;
  bool documented;
};

enum class ReviewEnd : std::uint8_t { approved, stamped, rejected, obsolete };
enum class BypassReason : std::uint8_t { habit, impatience, nobody_to_review };
inline constexpr std::array<std::string_view, 3> kBypassReasonNames{"habit", "impatience", "nobody_to_review"};
/// `responding`: somebody is free to look for the cause; equal to `detected` unless every responder is busy.
enum class IncidentPhase : std::uint8_t { active, detected, responding, diagnosed, mitigated, recovered };
enum class DetectedBy : std::uint8_t { nothing, rollout, monitor, order_rate, customers, audit };
inline constexpr std::array<std::string_view, 6> kDetectedByNames{"nothing",    "rollout",   "monitor",
                                                                  "order_rate", "customers", "audit"};

struct LoggedIncident {
  std::uint32_t number;  ///< within the replication, in order of beginning
  Channel channel;
  ServiceId service;
  DefectCategory category;
  DefectScope scope;
  double magnitude;
  double visible_fraction;
  double order_loss_given_error;
};

/// What an incident came to when it ended.
struct IncidentEnd {
  double begin_hours;
  double end_hours;
  double peak_failed_fraction;  ///< of all journeys, own
  int severity;                 ///< 1 to 3; 0 for a canary catch
  double lost_orders_gross;
  double lost_orders_net;
  double customer_errors;
  DetectedBy detected_by;
};

/// Receives the events of one replication under one policy. What follows without waiting (a test run, a rollout) is
/// told ahead of its time, so whoever writes the log sorts it by time, keeping the order of ties. Only defective
/// changes are told of unless wants_every_change(), so that the log stays readable; every method may be called many
/// times.
class EventLog {
 public:
  virtual ~EventLog() = default;
  virtual void policy_begins(PolicyId policy, std::uint32_t replication) = 0;
  virtual void change_submitted(const LoggedChange& change) = 0;
  virtual void gate_passed(const LoggedChange& change, double time_hours, GateId gate) = 0;
  virtual void change_caught(const LoggedChange& change, double time_hours, GateId gate) = 0;
  virtual void review_ended(const LoggedChange& change, double time_hours, GateId gate, int reviewer, double hours,
                            ReviewEnd end) = 0;
  virtual void review_bypassed(const LoggedChange& change, double time_hours, GateId gate, BypassReason reason) = 0;
  virtual void change_exposed(const LoggedChange& change, double time_hours, double traffic_fraction) = 0;
  /// `change` is null for a background incident.
  virtual void incident_began(const LoggedIncident& incident, const LoggedChange* change, double time_hours) = 0;
  virtual void incident_phase(std::uint32_t incident, IncidentPhase phase, double time_hours) = 0;
  virtual void incident_ended(std::uint32_t incident, const IncidentEnd& end) = 0;
  /// A rule stopped the change; it comes back later, or never.
  virtual void change_blocked(const LoggedChange& /*change*/, double /*time_hours*/, GateId /*gate*/) {}
  /// An audit of a deployed change ended; `found` when it found the defect before anybody else.
  virtual void change_audited(const LoggedChange& /*change*/, double /*time_hours*/, GateId /*gate*/, bool /*found*/) {}
  /// An error-budget freeze begins or ends for a team.
  virtual void budget_freeze(TeamId /*team*/, double /*time_hours*/, GateId /*gate*/, bool /*begins*/) {}

  /// Whether changes without a defect are told of too, from the beginning of a replication on.
  [[nodiscard]] virtual bool wants_every_change() const { return false; }
  /// Whether gate_left is wanted.
  [[nodiscard]] virtual bool wants_flow() const { return false; }
  /// Any change, defective or not, was at a gate from one time to another (later ones may be told earlier; what lies
  /// past the end of the simulation is cut off there). Changes that are still at a gate at the end are told then.
  virtual void gate_left(const LoggedChange& /*change*/, GateId /*gate*/, double /*from_hours*/, double /*to_hours*/) {}
  /// Whether orders_lost is wanted.
  [[nodiscard]] virtual bool wants_losses() const { return false; }
  /// What an ongoing incident lost from one time to another, gross: its fair share of what failed meanwhile. Which
  /// share of requests fails does not change in between; demand does.
  virtual void orders_lost(std::uint32_t /*incident*/, double /*from_hours*/, double /*to_hours*/, double /*orders*/) {}
};

}  // namespace faultline
