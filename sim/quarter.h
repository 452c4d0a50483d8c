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
#include "sim/delivery/hold_desk.h"
#include "sim/delivery/lead_times.h"
#include "sim/delivery/review.h"
#include "sim/delivery/rollout.h"
#include "sim/events/event_calendar.h"
#include "sim/events/event_log.h"
#include "sim/expected_loss.h"
#include "sim/forcing.h"
#include "sim/known_counts.h"
#include "sim/outcome.h"
#include "sim/replication.h"
#include "sim/replication_draws.h"
#include "sim/response/detection.h"
#include "sim/response/error_budget.h"
#include "sim/response/fault.h"
#include "sim/response/incident_board.h"
#include "sim/response/on_call.h"
#include "sim/service_facts.h"
#include "sim/waterfall.h"

namespace faultline {

/// What is needed to say which part of a quarter's loss is luck.
struct LuckModel {
  LuckModel(const Scenario& scenario, const LossTable& losses, std::uint64_t seed, LuckOptions options)
      : expected_loss(scenario, seed, options.draws),
        known_counts(scenario, losses),
        keeps_severities(options.severities),
        tilt(options.tilt) {}

  ExpectedLoss expected_loss;
  KnownCounts known_counts;
  bool keeps_severities;
  const LossTilt* tilt;  // null: luck is drawn as it comes
};

class Quarter {
 public:
  /// `expected_changes` sizes the event calendar; it does not alter any result.
  Quarter(const Scenario& scenario, const ServiceFacts& facts, const LossTable& losses, double expected_changes);

  /// Back to the beginning of a replication.
  void clear();
  /// Simulates until `until_hours` under `policy`; `ratio` is the second reviewer's (Z10). What happens at
  /// `until_hours` itself is left. With `luck` Outcome::luck is filled.
  void run(double until_hours, const SharedDraws& shared, const CompiledPolicy& policy, double ratio, EventLog* log,
           const LuckModel* luck = nullptr);
  /// From now on.
  void force(const Forcing& forced);
  /// Closes what is open at the end of the run-off and writes the outcome, waterfall apart.
  void finish(Outcome& outcome);
  /// What became of every defect that was caught or did harm; call after finish(). Not ordered.
  [[nodiscard]] std::vector<Fate>& fates() { return fates_; }

 private:
  enum Kind : std::uint16_t {
    kBoundary,
    kWeek,
    kDay,
    kPhaseBegins,
    kIncidentBegins,
    kExposureStep,
    kDetected,
    kDiagnosed,
    kMitigated,
    kRecovering,
    kAudited,
    kReviewEnded,
    kPlaceFree,
    kGateArrival,
    kPatienceEnds,
    kReviewWake,
  };
  struct Defect {
    FaultKey key;
    std::array<double, kDetectorClassCount> rank;
    std::array<double, kDetectorClassCount> effort;
    double human_undetectable;
    double human_effort;         // of one full review
    double human_before;         // effort before the gate at hand
    std::uint64_t bypassed = 0;  // gates, by GateId
    std::uint64_t attention = 0;
    std::uint64_t beyond = 0;
    bool removed;
    bool born_in_rework;
  };
  struct Incident {
    ExposurePlan plan;
    FaultAttributes attributes;
    OngoingFault fault;  // as it begins
    FaultKey key;
    Detection detection;
    Responder responder;
    double begin_hours;
    double mitigated_hours;
    double exposure_at_end;  // what recovery ramps down from
    double peak_failed;
    std::uint32_t change;  // kNoSlot for background
    std::uint32_t defect;  // kNoSlot for background
    std::uint32_t number;  // in order of beginning
    std::uint32_t luck;    // 0: as it came; else 1 + the inner draw that replaced it
    Channel channel;
    std::uint8_t gate;  // the rollout that caught it
    bool documented;
    bool canary;
    bool cancelled;  // an audit found it before it did harm
    bool noticed;
    bool answered;  // has a responder
    bool wide;      // its replaced luck has it act on the whole fleet
    // What was known of it when it was let into production; for means and tails alone.
    ScopeChances scope;
    bool visible_at_runtime;
    bool staged;
    bool rollout_detects;
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
  struct GateClock {  // changes at a gate that keeps them waiting
    double last_hours;
    double area_hours;  // within the horizon
    std::uint32_t there;
  };
  struct Context {  // of one run() call
    const SharedDraws* shared;
    const CompiledPolicy* policy;
    double ratio;
    EventLog* log;
    const LuckModel* luck;  // null: luck is not accounted for
    bool scope_is_told;     // the policy in force now or in the warm-up asks for it
  };

  void handle(const Event& event);

  // delivery: quarter_delivery.cpp
  void submit(std::uint32_t change_index);
  void go_round(InFlight& flight);
  void proceed(const InFlight& at, std::uint32_t slot, double time);
  void arrive(std::uint32_t slot);
  bool enter_gate(std::uint32_t slot, const CompiledGate& compiled, double phase_end);
  const CompiledGate* gate_in_force(const InFlight& flight, double time) const;
  void note_defect(InFlight& flight, FaultKey key, bool born_in_rework);
  [[nodiscard]] Circumstances circumstances(const InFlight& flight, Channel channel, double time) const {
    return {flight.documented, channel, time, ctx_.shared->draws, &scenario_->defects};
  }

  // gates that serve at once: quarter_gates.cpp
  double serve_at_once(InFlight& flight, const CompiledGate& compiled, double time, double phase_end);
  double look(InFlight& flight, const CompiledGate& compiled, DetectorClass detector, double effort, double time,
              double first_run_hours);
  double run_hours(const InFlight& flight, const CompiledGate& compiled, std::uint32_t attempt) const;
  double authorise(InFlight& flight, const CompiledGate& compiled, double time);
  double block(InFlight& flight, const CompiledGate& compiled, double time);
  bool caught(std::uint32_t index, const InFlight& flight, DetectorClass detector, double effort, GateId gate,
              double time);
  double mend(InFlight& flight, GateId gate, std::uint32_t key, double time);
  void break_again(InFlight& flight, std::uint32_t key);

  // gates where people or agents are waited for: quarter_review.cpp
  bool enter_review(std::uint32_t slot, const CompiledGate& compiled);
  void review_ended(const Event& event);
  void agent_looked(std::uint32_t slot, GateId id, const CompiledGate* compiled);
  void rejected(std::uint32_t slot, GateId gate);
  void patience_ended(const Event& event);
  void pass_review(std::uint32_t slot, bool bypassed, BypassReason reason);
  void send_back(std::uint32_t slot, double hours);
  [[nodiscard]] bool deterred(const Change& change, std::uint32_t gate_key) const;

  // caps, limits and error budgets: quarter_holds.cpp
  bool enter_cap(std::uint32_t slot, const Gate& gate, double phase_end);
  bool enter_limit(std::uint32_t slot, const Gate& gate);
  bool enter_frozen(std::uint32_t slot, const Gate& gate);
  void free_places(const InFlight& flight, double time);
  void place_free(const Event& event);
  void phase_begins();
  void day_ends();
  void let_go(std::uint32_t slot);

  // production and what follows: quarter_release.cpp
  void release(InFlight& flight, double time, const CompiledGate* compiled);
  const CompiledGate* record_deployment(const InFlight& flight, double time, Channel channel);
  void audited(const Event& event);
  void update_displacement();

  // response: quarter_response.cpp
  void expose_defect(const InFlight& flight, const ExposurePlan& plan, Channel channel, const CompiledGate* rollout);
  [[nodiscard]] FaultSignal signal_of(const Incident& incident) const;
  void strike(Incident& incident, ServiceId service, bool visible_at_runtime, const CompiledGate* rollout);
  void confine(Incident& incident, const Change& change, double time) const;
  [[nodiscard]] double leaked_fraction(const Incident& incident, const Change& change, double time,
                                       bool given_wide) const;
  [[nodiscard]] double production_write_slowdown(const Incident& incident, double time) const;
  void begin_background(const BackgroundIncident& background);
  std::uint32_t schedule_incident(Incident incident);
  void incident_begins(std::uint32_t index);
  void exposure_steps(const Event& event);
  void detected(std::uint32_t index);
  void respond(std::uint32_t index);
  void mitigated(std::uint32_t index);
  void recovering(std::uint32_t index, std::uint32_t step);
  [[nodiscard]] double suspect_factor(ServiceId failed, double time) const;
  [[nodiscard]] double suspects(ServiceId failed, double time, double enough) const;
  [[nodiscard]] int severity(const Incident& incident) const;

  // what part of it is luck: quarter_luck.cpp
  void account_luck(const Incident& incident);
  [[nodiscard]] LoneFault lone_fault(const Incident& incident) const;
  void account_defect(const InFlight& flight, Channel channel);
  [[nodiscard]] ScopeChances scope_chances(const Incident& incident) const;

  // luck drawn oftener than it comes: quarter_tilt.cpp
  [[nodiscard]] bool tilts_channel(const Change& change) const;
  [[nodiscard]] bool tilted_channel(const Change& change, double share);
  void tilt_luck(Incident& incident, const CompiledGate* rollout);
  [[nodiscard]] KeyedDraws luck_of(const Incident& incident) const;

  // losses and whose they are: quarter_losses.cpp
  void end_incident(std::uint32_t index);
  void attribute(const Incident& incident, double gross);
  bool seen_elsewhere(const Incident& incident) const;
  void note_losses();
  void charge();

  // slots and counts: quarter.cpp
  std::uint32_t new_slot(const InFlight& flight);
  void free_slot(std::uint32_t slot);
  void stay(GateId gate, const InFlight& flight, double from, double to);
  void begin_wait(InFlight& flight, GateId gate);
  void end_wait(InFlight& flight);
  void advance(GateClock& clock, double time) const;
  [[nodiscard]] double overlap_with_horizon(double from, double to) const;
  void count_backlog(double time, double change);

  [[nodiscard]] const Change& change_of(const InFlight& flight) const { return ctx_.shared->table[flight.change]; }
  [[nodiscard]] bool in_horizon(double time) const {
    return time >= scenario_->time.horizon_begin() && time < scenario_->time.horizon_end();
  }
  void add(Metric metric, double amount) { metrics_[static_cast<std::size_t>(metric)] += amount; }
  void spend(GateId gate, double hours, double time);
  void spend_on_rework(GateId gate, double elapsed_hours, double time);
  [[nodiscard]] LoggedChange logged(const InFlight& flight, bool out_of_band) const;
  [[nodiscard]] bool told(const InFlight& flight) const {
    return ctx_.log != nullptr && (flight.defect != kNoSlot || ctx_.log->wants_every_change());
  }
  [[nodiscard]] bool counted(const InFlight& flight) const { return in_horizon(flight.submitted_hours); }
  void meet(GateId gate, const InFlight& flight) {
    if (counted(flight)) gate_met_[gate.index()] += 1.0;
  }

  const Scenario* scenario_;
  const ServiceFacts* facts_;
  Context ctx_{};
  Forcing forced_{};
  double now_ = 0.0;
  std::uint32_t next_change_ = 0;
  std::uint32_t next_background_ = 0;
  std::uint32_t free_flight_ = kNoSlot;
  std::uint32_t incident_count_ = 0;
  EventCalendar calendar_;
  ReviewDesk desk_;
  HoldDesk holds_;
  IncidentBoard board_;
  OnCall on_call_;
  LossHistory loss_history_;
  bool keeps_budgets_;
  std::vector<InFlight> flights_;
  std::vector<Defect> defects_;
  std::vector<Incident> incidents_;
  std::vector<std::uint32_t> deployed_in_hour_;  // head of a list for each hour
  std::vector<Deployment> deployments_;
  LeadTimes recent_leads_;
  std::vector<TeamLead> leads_;
  std::vector<double> deterrence_;  // by team: share of bypass left since its first audit
  std::vector<Fate> fates_;

  std::array<double, kMetricCount> metrics_{};
  LossSplit loss_;
  LuckSums luck_;
  LuckTilted tilted_;
  double alone_ = 0.0;
  std::vector<WeightedLoss> severities_;
  std::vector<LuckCandidate> candidates_;  // scratch of tilt_luck()
  std::array<double, kMaxGates> caught_by_gate_{};
  std::array<double, kMaxGates> hours_by_gate_{};
  std::array<double, kMaxGates> gate_met_{};
  std::array<double, kMaxGates> gate_bypassed_{};
  std::array<double, kMaxGates> gate_hours_{};  // of those that serve at once
  std::array<GateClock, kMaxGates> gate_clock_{};
  std::array<std::array<double, kGateMissCount>, kMaxGates> gate_loss_{};
  std::vector<double> lost_by_owner_;   // of ended incidents, by team that owns the faulty service, the last: nobody
  std::vector<double> owner_totals_;    // scratch of day_ends()
  std::vector<double> backlog_change_;  // by day of horizon and run-off; [0]: before
  std::vector<double> review_hours_;    // by desk
  LogHistogram lead_times_;
  LogHistogram turnarounds_;
  double submitted_ever_ = 0.0;       // before the horizon's end
  double deployed_ever_ = 0.0;        // of those, by the horizon's end
  double submitted_hours_sum_ = 0.0;  // of submitted changes, for the delay of the undelivered
  double deployed_submitted_sum_ = 0.0;
};

}  // namespace faultline
