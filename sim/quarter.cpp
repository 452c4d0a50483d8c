#include "sim/quarter.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace faultline {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kWeekHours = 168.0;
constexpr std::size_t kFirstReserve = 4096;

// About one bucket for each change: an event or two in each at busy times.
double bucket_hours(double span_hours, double expected_changes) {
  return std::clamp(span_hours / std::max(expected_changes, 1.0), 1.0 / 64.0, 1.0);
}

}  // namespace

Quarter::Quarter(const Scenario& scenario, const ServiceFacts& facts, const LossTable& losses, double expected_changes)
    : scenario_(&scenario),
      facts_(&facts),
      calendar_(scenario.time.end(), bucket_hours(scenario.time.end(), expected_changes)),
      desk_(scenario.organisation, scenario.calendars, facts.gate_keys, {kReviewWake, kReviewEnded}),
      board_(scenario, losses),
      deployed_in_hour_(static_cast<std::size_t>(std::ceil(scenario.time.end())) + 1, kNoSlot),
      recent_leads_(scenario.organisation.teams.size(), scenario.time.horizon_begin(), scenario.time.end()),
      leads_(scenario.organisation.teams.size()) {
  loss_.by_service.resize(scenario.graph.service_count());
  loss_.by_team.resize(scenario.organisation.teams.size() + 1);
  flights_.reserve(kFirstReserve);
  incidents_.reserve(kFirstReserve);
  defects_.reserve(kFirstReserve);
}

void Quarter::clear() {
  now_ = 0.0;
  next_change_ = next_background_ = incident_count_ = 0;
  free_flight_ = kNoSlot;
  calendar_.clear();
  desk_.clear();
  board_.clear();
  flights_.clear();
  defects_.clear();
  incidents_.clear();
  std::fill(deployed_in_hour_.begin(), deployed_in_hour_.end(), kNoSlot);
  deployments_.clear();
  recent_leads_.clear();
  for (TeamLead& lead : leads_) {
    lead.baseline_median = 0.0;
    lead.factor = 1.0;
  }
  metrics_.fill(0.0);
  std::fill(loss_.by_service.begin(), loss_.by_service.end(), 0.0);
  std::fill(loss_.by_team.begin(), loss_.by_team.end(), 0.0);
  loss_.by_origin.fill(0.0);
  loss_.by_kind.fill(0.0);
  loss_.by_channel.fill(0.0);
  caught_by_gate_.fill(0.0);
  hours_by_gate_.fill(0.0);
  lead_times_ = {};
  turnarounds_ = {};
  submitted_ever_ = deployed_ever_ = submitted_hours_sum_ = deployed_submitted_sum_ = 0.0;

  // Segments of loss are split where counting begins and ends.
  calendar_.push(scenario_->time.horizon_begin(), kBoundary, 0, 0);
  calendar_.push(scenario_->time.horizon_end(), kBoundary, 1, 0);
  calendar_.push(scenario_->time.horizon_begin(), kWeek, 0, 0);
}

void Quarter::run(double until_hours, const SharedDraws& shared, const CompiledPolicy& policy, double ratio,
                  EventLog* log) {
  ctx_ = {&shared, &policy, ratio, log};
  for (;;) {
    const double change_at = next_change_ < shared.table.size() ? shared.table[next_change_].submitted_hours : kNever;
    const double background_at =
        next_background_ < shared.background.size() ? shared.background[next_background_].time_hours : kNever;
    const double event_at = calendar_.next_time();
    const double next = std::min({change_at, background_at, event_at});
    if (!(next < until_hours)) break;
    now_ = next;
    if (event_at <= next) {
      const Event event = calendar_.pop();
      switch (static_cast<Kind>(event.kind)) {
        case kBoundary:
          board_.advance(now_);
          break;
        case kWeek:
          update_displacement();
          calendar_.push(now_ + kWeekHours, kWeek, 0, 0);
          break;
        case kIncidentBegins:
          incident_begins(event.payload);
          break;
        case kExposureStep:
          board_.advance(now_);
          board_.set_exposure(incidents_[event.payload].number, incidents_[event.payload].plan.fraction[event.detail]);
          if (ctx_.log != nullptr && incidents_[event.payload].change != kNoSlot) {
            InFlight flight;
            flight.change = incidents_[event.payload].change;
            flight.documented = incidents_[event.payload].documented;
            ctx_.log->change_exposed(logged(flight, incidents_[event.payload].channel == Channel::out_of_band), now_,
                                     incidents_[event.payload].plan.fraction[event.detail]);
          }
          break;
        case kDetected:
          detected(event.payload);
          break;
        case kDiagnosed:
          if (ctx_.log != nullptr) {
            ctx_.log->incident_phase(incidents_[event.payload].number, IncidentPhase::diagnosed, now_);
          }
          break;
        case kMitigated:
          mitigated(event.payload);
          break;
        case kRecovering:
          recovering(event.payload, event.detail);
          break;
        case kReviewEnded:
          review_ended(event);
          break;
        case kGateArrival: {
          // The policy may have changed since the change set out for its gate.
          const InFlight& flight = flights_[event.payload];
          const CompiledGate* gate = gate_in_force(flight, now_);
          if (gate != nullptr && gate->gate->kind == GateKind::peer_review &&
              gate->gate->index.index() == flight.gate) {
            enter_review(event.payload, *gate->gate);
          } else {
            proceed(flights_[event.payload], event.payload, now_);
          }
          break;
        }
        case kPatienceEnds:
          patience_ended(event);
          break;
        case kReviewWake:
          desk_.wake(now_, event.payload, flights_, shared.table, *shared.draws, calendar_);
          break;
      }
    } else if (background_at <= next) {
      begin_background(shared.background[next_background_++]);
    } else {
      submit(next_change_++);
    }
  }
}

void Quarter::finish(Outcome& outcome) {
  const TimeFrame& time = scenario_->time;
  now_ = time.end();
  board_.advance(now_);
  while (board_.size() > 0) {
    const std::uint32_t number = board_.incident_at(0);
    for (std::uint32_t index = 0; index < incidents_.size(); ++index) {
      if (incidents_[index].number == number) {
        end_incident(index);
        break;
      }
    }
  }
  const auto at = [this](Metric metric) { return metrics_[static_cast<std::size_t>(metric)]; };
  const double undelivered = at(Metric::changes_submitted) - at(Metric::changes_deployed);
  add(Metric::changes_undelivered_run_off, undelivered);
  add(Metric::changes_undelivered_horizon, undelivered);
  const double waited_hours = undelivered * time.end() - (submitted_hours_sum_ - deployed_submitted_sum_);
  add(Metric::delay_change_days, waited_hours / 24.0);
  add(Metric::backlog_at_horizon_end, submitted_ever_ - deployed_ever_);
  add(Metric::review_hours_available, desk_.hours_offered(time.horizon_begin(), time.horizon_end()));
  add(Metric::outage_minutes, board_.outage_hours_in_horizon() * 60.0);
  add(Metric::folded_faults, board_.folded_faults());
  add(Metric::lead_time_median_hours, lead_times_.quantile(0.5).value_or(0.0));
  add(Metric::lead_time_p90_hours, lead_times_.quantile(0.9).value_or(0.0));
  add(Metric::review_turnaround_median_hours, turnarounds_.quantile(0.5).value_or(0.0));

  outcome.metrics = metrics_;
  outcome.loss = loss_;
  outcome.caught_by_gate = caught_by_gate_;
  outcome.engineer_hours_by_gate = hours_by_gate_;
  outcome.lead_time_hours = lead_times_;
  outcome.review_turnaround_hours = turnarounds_;
}

void Quarter::spend(GateId gate, double hours, double time) {
  if (!in_horizon(time) || !(hours > 0.0)) return;
  hours_by_gate_[gate.index()] += hours;
  add(Metric::engineer_hours, hours);
}

void Quarter::spend_on_rework(GateId gate, double elapsed_hours, double time) {
  const double active = elapsed_hours * scenario_->organisation.review.rework_active_fraction;
  if (in_horizon(time)) add(Metric::rework_hours, active);
  spend(gate, active, time);
}

LoggedChange Quarter::logged(const InFlight& flight, bool out_of_band) const {
  const Change& change = change_of(flight);
  return {change.ordinal,
          TeamId{static_cast<std::uint32_t>(change.team)},
          ServiceId{change.service},
          change.origin,
          change.kind,
          static_cast<double>(change.lines),
          change.submitted_hours,
          out_of_band,
          flight.documented};
}

}  // namespace faultline
