// A fault from its start to its end.
#include <algorithm>
#include <cmath>

#include "models/core/elementary.h"
#include "models/core/samplers.h"
#include "sim/quarter.h"

namespace faultline {
namespace {

constexpr std::uint32_t kRecoverySteps = 4;  // of equal length; a linear ramp with the same loss
constexpr double kSuspectWindowHours = 24.0;

double recovery_exposure(std::uint32_t step) { return (kRecoverySteps - step - 0.5) / kRecoverySteps; }

}  // namespace

void Quarter::expose_defect(const InFlight& flight, const ExposurePlan& plan, Channel channel, bool rollout_detects) {
  const Change& change = change_of(flight);
  const KeyedDraws& draws = *ctx_.shared->draws;
  const Defect& defect = defects_[flight.defect];
  const double full_from = plan.full_from();
  const bool counted = in_horizon(flight.submitted_hours);
  if (!(plan.first_exposure() < scenario_->time.end())) return;

  Incident incident{};
  incident.plan = plan;
  incident.key = defect.key;
  incident.attributes = draw_fault(scenario_->defects, draws, defect.key, channel);
  incident.change = flight.change;
  incident.channel = channel;
  incident.documented = flight.documented;
  place_fault(incident, ServiceId{change.service});

  const Activation activation = draw_activation(scenario_->defects.activation, draws, defect.key);
  incident.begin_hours =
      activation.by_exposure ? plan.time_of_exposure(activation.hours) : plan.first_exposure() + activation.hours;
  FaultSignal signal;
  signal.begin_hours = incident.begin_hours;
  const Service& service = scenario_->graph.service(incident.fault.service);
  signal.visible_magnitude = incident.fault.magnitude * incident.attributes.visible_fraction;
  signal.baseline_errors = service.baseline_error_fraction;
  signal.requests_per_order = facts_->requests_per_order[change.service];
  signal.lost_order_fraction =
      board_.failed_fraction_alone(incident.fault, 1.0) * incident.fault.order_loss_given_error;
  const auto runtime = static_cast<std::size_t>(DetectorClass::runtime);
  signal.visible_at_runtime =
      defect.rank[runtime] <=
      1.0 - scenario_->stealth.undetectable_fraction[runtime][static_cast<std::size_t>(change.kind)];
  signal.rollout_detects = rollout_detects;
  const double customers = draws.uniform(defect.key.subject, defect.key.stream, detail_of(Purpose::customers));
  const LognormalHours& law = scenario_->response.detection.customers;
  signal.customers_after_hours = lognormal(customers, law.median_hours, law.log_sd);
  incident.detection = detect(scenario_->response.detection, signal, plan, facts_->all_orders);
  incident.canary = incident.detection.by == DetectedBy::rollout;

  if (incident.canary) {
    // Rolled back and mended by its author; delivered once it has been through the stages again.
    if (counted) caught_by_gate_[flight.gate] += 1.0;
    if (counted) add(Metric::canary_catches, 1.0);
    if (ctx_.log != nullptr) {
      ctx_.log->change_caught(logged(flight, false), incident.detection.time_hours,
                              GateId{static_cast<std::uint32_t>(flight.gate)});
    }
    double delivered = full_from;
    if (scenario_->feedback.rework) {
      const double rework = rework_hours(flight, change.stream ^ facts_->gate_keys[flight.gate]);
      spend_on_rework(GateId{static_cast<std::uint32_t>(flight.gate)}, rework, incident.detection.time_hours);
      delivered = incident.detection.time_hours + rework + (full_from - plan.first_exposure());
    }
    record_deployment(flight, delivered, false);
  } else {
    if (channel == Channel::pipeline) record_deployment(flight, full_from, false);
    if (counted) add(Metric::changes_escaped, 1.0);
  }
  if (told(flight)) {
    ctx_.log->change_exposed(logged(flight, channel == Channel::out_of_band), plan.first_exposure(), plan.fraction[0]);
  }
  schedule_incident(incident);
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
  incident.change = kNoSlot;
  incident.channel = Channel::background;
  incident.documented = true;
  place_fault(incident, background.service);
  incident.begin_hours = now_;

  FaultSignal signal;
  signal.begin_hours = now_;
  signal.visible_magnitude = incident.fault.magnitude * incident.attributes.visible_fraction;
  signal.baseline_errors = scenario_->graph.service(background.service).baseline_error_fraction;
  signal.requests_per_order = facts_->requests_per_order[background.service.index()];
  signal.lost_order_fraction =
      board_.failed_fraction_alone(incident.fault, 1.0) * incident.fault.order_loss_given_error;
  const double customers = draws.uniform(background.key.subject, background.key.stream, detail_of(Purpose::customers));
  const LognormalHours& law = scenario_->response.detection.customers;
  signal.customers_after_hours = lognormal(customers, law.median_hours, law.log_sd);
  incident.detection = detect(scenario_->response.detection, signal, incident.plan, facts_->all_orders);
  schedule_incident(incident);
}

void Quarter::schedule_incident(Incident incident) {
  incident.number = kNoSlot;  // until it begins
  const auto index = static_cast<std::uint32_t>(incidents_.size());
  const std::uint32_t stable = incident.key.subject ^ incident.key.stream;
  calendar_.push(std::max(incident.begin_hours, now_), kIncidentBegins, stable, index);
  incidents_.push_back(incident);
}

void Quarter::incident_begins(std::uint32_t index) {
  Incident& incident = incidents_[index];
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

void Quarter::detected(std::uint32_t index) {
  Incident& incident = incidents_[index];
  const std::uint32_t stable = incident.key.subject ^ incident.key.stream;
  const MitigationModel& mitigation = scenario_->response.mitigation;
  if (ctx_.log != nullptr) ctx_.log->incident_phase(incident.number, IncidentPhase::detected, now_);
  // Promotion stops when somebody notices.
  incident.exposure_at_end = incident.plan.fraction_at(now_);
  double mitigated_at = now_ + mitigation.rollback_hours;  // the pipeline's own rollback
  if (!incident.canary) {
    const KeyedDraws& draws = *ctx_.shared->draws;
    const FaultKey key = incident.key;
    const DiagnosisModel& diagnosis = scenario_->response.diagnosis;
    const double reference = elementary::log(2.0 + diagnosis.reference_suspects);
    // More suspects than this no longer lengthen the search.
    const double enough = elementary::exp(diagnosis.max_factor * reference);
    const double factor = std::clamp(elementary::log(2.0 + suspects(incident.fault.service, enough)) / reference,
                                     diagnosis.min_factor, diagnosis.max_factor);
    double search = lognormal(draws.uniform(key.subject, key.stream, detail_of(Purpose::diagnosis)),
                              diagnosis.time.median_hours, diagnosis.time.log_sd) *
                    factor;
    if (!incident.documented) search *= diagnosis.undocumented_multiplier;
    const double rank = draws.uniform(key.subject, key.stream, detail_of(Purpose::mitigation));
    double repair = mitigation.rollback_hours;
    const double slowdown = production_write_slowdown(incident);
    if (incident.attributes.data_damage) {
      repair = lognormal(rank, mitigation.unwind_data.median_hours, mitigation.unwind_data.log_sd) * slowdown;
    } else if (!incident.attributes.rollbackable) {
      repair = lognormal(rank, mitigation.fix_forward.median_hours, mitigation.fix_forward.log_sd) * slowdown;
    }
    mitigated_at = now_ + search + repair;
    if (incident.attributes.magnitude >= 1.0) {
      mitigated_at = std::min(mitigated_at, std::max(now_, incident.begin_hours + mitigation.total_outage_cap_hours));
    }
    calendar_.push(std::min(now_ + search, mitigated_at), kDiagnosed, stable, index);
  }
  incident.mitigated_hours = mitigated_at;
  incident.peak_failed = board_.failed_fraction_alone(incident.fault, incident.exposure_at_end);
  calendar_.push(mitigated_at, kMitigated, stable, index);
}

// A closed channel slows whoever must write to production by hand; a rollback goes through the pipeline.
double Quarter::production_write_slowdown(const Incident& incident) const {
  const CompiledGate* closing = ctx_.policy->phase_at(now_).channel_closing;
  if (closing == nullptr) return 1.0;
  const bool applies = incident.change == kNoSlot
                           ? closing->covers_service(incident.fault.service)
                           : closing->applies(ctx_.shared->table[incident.change], incident.documented);
  return applies ? closing->gate->mitigation_slowdown : 1.0;
}

void Quarter::mitigated(std::uint32_t index) {
  const Incident& incident = incidents_[index];
  if (ctx_.log != nullptr) ctx_.log->incident_phase(incident.number, IncidentPhase::mitigated, now_);
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

void Quarter::end_incident(std::uint32_t index) {
  Incident& incident = incidents_[index];
  const OngoingFault fault = board_.end(incident.number);
  const bool undetected = !(incident.detection.time_hours <= now_);
  if (undetected) {
    incident.peak_failed = board_.failed_fraction_alone(incident.fault, incident.plan.fraction_at(now_));
  }
  const Economics& economics = scenario_->economics;
  const double duration = now_ - incident.begin_hours;
  const double recaptured = economics.recapture_fraction * elementary::exp(-duration / economics.recapture_decay_hours);
  const double net = fault.lost_orders_in_horizon * (1.0 - recaptured);
  const double gross = fault.lost_orders_in_horizon;
  add(Metric::lost_orders_gross, gross);
  add(Metric::lost_orders_net, net);
  add(Metric::customer_errors, fault.errors_in_horizon);

  const SeverityModel& severity = scenario_->response.severity;
  const int level = incident.canary                                  ? 0
                    : incident.peak_failed >= severity.sev1_fraction ? 1
                    : incident.peak_failed >= severity.sev2_fraction ? 2
                                                                     : 3;
  const bool begun_in_horizon = in_horizon(incident.begin_hours);
  if (begun_in_horizon) {
    if (level == 1) add(Metric::incidents_sev1, 1.0);
    if (level == 2) add(Metric::incidents_sev2, 1.0);
    if (level == 3) add(Metric::incidents_sev3, 1.0);
    double& largest = metrics_[static_cast<std::size_t>(Metric::largest_incident_orders)];
    largest = std::max(largest, fault.lost_orders);
    const auto& weekend = scenario_->time.weekend_hours;
    const auto hour = static_cast<std::size_t>(incident.begin_hours);
    if (level > 0 && hour < weekend.size() && weekend[hour]) add(Metric::incidents_weekend, 1.0);
  }
  if (level > 0 && !undetected && in_horizon(incident.detection.time_hours)) {
    const double responders =
        level <= 2 ? scenario_->response.responder_hours_per_incident_hour : scenario_->response.responders_sev3;
    const double hours = responders * (std::min(now_, incident.mitigated_hours) - incident.detection.time_hours);
    add(Metric::incident_hours, hours);
    add(Metric::engineer_hours, hours);
  }

  const bool by_change = incident.change != kNoSlot;
  std::size_t team = scenario_->organisation.teams.size();
  if (by_change) {
    const Change& change = ctx_.shared->table[incident.change];
    team = change.team;
    loss_.by_origin[static_cast<std::size_t>(change.origin)] += gross;
    loss_.by_kind[static_cast<std::size_t>(change.kind)] += gross;
    if (in_horizon(change.submitted_hours)) add(Metric::lost_orders_submitted, fault.lost_orders);
    if (begun_in_horizon && level > 0) {
      // More failing requests at an entry than at the faulty service: that is where people see it.
      const double own = facts_->requests_per_order[change.service];
      double most = 0.0;
      for (std::size_t j = 0; j < scenario_->journeys.size(); ++j) {
        bool is_entry = false;
        for (const JourneyEntry& entry : scenario_->journeys[j].entries) {
          is_entry = is_entry || entry.service == incident.fault.service;
        }
        if (!is_entry) {
          most =
              std::max(most, facts_->entry_requests_per_order[j] * board_.reach(JourneyId{j}, incident.fault.service));
        }
      }
      if (most > own) add(Metric::incidents_seen_elsewhere, 1.0);
    }
  }
  loss_.by_team[team] += gross;
  loss_.by_service[incident.fault.service.index()] += gross;
  loss_.by_channel[static_cast<std::size_t>(incident.channel)] += gross;
  if (ctx_.log != nullptr) {
    ctx_.log->incident_phase(incident.number, IncidentPhase::recovered, now_);
    ctx_.log->incident_ended(
        incident.number, {incident.begin_hours, now_, incident.peak_failed, level, gross, net, fault.errors_in_horizon,
                          undetected ? DetectedBy::nothing : incident.detection.by});
  }
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
