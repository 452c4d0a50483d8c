// Gates where a change waits for people, or for agents of whom there are only so many.
#include <algorithm>

#include "models/core/elementary.h"
#include "models/core/samplers.h"
#include "sim/quarter.h"
#include "sim/review_work.h"

namespace faultline {

// Into the queue of the gate's desk; always false, since whoever goes round has moved on by himself.
bool Quarter::enter_review(std::uint32_t slot, const CompiledGate& compiled) {
  InFlight& flight = flights_[slot];
  const Gate& gate = *compiled.gate;
  const Change& change = change_of(flight);
  const ReviewPractice& practice = scenario_->organisation.review;
  const bool first_time = flight.round == 0;
  const bool by_agents = gate.kind == GateKind::agent_review;
  const bool bypass_allowed = may_go_round(gate);
  const bool is_peer_review = gate.kind == GateKind::peer_review;
  flight.bypass_allowed = bypass_allowed;
  flight.round_trips = gate.round_trips && !by_agents;
  flight.desk = gate.pool.valid() ? desk_.desk_of(gate.pool) : change.team;
  flight.review_effort = static_cast<float>(by_agents ? 1.0 : gate.effort_multiplier);
  if (first_time) {
    flight.approvals =
        by_agents
            ? 1
            : static_cast<std::uint8_t>(std::min<std::size_t>(static_cast<std::size_t>(gate.approvals), kMaxApprovals));
    flight.asked = flight.approvals;
    flight.seen_count = flight.given = 0;
    if (flight.defect != kNoSlot) {
      Defect& defect = defects_[flight.defect];
      defect.human_before = defect.effort[static_cast<std::size_t>(DetectorClass::human)];
    }
    if (is_peer_review && counted(flight)) add(Metric::reviews_needed, 1.0);
    if (bypass_allowed) {
      if (change.has(Change::kHabitBypass) && scenario_->feedback.bypass && !deterred(change, compiled.key)) {
        pass_review(slot, true, BypassReason::habit);
        return false;
      }
      if (!desk_.can_approve(flight.desk, change.author, flight.approvals)) {
        pass_review(slot, true, BypassReason::nobody_to_review);
        return false;
      }
    }
  }
  if (by_agents) {
    const double rank = ctx_.shared->draws->uniform(change.ordinal, change.stream ^ compiled.key,
                                                    detail_of(Purpose::agent_time, flight.round));
    flight.nominal_hours = static_cast<float>(
        gate.duration.median_hours > 0.0 ? lognormal(rank, gate.duration.median_hours, gate.duration.log_sd) : 0.0);
  } else {
    const bool little = flight.short_look || flight.reworked;
    const double lines = static_cast<double>(change.lines) * (little ? practice.rework_lines_fraction : 1.0);
    flight.nominal_hours =
        static_cast<float>(review_work(practice, static_cast<double>(change.base_work_hours), lines));
  }
  if (first_time && bypass_allowed && change.has(Change::kImpatient) && scenario_->feedback.bypass &&
      !deterred(change, compiled.key)) {
    const double rank =
        ctx_.shared->draws->uniform(change.ordinal, change.stream ^ compiled.key, detail_of(Purpose::patience));
    const double patience = exponential(rank, practice.patience_mean_working_hours);
    calendar_.push(desk_.working_hours(flight.desk).after_open_hours(now_, patience), kPatienceEnds, flight.change,
                   slot, flight.ticket);
  }
  desk_.enqueue(now_, slot, flights_, ctx_.shared->table, *ctx_.shared->draws, calendar_);
  if (in_horizon(now_)) {
    double& peak = metrics_[static_cast<std::size_t>(Metric::peak_backlog)];
    peak = std::max(peak, static_cast<double>(desk_.waiting()));
  }
  return false;
}

// Whether an audit of the team has cured this author of going round the gate.
bool Quarter::deterred(const Change& change, std::uint32_t gate_key) const {
  const double left = deterrence_[change.team];
  if (!(left < 1.0) || !scenario_->feedback.deterrence) return false;
  return !(ctx_.shared->draws->uniform(change.ordinal, change.stream ^ gate_key, detail_of(Purpose::deterrence)) <
           left);
}

void Quarter::review_ended(const Event& event) {
  const std::uint32_t desk = event.payload;
  const EndedReview ended = desk_.end_review(now_, desk, event.detail, flights_);
  const bool by_team = desk < scenario_->organisation.teams.size();
  const bool by_agents = !by_team && scenario_->organisation.pools[desk - scenario_->organisation.teams.size()].agents;
  if (in_horizon(now_)) {
    review_hours_[desk] += ended.hours;
    if (by_team) add(Metric::review_hours_worked, ended.hours);
  }
  if (!by_agents) spend(ended.gate, ended.hours, now_);
  if (ended.counts) {
    InFlight& flight = flights_[ended.slot];
    const ReviewPractice& practice = scenario_->organisation.review;
    if (by_agents) {
      agent_looked(ended.slot, ended.gate, ctx_.policy->phase_at(now_).find(ended.gate));
      desk_.dispatch(now_, desk, flights_, ctx_.shared->table, *ctx_.shared->draws, calendar_);
      return;
    }
    const Change& change = change_of(flight);
    if (!flight.looked_at) {
      flight.looked_at = true;
      spend(ended.gate, practice.author_hours_per_change, now_);
    }
    bool found = false;
    const bool looked = (!ended.stamped && !flight.short_look) || forced_.perfect(ended.gate);
    if (looked && flight.defect != kNoSlot) {
      const double effort = ended.attention * static_cast<double>(flight.review_effort) *
                            static_cast<double>(flight.human_factor) * defects_[flight.defect].human_effort;
      found =
          caught(flight.defect, flight, DetectorClass::human, effort, ended.gate, now_) && scenario_->feedback.rework;
    }
    if (told(flight)) {
      const ReviewEnd end = found ? ReviewEnd::rejected : ended.stamped ? ReviewEnd::stamped : ReviewEnd::approved;
      ctx_.log->review_ended(logged(flight, false), now_, ended.gate, event.detail, ended.hours, end);
    }
    if (found) {
      rejected(ended.slot, ended.gate);
    } else {
      if (by_team && counted(flight)) {
        add(Metric::approvals_given, 1.0);
        if (ended.stamped) add(Metric::approvals_stamped, 1.0);
      }
      --flight.outstanding;
      note_approval(flight, event.detail);
      if (change.has(Change::kStale) && !flight.returned && flight.round_trips) {
        begin_round_trip(flight);
        const double rank = ctx_.shared->draws->uniform(change.ordinal, change.stream ^ facts_->gate_keys[flight.gate],
                                                        detail_of(Purpose::stale));
        send_back(ended.slot, lognormal(rank, practice.stale.median_hours, practice.stale.log_sd));
      } else if (flight.outstanding == 0) {
        pass_review(ended.slot, false, BypassReason::habit);
      }
    }
  }
  desk_.dispatch(now_, desk, flights_, ctx_.shared->table, *ctx_.shared->draws, calendar_);
}

// An agent of a pool has looked: it finds, cries wolf, or lets pass. `compiled` is null when the policy has dropped the
// gate.
void Quarter::agent_looked(std::uint32_t slot, GateId id, const CompiledGate* compiled) {
  InFlight& flight = flights_[slot];
  const Change& change = change_of(flight);
  const std::uint32_t key = change.stream ^ facts_->gate_keys[id.index()];
  if (compiled != nullptr) {
    const Gate* gate = compiled->gate;
    if (in_horizon(now_)) add(Metric::agent_review_cost, gate->cost_per_review);
    spend(id, gate->engineer_hours, now_);
    const double effort = gate->effort * gate->origin_effort[static_cast<std::size_t>(change.origin)];
    const bool defective = flight.defect != kNoSlot && !defects_[flight.defect].removed;
    const bool looks = effort > 0.0 || forced_.perfect(id);
    if (looks && caught(flight.defect, flight, DetectorClass::agent, effort, id, now_)) {
      if (scenario_->feedback.rework) {
        rejected(slot, id);
        return;
      }
    } else if (!defective && scenario_->feedback.rework && gate->false_alarm_fraction > 0.0 && flight.round == 0) {
      const PhiloxCounter words = ctx_.shared->draws->block(change.ordinal, key, detail_of(Purpose::false_alarm));
      if (uniform32(words[0]) < gate->false_alarm_fraction) {
        const double rework = lognormal(uniform64(words[1], words[2]), gate->false_alarm_rework.median_hours,
                                        gate->false_alarm_rework.log_sd);
        spend_on_rework(id, rework, now_);
        send_back(slot, rework);
        return;
      }
    }
    if (scenario_->feedback.complacency) flight.human_factor *= static_cast<float>(gate->complacency);
  }
  pass_review(slot, false, BypassReason::habit);
}

// Its defect found, a change goes back to be mended and starts the gate's reviews anew.
void Quarter::rejected(std::uint32_t slot, GateId gate) {
  InFlight& flight = flights_[slot];
  flight.seen_count = flight.given = 0;
  flight.approvals = flight.asked;
  flight.short_look = false;
  flight.reworked = true;
  const double back = mend(flight, gate, change_of(flight).stream ^ facts_->gate_keys[gate.index()], now_);
  send_back(slot, back - now_);
}

// Back to the author; it comes to the end of the queue again after so many hours.
void Quarter::send_back(std::uint32_t slot, double hours) {
  desk_.withdraw(slot, flights_);
  InFlight& flight = flights_[slot];
  if (flight.round < 255) ++flight.round;
  // Past the end of the simulation it is still with its author then, and still at the gate.
  calendar_.push(now_ + hours, kGateArrival, flight.change, slot);
}

void Quarter::patience_ended(const Event& event) {
  const InFlight& flight = flights_[event.payload];
  const bool still_waiting = flight.change == event.stable_id && flight.ticket == event.detail && flight.waiting &&
                             flight.outstanding == flight.unassigned;
  if (!still_waiting) return;
  desk_.withdraw(event.payload, flights_);
  pass_review(event.payload, true, BypassReason::impatience);
}

void Quarter::pass_review(std::uint32_t slot, bool bypassed, BypassReason reason) {
  InFlight& flight = flights_[slot];
  const GateId gate{static_cast<std::uint32_t>(flight.gate)};
  const std::uint64_t bit = std::uint64_t{1} << gate.index();
  const bool at_team = flight.desk < scenario_->organisation.teams.size();
  if (flight.defect != kNoSlot && !defects_[flight.defect].removed) {
    Defect& defect = defects_[flight.defect];
    const double full = defect.human_before + static_cast<double>(flight.asked) *
                                                  static_cast<double>(flight.review_effort) * defect.human_effort;
    const double rank = defect.rank[static_cast<std::size_t>(DetectorClass::human)];
    const bool at_agents =
        !at_team && scenario_->organisation.pools[flight.desk - scenario_->organisation.teams.size()].agents;
    const bool would = !at_agents && rank <= caught_below_rank(defect.human_undetectable, full);
    (bypassed ? defect.bypassed : would ? defect.attention : defect.beyond) |= bit;
  }
  if (bypassed) {
    if (counted(flight)) {
      gate_bypassed_[gate.index()] += 1.0;
      if (at_team) add(Metric::reviews_bypassed, 1.0);
    }
    if (told(flight)) ctx_.log->review_bypassed(logged(flight, false), now_, gate, reason);
  } else {
    if (at_team && counted(flight)) turnarounds_.add(now_ - flight.entered_gate_hours);
    if (told(flight)) ctx_.log->gate_passed(logged(flight, false), now_, gate);
  }
  end_wait(flight);
  flight.passed_gates |= bit;
  flight.round = 0;
  flight.returned = flight.reworked = flight.short_look = flight.looked_at = false;
  ++flight.ticket;
  proceed(flight, slot, now_);
}

}  // namespace faultline
