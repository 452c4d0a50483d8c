// The state of one quarter under one policy, and what happens to it event by event. Copyable: the warm-up is simulated
// once and copied to every policy.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/scenario.h"
#include "sim/delivery/change_table.h"
#include "sim/delivery/compiled_policy.h"
#include "sim/delivery/lead_times.h"
#include "sim/delivery/review.h"
#include "sim/delivery/rollout.h"
#include "sim/events/event_calendar.h"
#include "sim/events/event_log.h"
#include "sim/outcome.h"
#include "sim/replication.h"
#include "sim/response/detection.h"
#include "sim/response/fault.h"
#include "sim/response/incident_board.h"
#include "sim/service_facts.h"

namespace faultline {

/// An incident that no change caused, drawn once for a replication.
struct BackgroundIncident {
  double time_hours;
  FaultKey key;
  ServiceId service;
};

/// What is the same under every policy of a replication.
struct SharedDraws {
  std::span<const Change> table;
  std::span<const BackgroundIncident> background;
  std::span<const std::vector<float>> durations;  ///< of the automatic gates: [column][change], in hours
  const KeyedDraws* draws;
};

class Quarter {
 public:
  /// `expected_changes` sizes the event calendar; it does not alter any result.
  Quarter(const Scenario& scenario, const ServiceFacts& facts, const LossTable& losses, double expected_changes);

  /// Back to the beginning of a replication.
  void clear();
  /// Simulates until `until_hours` under `policy`; `ratio` is the second reviewer's (Z10). What happens at
  /// `until_hours` itself is left.
  void run(double until_hours, const SharedDraws& shared, const CompiledPolicy& policy, double ratio, EventLog* log);
  /// Closes what is open at the end of the run-off and writes the outcome.
  void finish(Outcome& outcome);

 private:
  enum Kind : std::uint16_t {
    kBoundary,
    kWeek,
    kIncidentBegins,
    kExposureStep,
    kDetected,
    kDiagnosed,
    kMitigated,
    kRecovering,
    kReviewEnded,
    kGateArrival,
    kPatienceEnds,
    kReviewWake,
  };
  struct Defect {
    FaultKey key;
    std::array<double, kDetectorClassCount> rank;
    std::array<double, kDetectorClassCount> effort;
    double human_undetectable;
    double human_effort;  // of one full review
    bool removed;
  };
  struct Incident {
    ExposurePlan plan;
    FaultAttributes attributes;
    OngoingFault fault;  // as it begins
    FaultKey key;
    Detection detection;
    double begin_hours;
    double mitigated_hours;
    double exposure_at_end;  // what recovery ramps down from
    double peak_failed;
    std::uint32_t change;  // kNoSlot for background
    std::uint32_t number;  // in order of beginning
    Channel channel;
    bool documented;
    bool canary;
  };
  struct Deployment {
    double time_hours;
    std::uint32_t service;
    std::uint32_t next;
  };
  struct TeamLead {
    double baseline_median;
    double factor;  // of the out-of-band share
  };
  struct Context {  // of one run() call
    const SharedDraws* shared;
    const CompiledPolicy* policy;
    double ratio;
    EventLog* log;
  };

  // delivery
  void submit(std::uint32_t change_index);
  void proceed(const InFlight& at, std::uint32_t slot, double time);
  double automatic_gate(InFlight& flight, const CompiledGate& compiled, DetectorClass detector, double time);
  void enter_review(std::uint32_t slot, const Gate& gate);
  void review_ended(const Event& event);
  void patience_ended(const Event& event);
  void pass_review(std::uint32_t slot, bool bypassed, BypassReason reason);
  void send_back(std::uint32_t slot, double hours);
  bool caught(InFlight& flight, DetectorClass detector, double effort, GateId gate, double time);
  void release(InFlight& flight, double time, const CompiledGate* compiled);
  void record_deployment(const InFlight& flight, double time, bool out_of_band);
  void update_displacement();
  std::uint32_t new_slot(const InFlight& flight);
  void free_slot(std::uint32_t slot);
  const CompiledGate* gate_in_force(const InFlight& flight, double time) const;
  double rework_hours(const InFlight& flight, std::uint32_t stream) const;

  // response
  void expose_defect(const InFlight& flight, const ExposurePlan& plan, Channel channel, bool rollout_detects);
  void place_fault(Incident& incident, ServiceId service) const;
  [[nodiscard]] double production_write_slowdown(const Incident& incident) const;
  void begin_background(const BackgroundIncident& background);
  void schedule_incident(Incident incident);
  void incident_begins(std::uint32_t index);
  void detected(std::uint32_t index);
  void mitigated(std::uint32_t index);
  void recovering(std::uint32_t index, std::uint32_t step);
  void end_incident(std::uint32_t index);
  double suspects(ServiceId failed, double enough) const;

  [[nodiscard]] const Change& change_of(const InFlight& flight) const { return ctx_.shared->table[flight.change]; }
  [[nodiscard]] bool in_horizon(double time) const {
    return time >= scenario_->time.horizon_begin() && time < scenario_->time.horizon_end();
  }
  void add(Metric metric, double amount) { metrics_[static_cast<std::size_t>(metric)] += amount; }
  void spend(GateId gate, double hours, double time);
  void spend_on_rework(GateId gate, double elapsed_hours, double time);
  [[nodiscard]] LoggedChange logged(const InFlight& flight, bool out_of_band) const;
  [[nodiscard]] bool told(const InFlight& flight) const { return ctx_.log != nullptr && flight.defect != kNoSlot; }

  const Scenario* scenario_;
  const ServiceFacts* facts_;
  Context ctx_{};
  double now_ = 0.0;
  std::uint32_t next_change_ = 0;
  std::uint32_t next_background_ = 0;
  std::uint32_t free_flight_ = kNoSlot;
  std::uint32_t incident_count_ = 0;
  EventCalendar calendar_;
  ReviewDesk desk_;
  IncidentBoard board_;
  std::vector<InFlight> flights_;
  std::vector<Defect> defects_;
  std::vector<Incident> incidents_;
  std::vector<std::uint32_t> deployed_in_hour_;  // head of a list for each hour
  std::vector<Deployment> deployments_;
  LeadTimes recent_leads_;
  std::vector<TeamLead> leads_;

  std::array<double, kMetricCount> metrics_{};
  LossSplit loss_;
  std::array<double, kMaxGates> caught_by_gate_{};
  std::array<double, kMaxGates> hours_by_gate_{};
  LogHistogram lead_times_;
  LogHistogram turnarounds_;
  double submitted_ever_ = 0.0;       // before the horizon's end
  double deployed_ever_ = 0.0;        // of those, by the horizon's end
  double submitted_hours_sum_ = 0.0;  // of submitted changes, for the delay of the undelivered
  double deployed_submitted_sum_ = 0.0;
};

}  // namespace faultline
