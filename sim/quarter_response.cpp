// A fault from its start to its end.
#include <algorithm>
#include <optional>

#include "models/core/elementary.h"
#include "models/core/samplers.h"
#include "sim/quarter.h"
#include "sim/response/fault_course.h"
#include "sim/review_work.h"

namespace faultline {
namespace {

constexpr double kSuspectWindowHours = 24.0;

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
  incident.change = flight.change;
  incident.defect = flight.defect;
  incident.channel = channel;
  incident.documented = flight.documented;
  confine(incident, change, plan.first_exposure());

  const Activation activation = draw_activation(scenario_->defects.activation, draws, defect.key);
  incident.begin_hours =
      activation.by_exposure ? plan.time_of_exposure(activation.hours) : plan.first_exposure() + activation.hours;
  const auto runtime = static_cast<std::size_t>(DetectorClass::runtime);
  incident.visible_at_runtime =
      defect.rank[runtime] <=
      1.0 - scenario_->stealth.undetectable_fraction[runtime][static_cast<std::size_t>(change.kind)];
  incident.staged = rollout != nullptr;
  incident.rollout_detects = rollout != nullptr && rollout->gate->detects;
  strike(incident, ServiceId{change.service}, incident.visible_at_runtime, rollout);
  if (ctx_.luck != nullptr) incident.scope = scope_chances(incident);
  tilt_luck(incident, rollout);

  const CompiledGate* audit = nullptr;
  if (rollout != nullptr && incident.canary) {
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

// Where the fault strikes, and who notices when, follow from its attributes and its luck.
void Quarter::strike(Incident& incident, ServiceId service, bool visible_at_runtime, const CompiledGate* rollout) {
  if (forced_.failed(service)) incident.attributes.magnitude = 1.0;
  incident.fault = placed_fault(*scenario_, incident.attributes, service);
  FaultSignal signal = signal_of(incident);
  signal.visible_at_runtime = visible_at_runtime;
  signal.rollout_detects = rollout != nullptr && rollout->gate->detects && !forced_.failed(rollout->gate->index);
  incident.detection = detect(scenario_->response.detection, signal, incident.plan, facts_->all_orders);
  if (rollout != nullptr && forced_.perfect(rollout->gate->index) && incident.begin_hours < incident.plan.full_from()) {
    incident.detection = {incident.begin_hours, DetectedBy::rollout};
  }
  incident.canary = rollout != nullptr && incident.detection.by == DetectedBy::rollout;
}

// A scope limit keeps what would have struck the whole fleet to the service that was changed.
void Quarter::confine(Incident& incident, const Change& change, double time) const {
  if (incident.attributes.scope != DefectScope::fleet) return;
  const double leaked = leaked_fraction(incident, change, time, false);
  if (leaked >= 1.0) return;
  const std::uint32_t limit = ctx_.policy->phase_at(time).scope_limit->key;
  const double rank =
      ctx_.shared->draws->uniform(incident.key.subject, incident.key.stream ^ limit, detail_of(Purpose::scope_leak));
  if (rank >= leaked) incident.attributes.scope = DefectScope::service;
}

// Chance that a fleet-wide fault of the change is not confined.
double Quarter::leaked_fraction(const Incident& incident, const Change& change, double time, bool given_wide) const {
  const CompiledPolicy::Phase& phase = ctx_.policy->phase_at(time);
  Circumstances at{incident.documented, incident.channel, time, ctx_.shared->draws, &scenario_->defects};
  at.given_wide = given_wide;
  if (!phase.covered_by(phase.scope_limit, change, at)) return 1.0;
  const Gate& limit = *phase.scope_limit->gate;
  return forced_.leakage(limit.index, limit.leakage_fraction);
}

// What detectors see of a fault, runtime stealth and rollout apart.
FaultSignal Quarter::signal_of(const Incident& incident) const {
  FaultSignal signal =
      faultline::signal_of(*scenario_, board_, incident.fault, incident.attributes.visible_fraction,
                           incident.begin_hours, facts_->requests_per_order[incident.fault.service.index()]);
  signal.customers_after_hours = draw_customers_hours(scenario_->response.detection, luck_of(incident), incident.key);
  return signal;
}

void Quarter::begin_background(const BackgroundIncident& background) {
  Incident incident{};
  incident.plan = exposed_at_once(now_);
  incident.key = background.key;
  incident.attributes =
      draw_fault(background_model(*scenario_), *ctx_.shared->draws, background.key, Channel::background);
  incident.change = kNoSlot;
  incident.defect = kNoSlot;
  incident.channel = Channel::background;
  incident.documented = true;
  incident.begin_hours = now_;
  incident.visible_at_runtime = true;
  strike(incident, background.service, true, nullptr);
  tilt_luck(incident, nullptr);
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
  account_luck(incident);
  charge();
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
  charge();
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
  const KeyedDraws draws = luck_of(incident);
  const DiagnosisModel& diagnosis = scenario_->response.diagnosis;
  double search = incident.luck == 0 ? draw_search_hours(diagnosis, draws, incident.key)
                                     : ctx_.luck->expected_loss.search(draws, incident.key, incident.luck - 1).hours;
  if (feedback.suspects) search *= suspect_factor(incident.fault.service, now_);
  if (feedback.documentation && !incident.documented) search *= diagnosis.undocumented_multiplier;
  const double slowdown = production_write_slowdown(incident, now_);
  const double repair =
      incident.luck == 0
          ? draw_repair_hours(mitigation, incident.attributes, slowdown, draws, incident.key)
          : ctx_.luck->expected_loss.repair(draws, incident.attributes, slowdown, incident.key, incident.luck - 1)
                .hours;
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
double Quarter::production_write_slowdown(const Incident& incident, double time) const {
  const CompiledPolicy::Phase& phase = ctx_.policy->phase_at(time);
  const CompiledGate* closing = phase.channel_closing;
  if (closing == nullptr) return 1.0;
  Circumstances at{incident.documented, Channel::out_of_band, time, ctx_.shared->draws, &scenario_->defects};
  if (incident.luck != 0 && incident.change != kNoSlot && !defects_[incident.defect].born_in_rework) {
    at.given_wide = incident.wide;
    at.given_narrow = !incident.wide;
  }
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
    charge();
    end_incident(index);
  }
}

void Quarter::recovering(std::uint32_t index, std::uint32_t step) {
  const Incident& incident = incidents_[index];
  charge();
  if (step == kRecoverySteps) {
    end_incident(index);
    return;
  }
  board_.set_exposure(incident.number, incident.exposure_at_end * recovery_exposure(step));
  const double ramp = scenario_->response.mitigation.recovery_ramp_hours / kRecoverySteps;
  calendar_.push(now_ + ramp, kRecovering, incident.key.subject ^ incident.key.stream, index,
                 static_cast<std::uint16_t>(step + 1));
}

// More suspects, longer search. (model, section 8)
double Quarter::suspect_factor(ServiceId failed, double time) const {
  const DiagnosisModel& diagnosis = scenario_->response.diagnosis;
  const double reference = elementary::log(2.0 + diagnosis.reference_suspects);
  // More suspects than this no longer lengthen the search.
  const double enough = elementary::exp(diagnosis.max_factor * reference);
  return std::clamp(elementary::log(2.0 + suspects(failed, time, enough)) / reference, diagnosis.min_factor,
                    diagnosis.max_factor);
}

// Changes deployed in the day before `time` to services whose calls can reach the failed one, itself included; counting
// stops at `enough`.
double Quarter::suspects(ServiceId failed, double time, double enough) const {
  double count = 0.0;
  const double since = time - kSuspectWindowHours;
  const auto last = static_cast<std::size_t>(time);
  const auto first = static_cast<std::size_t>(std::max(0.0, since));
  for (std::size_t hour = first; hour <= last && count < enough; ++hour) {
    for (std::uint32_t node = deployed_in_hour_[hour]; node != kNoSlot && count < enough;
         node = deployments_[node].next) {
      const Deployment& deployment = deployments_[node];
      if (deployment.time_hours <= since || deployment.time_hours > time) continue;
      if (facts_->depends_on(ServiceId{deployment.service}, failed)) count += 1.0;
    }
  }
  return count;
}

}  // namespace faultline
