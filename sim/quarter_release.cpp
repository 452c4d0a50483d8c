// Into production, and what follows there: audits, and work that seeks another way.
#include <algorithm>
#include <optional>

#include "models/core/elementary.h"
#include "models/core/samplers.h"
#include "sim/quarter.h"
#include "sim/review_work.h"

namespace faultline {
namespace {

constexpr std::uint32_t kFewestLeads = 10;  // below, a team's median says too little
constexpr double kLargestDisplacement = 5.0;

}  // namespace

// By stages when a rollout gate says so. The last that delivery hears of a change.
void Quarter::release(InFlight& flight, double time, const CompiledGate* compiled) {
  const Gate* rollout = compiled == nullptr ? nullptr : compiled->gate;
  const KeyedDraws& draws = *ctx_.shared->draws;
  const Change& change = change_of(flight);
  if (!holds_.gates().empty()) free_places(flight, time);
  ExposurePlan plan = rollout == nullptr
                          ? exposed_at_once(time)
                          : plan_rollout(*rollout, scenario_->calendars[rollout->calendar.index()], time);
  const bool defective = flight.defect != kNoSlot && !defects_[flight.defect].removed;
  if (rollout != nullptr && scenario_->feedback.rework && rollout->false_alarms_per_rollout > 0.0 && !defective) {
    const PhiloxCounter words =
        draws.block(change.ordinal, change.stream ^ compiled->key, detail_of(Purpose::rollout_alarm));
    if (uniform32(words[0]) < rollout->false_alarms_per_rollout) {
      const double rework = lognormal(uniform64(words[1], words[2]), rollout->false_alarm_rework.median_hours,
                                      rollout->false_alarm_rework.log_sd);
      spend_on_rework(rollout->index, rework, plan.full_from());
      plan = plan_rollout(*rollout, scenario_->calendars[rollout->calendar.index()], plan.full_from() + rework);
    }
  }
  if (rollout != nullptr) {
    meet(rollout->index, flight);
    stay(rollout->index, flight, time, plan.full_from());
  }
  if (defective) {
    expose_defect(flight, plan, Channel::pipeline, rollout == nullptr ? nullptr : compiled);
  } else {
    (void)record_deployment(flight, plan.full_from(), Channel::pipeline);
  }
}

// Returns the audit that will look at the change, null when none does.
const CompiledGate* Quarter::record_deployment(const InFlight& flight, double time, Channel channel) {
  const TimeFrame& frame = scenario_->time;
  if (!(time < frame.end())) return nullptr;
  const Change& change = change_of(flight);
  const auto node = static_cast<std::uint32_t>(deployments_.size());
  std::uint32_t& head = deployed_in_hour_[static_cast<std::size_t>(time)];
  deployments_.push_back({time, change.service, head});
  head = node;
  count_backlog(time, -1.0);
  if (time < frame.horizon_end()) {
    deployed_ever_ += 1.0;
    if (time >= frame.horizon_begin()) add(Metric::changes_deployed_in_horizon, 1.0);
  }
  const bool by_people = change.origin != Origin::automated && channel == Channel::pipeline;
  const double lead = time - flight.submitted_hours;
  const double worked = lead - static_cast<double>(flight.author_hold_hours);
  if (counted(flight)) {
    add(Metric::changes_deployed, 1.0);
    add(Metric::delay_change_days, lead / 24.0);
    deployed_submitted_sum_ += flight.submitted_hours;
    if (time >= frame.horizon_end()) add(Metric::changes_undelivered_horizon, 1.0);
    if (by_people) lead_times_.add(std::max(0.0, worked));
  }
  if (by_people) recent_leads_.add(change.team, time, std::max(0.0, worked - static_cast<double>(flight.frozen_hours)));

  const CompiledPolicy::Phase& phase = ctx_.policy->phase_at(time);
  if (!phase.covered_by(phase.audit, change, circumstances(flight, channel, time))) return nullptr;
  const Gate& audit = *phase.audit->gate;
  const double rank =
      ctx_.shared->draws->uniform(change.ordinal, change.stream ^ phase.audit->key, detail_of(Purpose::audit_sample));
  if (!(rank < audit.sample_fraction)) return nullptr;
  const double held_at = time + 24.0 * audit.lag_days;
  meet(audit.index, flight);
  spend(audit.index, audit.engineer_hours, held_at);
  if (in_horizon(held_at)) add(Metric::audits, 1.0);
  if (deterrence_[change.team] > audit.deterrence) {
    calendar_.push(held_at, kAudited, flight.change, kNoSlot, static_cast<std::uint16_t>(audit.index.index()));
  }
  return phase.audit;
}

// An audit is held. Its payload is the incident that the change's defect will cause or has caused; kNoSlot: it only
// deters.
void Quarter::audited(const Event& event) {
  const CompiledGate* audit = ctx_.policy->phase_at(now_).find(GateId{static_cast<std::uint32_t>(event.detail)});
  if (audit == nullptr) return;  // the policy no longer audits
  const Gate& gate = *audit->gate;
  if (event.payload == kNoSlot) {
    double& left = deterrence_[ctx_.shared->table[event.stable_id].team];
    left = std::min(left, gate.deterrence);
    return;
  }
  Incident& incident = incidents_[event.payload];
  if (incident.noticed || incident.cancelled) return;
  InFlight flight;
  flight.change = incident.change;
  flight.defect = incident.defect;
  flight.submitted_hours = change_of(flight).submitted_hours;
  flight.documented = incident.documented;
  const double effort = gate.effort_multiplier * defects_[incident.defect].human_effort;
  const bool begun = incident.number != kNoSlot;
  const bool found = caught(incident.defect, flight, DetectorClass::human, effort, gate.index, now_);
  if (ctx_.log != nullptr) {
    ctx_.log->change_audited(logged(flight, incident.channel == Channel::out_of_band), now_, gate.index, found);
  }
  if (!found) {
    defects_[incident.defect].beyond |= audit->bit;
    return;
  }
  if (in_horizon(now_)) add(Metric::audit_finds, 1.0);
  if (begun) {
    fates_.pop_back();  // it is in production: its incident tells the rest
    incident.detection = {now_, DetectedBy::audit};
    detected(event.payload);
  } else {
    incident.cancelled = true;
  }
}

// Once a week: a team that waits longer than it did before the horizon takes more work round the pipeline.
void Quarter::update_displacement() {
  const double exponent = scenario_->organisation.out_of_band.displacement_exponent;
  if (!scenario_->feedback.displacement || !(exponent > 0.0)) return;
  for (std::size_t i = 0; i < leads_.size(); ++i) {
    TeamLead& team = leads_[i];
    const std::optional<double> median = recent_leads_.median_of_last_weeks(i, now_, kFewestLeads);
    if (!median) continue;
    if (!(team.baseline_median > 0.0)) {
      team.baseline_median = *median;
    } else {
      team.factor = std::min(elementary::pow(*median / team.baseline_median, exponent), kLargestDisplacement);
    }
  }
}

}  // namespace faultline
