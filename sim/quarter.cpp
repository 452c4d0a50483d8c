#include "sim/quarter.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace faultline {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kWeekHours = 168.0;
constexpr double kDayHours = 24.0;
constexpr std::size_t kFirstReserve = 4096;

// About one bucket for each change: an event or two in each at busy times.
double bucket_hours(double span_hours, double expected_changes) {
  return std::clamp(span_hours / std::max(expected_changes, 1.0), 1.0 / 64.0, 1.0);
}

bool keeps_budgets(const Scenario& scenario) {
  for (const Policy& policy : scenario.policies) {
    for (const PolicyPhase& phase : policy.phases) {
      for (const Gate& gate : phase.gates) {
        if (gate.kind == GateKind::error_budget_freeze) return true;
      }
    }
  }
  return false;
}

}  // namespace

Quarter::Quarter(const Scenario& scenario, const ServiceFacts& facts, const LossTable& losses, double expected_changes)
    : scenario_(&scenario),
      facts_(&facts),
      calendar_(scenario.time.end(), bucket_hours(scenario.time.end(), expected_changes)),
      desk_(scenario.organisation, scenario.calendars, facts.gate_keys, {kReviewWake, kReviewEnded},
            scenario.feedback.attention),
      holds_(scenario.policies, scenario.organisation.teams.size()),
      board_(scenario, losses),
      on_call_(scenario.response.on_call, scenario.organisation.teams.size()),
      loss_history_(scenario.organisation.teams.size() + 1, keeps_budgets(scenario) ? scenario.time.end() : 0.0),
      keeps_budgets_(keeps_budgets(scenario)),
      deployed_in_hour_(static_cast<std::size_t>(std::ceil(scenario.time.end())) + 1, kNoSlot),
      recent_leads_(scenario.organisation.teams.size(), scenario.time.horizon_begin(), scenario.time.end()),
      leads_(scenario.organisation.teams.size()),
      deterrence_(scenario.organisation.teams.size(), 1.0),
      lost_by_owner_(scenario.organisation.teams.size() + 1),
      owner_totals_(lost_by_owner_.size()),
      backlog_change_(backlog_days(scenario.time.horizon_hours, scenario.time.run_off_hours) + 2),
      review_hours_(desk_.desks()) {
  loss_.by_service.resize(scenario.graph.service_count());
  loss_.by_team.resize(scenario.organisation.teams.size() + 1);
  flights_.reserve(kFirstReserve);
  incidents_.reserve(kFirstReserve);
  defects_.reserve(kFirstReserve);
  fates_.reserve(kFirstReserve);
}

void Quarter::clear() {
  now_ = 0.0;
  next_change_ = next_background_ = incident_count_ = 0;
  free_flight_ = kNoSlot;
  calendar_.clear();
  desk_.clear();
  holds_.clear();
  board_.clear();
  on_call_.clear();
  if (keeps_budgets_) loss_history_.clear();
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
  std::fill(deterrence_.begin(), deterrence_.end(), 1.0);
  fates_.clear();
  metrics_.fill(0.0);
  luck_ = {};
  tilted_ = {};
  alone_ = 0.0;
  severities_.clear();
  ctx_ = {};
  std::fill(loss_.by_service.begin(), loss_.by_service.end(), 0.0);
  std::fill(loss_.by_team.begin(), loss_.by_team.end(), 0.0);
  loss_.by_origin.fill(0.0);
  loss_.by_kind.fill(0.0);
  loss_.by_channel.fill(0.0);
  caught_by_gate_.fill(0.0);
  hours_by_gate_.fill(0.0);
  gate_met_.fill(0.0);
  gate_bypassed_.fill(0.0);
  gate_hours_.fill(0.0);
  gate_clock_.fill({});
  gate_loss_.fill({});
  std::fill(lost_by_owner_.begin(), lost_by_owner_.end(), 0.0);
  std::fill(backlog_change_.begin(), backlog_change_.end(), 0.0);
  std::fill(review_hours_.begin(), review_hours_.end(), 0.0);
  lead_times_ = {};
  turnarounds_ = {};
  submitted_ever_ = deployed_ever_ = submitted_hours_sum_ = deployed_submitted_sum_ = 0.0;

  // Segments of loss are split where counting begins and ends.
  calendar_.push(scenario_->time.horizon_begin(), kBoundary, 0, 0);
  calendar_.push(scenario_->time.horizon_end(), kBoundary, 1, 0);
  calendar_.push(scenario_->time.horizon_begin(), kWeek, 0, 0);
  if (keeps_budgets_) calendar_.push(kDayHours, kDay, 0, 0);
}

void Quarter::force(const Forcing& forced) {
  forced_ = forced;
  if (forced.losses != nullptr) board_.use(*forced.losses);
}

void Quarter::run(double until_hours, const SharedDraws& shared, const CompiledPolicy& policy, double ratio,
                  EventLog* log, const LuckModel* luck) {
  // A change of the warm-up meets the gates of both policies.
  const bool scope_is_told = luck != nullptr && (ctx_.scope_is_told || policy.asks_for_scope());
  ctx_ = {&shared, &policy, ratio, log, luck, scope_is_told};
  if (!holds_.gates().empty()) {
    for (const CompiledPolicy::Phase& phase : policy.phases()) {
      if (phase.from_hours >= now_ && phase.from_hours < until_hours) {
        calendar_.push(phase.from_hours, kPhaseBegins, 0, 0);
      }
    }
  }
  for (;;) {
    const double change_at = next_change_ < shared.table.size() ? shared.table[next_change_].submitted_hours : kNever;
    const double background_at =
        next_background_ < shared.background.size() ? shared.background[next_background_].time_hours : kNever;
    const double event_at = calendar_.next_time();
    const double next = std::min({change_at, background_at, event_at});
    if (!(next < until_hours)) break;
    now_ = next;
    if (event_at <= next) {
      handle(calendar_.pop());
    } else if (background_at <= next) {
      begin_background(shared.background[next_background_++]);
    } else {
      submit(next_change_++);
    }
  }
}

void Quarter::handle(const Event& event) {
  switch (static_cast<Kind>(event.kind)) {
    case kBoundary:
      charge();
      break;
    case kWeek:
      charge();  // so that no segment of loss lies in two weeks
      update_displacement();
      calendar_.push(now_ + kWeekHours, kWeek, 0, 0);
      break;
    case kDay:
      day_ends();
      calendar_.push(now_ + kDayHours, kDay, 0, 0);
      break;
    case kPhaseBegins:
      phase_begins();
      break;
    case kIncidentBegins:
      incident_begins(event.payload);
      break;
    case kExposureStep:
      exposure_steps(event);
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
    case kAudited:
      audited(event);
      break;
    case kReviewEnded:
      review_ended(event);
      break;
    case kPlaceFree:
      place_free(event);
      break;
    case kGateArrival:
      arrive(event.payload);
      break;
    case kPatienceEnds:
      patience_ended(event);
      break;
    case kReviewWake:
      desk_.wake(now_, event.payload, flights_, ctx_.shared->table, *ctx_.shared->draws, calendar_);
      break;
  }
}

void Quarter::finish(Outcome& outcome) {
  const TimeFrame& time = scenario_->time;
  now_ = time.end();
  charge();
  while (board_.size() > 0) {
    const std::uint32_t number = board_.fault_at(0).incident;
    for (std::uint32_t index = 0; index < incidents_.size(); ++index) {
      if (incidents_[index].number == number) {
        end_incident(index);
        break;
      }
    }
  }
  for (InFlight& flight : flights_) {
    if (flight.at_gate != kNoGate) end_wait(flight);
  }
  const auto at = [this](Metric metric) { return metrics_[static_cast<std::size_t>(metric)]; };
  const double undelivered = at(Metric::changes_submitted) - at(Metric::changes_deployed);
  add(Metric::changes_undelivered_run_off, undelivered);
  add(Metric::changes_undelivered_horizon, undelivered);
  const double waited_hours = undelivered * time.end() - (submitted_hours_sum_ - deployed_submitted_sum_);
  add(Metric::delay_change_days, waited_hours / 24.0);
  add(Metric::backlog_at_horizon_end, submitted_ever_ - deployed_ever_);
  for (std::uint32_t desk = 0; desk < scenario_->organisation.teams.size(); ++desk) {
    add(Metric::review_hours_available, desk_.hours_offered(desk, time.horizon_begin(), time.horizon_end()));
  }
  add(Metric::outage_minutes, board_.outage_hours_in_horizon() * 60.0);
  add(Metric::folded_faults, board_.folded_faults());
  add(Metric::lead_time_median_hours, lead_times_.quantile(0.5).value_or(0.0));
  add(Metric::lead_time_p90_hours, lead_times_.quantile(0.9).value_or(0.0));
  add(Metric::review_turnaround_median_hours, turnarounds_.quantile(0.5).value_or(0.0));

  outcome.metrics = metrics_;
  if (ctx_.luck != nullptr) luck_.background -= ctx_.luck->known_counts.background_mean();
  outcome.luck = luck_;
  outcome.tilted = tilted_;
  outcome.lost_orders_alone = alone_;
  outcome.severities = severities_;
  outcome.loss = loss_;
  outcome.caught_by_gate = caught_by_gate_;
  outcome.engineer_hours_by_gate = hours_by_gate_;
  outcome.gates.met = gate_met_;
  outcome.gates.bypassed = gate_bypassed_;
  outcome.gates.loss = gate_loss_;
  for (std::size_t gate = 0; gate < kMaxGates; ++gate) {
    advance(gate_clock_[gate], now_);
    outcome.gates.hours[gate] = gate_hours_[gate] + gate_clock_[gate].area_hours;
  }
  outcome.review_hours_by_desk = review_hours_;
  double backlog = backlog_change_[0];
  for (std::size_t day = 0; day < outcome.backlog_by_day.size(); ++day) {
    backlog += backlog_change_[day + 1];
    outcome.backlog_by_day[day] = backlog;
  }
  board_.copy_lost_by_week(outcome.lost_orders_by_week);
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

std::uint32_t Quarter::new_slot(const InFlight& flight) {
  std::uint32_t slot = free_flight_;
  if (slot == kNoSlot) {
    slot = static_cast<std::uint32_t>(flights_.size());
    flights_.push_back(flight);
    return slot;
  }
  free_flight_ = flights_[slot].next;
  const std::uint16_t ticket = flights_[slot].ticket;
  flights_[slot] = flight;
  flights_[slot].ticket = ticket;
  return slot;
}

void Quarter::free_slot(std::uint32_t slot) {
  ++flights_[slot].ticket;
  flights_[slot].at_gate = kNoGate;
  flights_[slot].next = free_flight_;
  free_flight_ = slot;
}

double Quarter::overlap_with_horizon(double from, double to) const {
  return std::max(0.0, std::min(to, scenario_->time.horizon_end()) - std::max(from, scenario_->time.horizon_begin()));
}

// A change was at a gate that served it at once.
void Quarter::stay(GateId gate, const InFlight& flight, double from, double to) {
  if (to > from) gate_hours_[gate.index()] += overlap_with_horizon(from, to);
  if (ctx_.log != nullptr && ctx_.log->wants_flow()) {
    ctx_.log->gate_left(logged(flight, false), gate, from, std::min(to, scenario_->time.end()));
  }
}

// The running integral of how many wait at a gate.
void Quarter::advance(GateClock& clock, double time) const {
  clock.area_hours += clock.there * overlap_with_horizon(clock.last_hours, time);
  clock.last_hours = time;
}

void Quarter::begin_wait(InFlight& flight, GateId gate) {
  GateClock& clock = gate_clock_[gate.index()];
  advance(clock, now_);
  ++clock.there;
  flight.at_gate = static_cast<std::uint8_t>(gate.index());
  flight.entered_gate_hours = now_;
}

void Quarter::end_wait(InFlight& flight) {
  const GateId gate{static_cast<std::uint32_t>(flight.at_gate)};
  GateClock& clock = gate_clock_[gate.index()];
  advance(clock, now_);
  --clock.there;
  flight.at_gate = kNoGate;
  if (ctx_.log != nullptr && ctx_.log->wants_flow()) {
    ctx_.log->gate_left(logged(flight, false), gate, flight.entered_gate_hours, now_);
  }
}

void Quarter::count_backlog(double time, double change) {
  const double days = (time - scenario_->time.horizon_begin()) / kDayHours;
  const std::size_t at = days < 0.0 ? 0 : static_cast<std::size_t>(days) + 1;
  if (at < backlog_change_.size()) backlog_change_[at] += change;
}

}  // namespace faultline
