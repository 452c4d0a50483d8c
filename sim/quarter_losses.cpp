// What an incident cost, and whose loss it is.
#include <algorithm>

#include "models/core/elementary.h"
#include "sim/quarter.h"

namespace faultline {

void Quarter::end_incident(std::uint32_t index) {
  Incident& incident = incidents_[index];
  const OngoingFault fault = board_.end(incident.number);
  if (!incident.noticed) {
    incident.peak_failed = board_.failed_fraction_alone(incident.fault, incident.plan.fraction_at(now_));
  }
  const Economics& economics = scenario_->economics;
  const double duration = now_ - incident.begin_hours;
  const double recaptured = economics.recapture_fraction * elementary::exp(-duration / economics.recapture_decay_hours);
  const double gross = fault.lost_orders_in_horizon;
  const double net = gross * (1.0 - recaptured);
  add(Metric::lost_orders_gross, gross);
  add(Metric::lost_orders_net, net);
  add(Metric::customer_errors, fault.errors_in_horizon);

  const int level = severity(incident);
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
    if (level > 0 && seen_elsewhere(incident)) add(Metric::incidents_seen_elsewhere, 1.0);
  }
  if (level > 0 && incident.noticed && in_horizon(incident.detection.time_hours)) {
    const double responders =
        level <= 2 ? scenario_->response.responder_hours_per_incident_hour : scenario_->response.responders_sev3;
    const double hours = responders * (std::min(now_, incident.mitigated_hours) - incident.detection.time_hours);
    add(Metric::incident_hours, hours);
    add(Metric::engineer_hours, hours);
  }
  if (incident.change != kNoSlot) {
    const Change& change = ctx_.shared->table[incident.change];
    if (in_horizon(change.submitted_hours)) add(Metric::lost_orders_submitted, fault.lost_orders);
  }
  attribute(incident, gross);
  lost_by_owner_[facts_->owner[incident.fault.service.index()]] += fault.lost_orders;
  fates_.push_back({incident.key, true, incident.canary,
                    incident.defect != kNoSlot && defects_[incident.defect].born_in_rework, incident.gate, gross,
                    duration});
  if (ctx_.log != nullptr) {
    ctx_.log->incident_phase(incident.number, IncidentPhase::recovered, now_);
    ctx_.log->incident_ended(
        incident.number, {incident.begin_hours, now_, incident.peak_failed, level, gross, net, fault.errors_in_horizon,
                          incident.noticed ? incident.detection.by : DetectedBy::nothing});
  }
}

void Quarter::attribute(const Incident& incident, double gross) {
  std::size_t team = scenario_->organisation.teams.size();
  if (incident.change != kNoSlot) {
    const Change& change = ctx_.shared->table[incident.change];
    team = change.team;
    loss_.by_origin[static_cast<std::size_t>(change.origin)] += gross;
    loss_.by_kind[static_cast<std::size_t>(change.kind)] += gross;
    const Defect& defect = defects_[incident.defect];
    const auto charge = [&](std::uint64_t gates, GateMiss miss) {
      for (std::size_t gate = 0; gates != 0; ++gate, gates >>= 1U) {
        if ((gates & 1U) != 0) gate_loss_[gate][static_cast<std::size_t>(miss)] += gross;
      }
    };
    charge(defect.bypassed, GateMiss::bypassed);
    charge(defect.attention, GateMiss::attention);
    charge(defect.beyond & ~defect.bypassed & ~defect.attention, GateMiss::beyond);
  }
  loss_.by_team[team] += gross;
  loss_.by_service[incident.fault.service.index()] += gross;
  loss_.by_channel[static_cast<std::size_t>(incident.channel)] += gross;
}

// At its peak more requests fail where a journey begins, at another service, than fail there anyway.
bool Quarter::seen_elsewhere(const Incident& incident) const {
  const ServiceId service = incident.fault.service;
  for (std::size_t j = 0; j < scenario_->journeys.size(); ++j) {
    const double reach = incident.fault.every_request ? 1.0 : board_.reach(JourneyId{j}, service);
    const double failing = incident.fault.magnitude * reach;
    for (const JourneyEntry& entry : scenario_->journeys[j].entries) {
      const double anyway = scenario_->graph.service(entry.service).baseline_error_fraction;
      if (entry.service != service && failing > anyway) return true;
    }
  }
  return false;
}

// Moves the board's time on to now, and tells what that cost if somebody asks.
void Quarter::charge() {
  const double from = board_.now();
  if (ctx_.log == nullptr || !ctx_.log->wants_losses() || board_.size() == 0 || !(now_ > from)) {
    board_.advance(now_);
    return;
  }
  std::vector<double> before;
  for (std::size_t i = 0; i < board_.size(); ++i) before.push_back(board_.fault_at(i).lost_orders);
  board_.advance(now_);
  for (std::size_t i = 0; i < board_.size(); ++i) {
    const OngoingFault& fault = board_.fault_at(i);
    ctx_.log->orders_lost(fault.incident, from, now_, fault.lost_orders - before[i]);
  }
}

// Totals of the day by owner of the faulty service, faults that go on included.
void Quarter::note_losses() {
  charge();
  std::copy(lost_by_owner_.begin(), lost_by_owner_.end(), owner_totals_.begin());
  for (std::size_t i = 0; i < board_.size(); ++i) {
    const OngoingFault& fault = board_.fault_at(i);
    owner_totals_[facts_->owner[fault.service.index()]] += fault.lost_orders;
  }
  loss_history_.note(static_cast<std::size_t>(now_ / 24.0 + 0.5) - 1, owner_totals_);
}

}  // namespace faultline
