// A fault from its start to its end.
#include <algorithm>
#include <optional>

#include "models/core/elementary.h"
#include "models/core/samplers.h"
#include "sim/quarter.h"
#include "sim/review_work.h"

namespace faultline {
namespace {

constexpr std::uint32_t kRecoverySteps = 4;  // of equal length; a linear ramp with the same loss
constexpr double kSuspectWindowHours = 24.0;

double recovery_exposure(std::uint32_t step) { return (kRecoverySteps - step - 0.5) / kRecoverySteps; }

}  // namespace

void Quarter::expose_defect(const InFlight& flight, const ExposurePlan& plan, Channel channel,
                            const CompiledGate* rollout) {
  const Change& change = change_of(flight);
  const KeyedDraws& draws = *ctx_.shared->draws;
  const Defect& defect = defects_[flight.defect];
  const double full_from = plan.full_from();
  if (!(plan.first_exposure() < scenario_->time.end())) return;

  Incident incident{};
  incident.plan = plan;
  incident.key = defect.key;
  incident.attributes = draw_fault(scenario_->defects, draws, defect.key, channel);
  if (forced_.failed(ServiceId{change.service})) incident.attributes.magnitude = 1.0;
  incident.change = flight.change;
  incident.defect = flight.defect;
  incident.channel = channel;
  incident.documented = flight.documented;
  confine(incident, change, plan.first_exposure());
  place_fault(incident, ServiceId{change.service});

  const Activation activation = draw_activation(scenario_->defects.activation, draws, defect.key);
  incident.begin_hours =
      activation.by_exposure ? plan.time_of_exposure(activation.hours) : plan.first_exposure() + activation.hours;
  FaultSignal signal = signal_of(incident);
  const auto runtime = static_cast<std::size_t>(DetectorClass::runtime);
  signal.visible_at_runtime =
      defect.rank[runtime] <=
      1.0 - scenario_->stealth.undetectable_fraction[runtime][static_cast<std::size_t>(change.kind)];
  signal.rollout_detects = rollout != nullptr && rollout->gate->detects && !forced_.failed(rollout->gate->index);
  incident.detection = detect(scenario_->response.detection, signal, plan, facts_->all_orders);
  if (rollout != nullptr && forced_.perfect(rollout->gate->index) && incident.begin_hours < full_from) {
    incident.detection = {incident.begin_hours, DetectedBy::rollout};
  }
  incident.canary = rollout != nullptr && incident.detection.by == DetectedBy::rollout;

  const CompiledGate* audit = nullptr;
  if (incident.canary) {
    // Rolled back and mended by its author; delivered once it has been through the stages again.
    const GateId gate = rollout->gate->index;
    incident.gate = static_cast<std::uint8_t>(gate.index());
    if (counted(flight)) {
      caught_by_gate_[gate.index()] += 1.0;
      add(Metric::canary_catches, 1.0);
    }
    if (ctx_.log != nullptr) ctx_.log->change_caught(logged(flight, false), incident.detection.time_hours, gate);
    double delivered = full_from;
    if (scenario_->feedback.rework) {
      const LognormalHours& law = scenario_->organisation.review.rework;
      const double rank = draws.uniform(change.ordinal, change.stream ^ rollout->key, detail_of(Purpose::rework));
      const double rework = lognormal(rank, law.median_hours, law.log_sd);
      spend_on_rework(gate, rework, incident.detection.time_hours);
      delivered = incident.detection.time_hours + rework + (full_from - plan.first_exposure());
    }
    (void)record_deployment(flight, delivered, channel);
  } else {
    if (rollout != nullptr) defects_[flight.defect].beyond |= rollout->bit;
    audit = record_deployment(flight, full_from, channel);
    if (counted(flight)) add(Metric::changes_escaped, 1.0);
  }
  if (told(flight)) {
    ctx_.log->change_exposed(logged(flight, channel == Channel::out_of_band), plan.first_exposure(), plan.fraction[0]);
  }
  const std::uint32_t index = schedule_incident(incident);
  if (audit != nullptr) {
    calendar_.push(std::max(now_, full_from + 24.0 * audit->gate->lag_days), kAudited, flight.change, index,
                   static_cast<std::uint16_t>(audit->gate->index.index()));
  }
}

// A scope limit keeps what would have struck the whole fleet to the service that was changed.
void Quarter::confine(Incident& incident, const Change& change, double time) const {
  if (incident.attributes.scope != DefectScope::fleet) return;
  const CompiledPolicy::Phase& phase = ctx_.policy->phase_at(time);
  const Circumstances at{incident.documented, incident.channel, time, ctx_.shared->draws, &scenario_->defects};
  if (!phase.covered_by(phase.scope_limit, change, at)) return;
  const double rank = ctx_.shared->draws->uniform(incident.key.subject, incident.key.stream ^ phase.scope_limit->key,
                                                  detail_of(Purpose::scope_leak));
  const Gate& limit = *phase.scope_limit->gate;
  if (rank >= forced_.leakage(limit.index, limit.leakage_fraction)) incident.attributes.scope = DefectScope::service;
}

// What detectors see of a fault, runtime stealth and rollout apart.
FaultSignal Quarter::signal_of(const Incident& incident) const {
  FaultSignal signal;
  const std::uint32_t service = incident.fault.service.index();
  signal.begin_hours = incident.begin_hours;
  signal.visible_magnitude = incident.fault.magnitude * incident.attributes.visible_fraction;
  signal.baseline_errors = scenario_->graph.service(incident.fault.service).baseline_error_fraction;
  signal.requests_per_order = facts_->requests_per_order[service];
  signal.lost_order_fraction =
      board_.failed_fraction_alone(incident.fault, 1.0) * incident.fault.order_loss_given_error;
  const double customers =
      ctx_.shared->draws->uniform(incident.key.subject, incident.key.stream, detail_of(Purpose::customers));
  const LognormalHours& law = scenario_->response.detection.customers;
  signal.customers_after_hours = lognormal(customers, law.median_hours, law.log_sd);
  return signal;
}

// Where the fault strikes, and how hard once its scope is taken into account.
void Quarter::place_fault(Incident& incident, ServiceId service) const {
  const FaultAttributes& attributes = incident.attributes;
  incident.fault.service = service;
  incident.fault.magnitude = attributes.magnitude;
  incident.fault.order_loss_given_error = attributes.order_loss_given_error;
  incident.fault.every_request = attributes.scope == DefectScope::fleet;
  if (attributes.scope == DefectScope::cell) {
    incident.fault.magnitude /= std::max(1, scenario_->graph.service(service).cells);
  }
  if (attributes.scope == DefectScope::marketplace) {
    const auto count = static_cast<double>(scenario_->marketplaces.size());
    incident.fault.marketplace = static_cast<std::uint32_t>(attributes.scope_rank * count);
  }
}

void Quarter::begin_background(const BackgroundIncident& background) {
  const KeyedDraws& draws = *ctx_.shared->draws;
  DefectModel model = scenario_->defects;
  model.magnitude = scenario_->background.magnitude;
  model.invisible_fraction = scenario_->background.invisible_fraction;
  model.not_rollbackable_fraction = 1.0 - scenario_->background.rollback_fraction;
  model.data_damage_fraction = 0.0;

  Incident incident{};
  incident.plan = exposed_at_once(now_);
  incident.key = background.key;
  incident.attributes = draw_fault(model, draws, background.key, Channel::background);
  if (forced_.failed(background.service)) incident.attributes.magnitude = 1.0;
  incident.change = kNoSlot;
  incident.defect = kNoSlot;
  incident.channel = Channel::background;
  incident.documented = true;
  place_fault(incident, background.service);
  incident.begin_hours = now_;

  const FaultSignal signal = signal_of(incident);
  incident.detection = detect(scenario_->response.detection, signal, incident.plan, facts_->all_orders);
  (void)schedule_incident(incident);
}

std::uint32_t Quarter::schedule_incident(Incident incident) {
  incident.number = kNoSlot;  // until it begins
  incident.mitigated_hours = kForever;
  const auto index = static_cast<std::uint32_t>(incidents_.size());
  const std::uint32_t stable = incident.key.subject ^ incident.key.stream;
  calendar_.push(std::max(incident.begin_hours, now_), kIncidentBegins, stable, index);
  incidents_.push_back(incident);
  return index;
}

void Quarter::incident_begins(std::uint32_t index) {
  Incident& incident = incidents_[index];
  if (incident.cancelled || forced_.perfect(incident.fault.service)) return;
  board_.advance(now_);
  incident.number = incident_count_++;
  incident.fault.incident = incident.number;
  incident.fault.exposure = incident.plan.fraction_at(now_);
  board_.begin(incident.fault);
  const double detected_at = incident.detection.time_hours;
  const std::uint32_t stable = incident.key.subject ^ incident.key.stream;
  for (std::size_t step = 0; step < incident.plan.steps; ++step) {
    const double at = incident.plan.begin_hours[step];
    if (at > now_ && at < detected_at) {
      calendar_.push(at, kExposureStep, stable, index, static_cast<std::uint16_t>(step));
    }
  }
  calendar_.push(detected_at, kDetected, stable, index);
  if (ctx_.log != nullptr) {
    const LoggedIncident story{incident.number,
                               incident.channel,
                               incident.fault.service,
                               incident.attributes.category,
                               incident.attributes.scope,
                               incident.fault.magnitude,
                               incident.attributes.visible_fraction,
                               incident.attributes.order_loss_given_error};
    if (incident.change == kNoSlot) {
      ctx_.log->incident_began(story, nullptr, now_);
    } else {
      InFlight flight;
      flight.change = incident.change;
      flight.documented = incident.documented;
      const LoggedChange change = logged(flight, incident.channel == Channel::out_of_band);
      ctx_.log->incident_began(story, &change, now_);
    }
    ctx_.log->incident_phase(incident.number, IncidentPhase::active, now_);
  }
}

void Quarter::exposure_steps(const Event& event) {
  const Incident& incident = incidents_[event.payload];
  if (incident.noticed) return;  // promotion has stopped
  board_.advance(now_);
  const double fraction = incident.plan.fraction[event.detail];
  board_.set_exposure(incident.number, fraction);
  if (ctx_.log == nullptr || incident.change == kNoSlot) return;
  InFlight flight;
  flight.change = incident.change;
  flight.documented = incident.documented;
  ctx_.log->change_exposed(logged(flight, incident.channel == Channel::out_of_band), now_, fraction);
}

void Quarter::detected(std::uint32_t index) {
  Incident& incident = incidents_[index];
  if (incident.noticed) return;  // an audit came first
  incident.noticed = true;
  if (ctx_.log != nullptr) ctx_.log->incident_phase(incident.number, IncidentPhase::detected, now_);
  // Promotion stops when somebody notices.
  incident.exposure_at_end = incident.plan.fraction_at(now_);
  incident.peak_failed = board_.failed_fraction_alone(incident.fault, incident.exposure_at_end);
  if (incident.canary) {  // the pipeline's own rollback
    incident.mitigated_hours = now_ + scenario_->response.mitigation.rollback_hours;
    calendar_.push(incident.mitigated_hours, kMitigated, incident.key.subject ^ incident.key.stream, index);
    return;
  }
  const std::uint32_t owner = facts_->owner[incident.fault.service.index()];
  const std::uint32_t team = owner < scenario_->organisation.teams.size() ? owner : Responder::kPool;
  if (scenario_->feedback.on_call) {
    const std::optional<Responder> responder = on_call_.take(team);
    if (!responder) {
      on_call_.wait(index, team, severity(incident));
      if (in_horizon(incident.begin_hours)) add(Metric::incidents_waiting, 1.0);
      return;
    }
    incident.responder = *responder;
    incident.answered = true;
  }
  respond(index);
}

// Somebody begins to look for the cause.
void Quarter::respond(std::uint32_t index) {
  Incident& incident = incidents_[index];
  const std::uint32_t stable = incident.key.subject ^ incident.key.stream;
  const MitigationModel& mitigation = scenario_->response.mitigation;
  const Feedback& feedback = scenario_->feedback;
  if (ctx_.log != nullptr) ctx_.log->incident_phase(incident.number, IncidentPhase::responding, now_);
  const KeyedDraws& draws = *ctx_.shared->draws;
  const FaultKey key = incident.key;
  const DiagnosisModel& diagnosis = scenario_->response.diagnosis;
  double search = lognormal(draws.uniform(key.subject, key.stream, detail_of(Purpose::diagnosis)),
                            diagnosis.time.median_hours, diagnosis.time.log_sd);
  if (feedback.suspects) {
    const double reference = elementary::log(2.0 + diagnosis.reference_suspects);
    // More suspects than this no longer lengthen the search.
    const double enough = elementary::exp(diagnosis.max_factor * reference);
    search *= std::clamp(elementary::log(2.0 + suspects(incident.fault.service, enough)) / reference,
                         diagnosis.min_factor, diagnosis.max_factor);
  }
  if (feedback.documentation && !incident.documented) search *= diagnosis.undocumented_multiplier;
  const double rank = draws.uniform(key.subject, key.stream, detail_of(Purpose::mitigation));
  double repair = mitigation.rollback_hours;
  const double slowdown = production_write_slowdown(incident);
  if (incident.attributes.data_damage) {
    repair = lognormal(rank, mitigation.unwind_data.median_hours, mitigation.unwind_data.log_sd) * slowdown;
  } else if (!incident.attributes.rollbackable) {
    repair = lognormal(rank, mitigation.fix_forward.median_hours, mitigation.fix_forward.log_sd) * slowdown;
  }
  double mitigated_at = now_ + search + repair;
  if (incident.attributes.magnitude >= 1.0) {
    mitigated_at = std::min(mitigated_at, std::max(now_, incident.begin_hours + mitigation.total_outage_cap_hours));
  }
  calendar_.push(std::min(now_ + search, mitigated_at), kDiagnosed, stable, index);
  incident.mitigated_hours = mitigated_at;
  calendar_.push(mitigated_at, kMitigated, stable, index);

  const std::uint32_t owner = facts_->owner[incident.fault.service.index()];
  if (feedback.incidents_take_reviewers && owner < scenario_->organisation.teams.size() && severity(incident) <= 2) {
    const double people = scenario_->response.responder_hours_per_incident_hour;
    desk_.take_away(owner, static_cast<std::uint32_t>(people), mitigated_at);
  }
}

int Quarter::severity(const Incident& incident) const {
  const SeverityModel& limits = scenario_->response.severity;
  return incident.canary                                ? 0
         : incident.peak_failed >= limits.sev1_fraction ? 1
         : incident.peak_failed >= limits.sev2_fraction ? 2
                                                        : 3;
}

// A closed channel slows whoever must write to production by hand; a rollback goes through the pipeline.
double Quarter::production_write_slowdown(const Incident& incident) const {
  const CompiledPolicy::Phase& phase = ctx_.policy->phase_at(now_);
  const CompiledGate* closing = phase.channel_closing;
  if (closing == nullptr) return 1.0;
  const Circumstances at{incident.documented, Channel::out_of_band, now_, ctx_.shared->draws, &scenario_->defects};
  const bool applies = incident.change == kNoSlot ? closing->covers_service(incident.fault.service)
                                                  : phase.covered_by(closing, ctx_.shared->table[incident.change], at);
  return applies ? closing->gate->mitigation_slowdown : 1.0;
}

void Quarter::mitigated(std::uint32_t index) {
  const Incident& incident = incidents_[index];
  if (ctx_.log != nullptr) ctx_.log->incident_phase(incident.number, IncidentPhase::mitigated, now_);
  if (incident.answered) {
    if (const std::optional<std::uint32_t> next = on_call_.release(incident.responder)) {
      Incident& waited = incidents_[*next];
      waited.responder = incident.responder;
      waited.answered = true;
      if (in_horizon(waited.begin_hours)) add(Metric::responder_wait_hours, now_ - waited.detection.time_hours);
      respond(*next);
    }
  }
  if (scenario_->response.mitigation.recovery_ramp_hours > 0.0) {
    recovering(index, 0);
  } else {
    board_.advance(now_);
    end_incident(index);
  }
}

void Quarter::recovering(std::uint32_t index, std::uint32_t step) {
  const Incident& incident = incidents_[index];
  board_.advance(now_);
  if (step == kRecoverySteps) {
    end_incident(index);
    return;
  }
  board_.set_exposure(incident.number, incident.exposure_at_end * recovery_exposure(step));
  const double ramp = scenario_->response.mitigation.recovery_ramp_hours / kRecoverySteps;
  calendar_.push(now_ + ramp, kRecovering, incident.key.subject ^ incident.key.stream, index,
                 static_cast<std::uint16_t>(step + 1));
}

// Changes deployed in the last day to services whose calls can reach the failed one, itself included; counting stops at
// `enough`.
double Quarter::suspects(ServiceId failed, double enough) const {
  double count = 0.0;
  const double since = now_ - kSuspectWindowHours;
  const auto last = static_cast<std::size_t>(now_);
  const auto first = static_cast<std::size_t>(std::max(0.0, since));
  for (std::size_t hour = first; hour <= last && count < enough; ++hour) {
    for (std::uint32_t node = deployed_in_hour_[hour]; node != kNoSlot && count < enough;
         node = deployments_[node].next) {
      const Deployment& deployment = deployments_[node];
      if (deployment.time_hours <= since || deployment.time_hours > now_) continue;
      if (facts_->depends_on(ServiceId{deployment.service}, failed)) count += 1.0;
    }
  }
  return count;
}

}  // namespace faultline
