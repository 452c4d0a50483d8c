// A change on its way to production.
#include <algorithm>
#include <cmath>
#include <optional>

#include "models/core/elementary.h"
#include "models/core/samplers.h"
#include "sim/quarter.h"

namespace faultline {
namespace {

constexpr std::uint32_t kFewestLeads = 10;  // below, a team's median says too little
constexpr double kLargestDisplacement = 5.0;

double review_work(const ReviewPractice& practice, double base_hours, double lines) {
  return std::min(practice.max_work_hours,
                  base_hours + practice.hours_per_line * std::max(0.0, lines - practice.free_lines));
}

}  // namespace

void Quarter::submit(std::uint32_t change_index) {
  const Change& change = ctx_.shared->table[change_index];
  const KeyedDraws& draws = *ctx_.shared->draws;
  const bool counted = in_horizon(now_);
  InFlight flight;
  flight.submitted_hours = now_;
  flight.change = change_index;
  flight.documented = change.has(Change::kDocumented);
  if (now_ < scenario_->time.horizon_end()) submitted_ever_ += 1.0;
  if (counted) {
    add(Metric::changes_submitted, 1.0);
    submitted_hours_sum_ += now_;
  }
  if (change.has(Change::kDefective)) {
    if (counted) add(Metric::changes_defective, 1.0);
    flight.defect = static_cast<std::uint32_t>(defects_.size());
    Defect defect{};
    defect.key = {change.ordinal, change.stream};
    defect.rank = draw_stealth(facts_->copula.lower, draws, defect.key);
    const double lines = static_cast<double>(change.lines);
    const double hours =
        review_work(scenario_->organisation.review, static_cast<double>(change.base_work_hours), lines);
    const ImmuneShare immune =
        immune_share(attentive_catch_probability(scenario_->stealth.human, lines, hours), ctx_.ratio);
    defect.human_undetectable = immune.undetectable_fraction;
    defect.human_effort = immune.effort;
    defects_.push_back(defect);
  }

  const OutOfBand& out_of_band = scenario_->organisation.out_of_band;
  bool goes_round =
      static_cast<double>(change.out_of_band_rank) < out_of_band.base_fraction * leads_[change.team].factor;
  if (goes_round) {
    const CompiledGate* closing = ctx_.policy->phase_at(now_).channel_closing;
    if (closing != nullptr && closing->applies(change, flight.documented)) {
      const double rank = draws.uniform(change.ordinal, change.stream ^ closing->key, detail_of(Purpose::leakage));
      goes_round = rank < closing->gate->leakage_fraction;
    }
  }
  if (goes_round) flight.documented = false;
  if (told(flight)) ctx_.log->change_submitted(logged(flight, goes_round));
  if (!goes_round) {
    proceed(flight, kNoSlot, now_);
    return;
  }
  if (counted) add(Metric::changes_out_of_band, 1.0);
  record_deployment(flight, now_, true);
  if (flight.defect != kNoSlot) expose_defect(flight, exposed_at_once(now_), Channel::out_of_band, false);
}

// Walks a change through the gates that ask for no queue until one does, or until it is in production. `slot` is where
// the change waits, kNoSlot while it has never waited.
void Quarter::proceed(const InFlight& at, std::uint32_t slot, double time) {
  InFlight flight = at;  // the pool may grow below
  const Change& change = change_of(flight);
  const CompiledPolicy::Phase* phase = nullptr;
  std::uint64_t open = 0;
  std::size_t position = 0;
  for (;; ++position) {
    if (!(time < scenario_->time.end())) break;  // never delivered within the time simulated
    if (phase == nullptr || time >= phase->end_hours) {
      phase = &ctx_.policy->phase_at(time);
      open = phase->candidates(change) & ~flight.passed_gates;
      position = 0;
    }
    position = phase->next_gate(change, open, flight.documented, position);
    const CompiledGate* next = position < phase->gates.size() ? &phase->gates[position] : nullptr;
    const GateKind kind = next == nullptr ? GateKind::rollout : next->gate->kind;
    if (kind == GateKind::rollout) {
      release(flight, time, next);
      break;
    }
    const Gate& gate = *next->gate;
    if (kind == GateKind::peer_review) {
      const auto index = static_cast<std::uint8_t>(gate.index.index());
      if (flight.gate != index) {  // a round trip that began at a gate of an earlier phase ends here
        flight.gate = index;
        flight.round = 0;
        flight.returned = flight.reworked = flight.short_look = flight.looked_at = false;
      }
      if (slot == kNoSlot) {
        slot = new_slot(flight);
      } else {
        flights_[slot] = flight;
      }
      if (time > now_) {
        calendar_.push(time, kGateArrival, flight.change, slot);
      } else {
        enter_review(slot, gate);
      }
      return;
    }
    if (kind == GateKind::rules) {
      time = automatic_gate(flight, *next, DetectorClass::rules, time);
    } else if (kind == GateKind::tests) {
      time = automatic_gate(flight, *next, DetectorClass::tests, time);
    } else if (kind == GateKind::change_approval) {
      double delay = 0.0;
      if (gate.delay.median_hours > 0.0) {
        const double rank =
            ctx_.shared->draws->uniform(change.ordinal, change.stream ^ next->key, detail_of(Purpose::approval_delay));
        delay = lognormal(rank, gate.delay.median_hours, gate.delay.log_sd);
      }
      time = scenario_->calendars[gate.calendar.index()].next_open(time + delay);
      if (gate.documents) flight.documented = true;
      spend(gate.index, gate.engineer_hours, time);
    } else if (kind == GateKind::window) {
      time = scenario_->calendars[gate.calendar.index()].next_open(time);
    } else if (kind == GateKind::freeze) {
      const double thaw = phase->end_hours;
      flight.frozen_hours += static_cast<float>(std::min(thaw, scenario_->time.end()) - time);
      time = thaw;
    }  // channel closing acts when the change is submitted
    // A freeze is not passed but outlasted: one that goes on in the next phase holds on.
    if (kind != GateKind::freeze) flight.passed_gates |= next->bit;
    if (told(flight)) ctx_.log->gate_passed(logged(flight, false), time, gate.index);
  }
  if (slot != kNoSlot) free_slot(slot);
}

const CompiledGate* Quarter::gate_in_force(const InFlight& flight, double time) const {
  const CompiledPolicy::Phase& phase = ctx_.policy->phase_at(time);
  const Change& change = change_of(flight);
  const std::uint64_t open = phase.candidates(change) & ~flight.passed_gates;
  const std::size_t position = phase.next_gate(change, open, flight.documented, 0);
  return position < phase.gates.size() ? &phase.gates[position] : nullptr;
}

// Rules and tests: nothing waits; a defect caught is mended and run again, a false alarm costs its own rework.
double Quarter::automatic_gate(InFlight& flight, const CompiledGate& compiled, DetectorClass detector, double time) {
  const Gate& gate = *compiled.gate;
  const Change& change = change_of(flight);
  const KeyedDraws& draws = *ctx_.shared->draws;
  const std::uint32_t key = change.stream ^ compiled.key;
  const bool varies = compiled.duration_column != DurationColumns::kNone;
  const auto run_again = [&] {
    if (!varies) return gate.duration.median_hours;
    const double rank = draws.uniform(change.ordinal, key, detail_of(Purpose::test_duration, 1));
    return lognormal(rank, gate.duration.median_hours, gate.duration.log_sd);
  };
  time += varies ? static_cast<double>(ctx_.shared->durations[compiled.duration_column][flight.change])
                 : gate.duration.median_hours;
  spend(gate.index, gate.engineer_hours, time);
  if (gate.effort > 0.0 && caught(flight, detector, gate.effort, gate.index, time)) {
    if (scenario_->feedback.rework) {
      const double rework = rework_hours(flight, key);
      spend_on_rework(gate.index, rework, time);
      time += rework + run_again();
    }
  } else if (scenario_->feedback.rework && gate.false_alarm_fraction > 0.0 &&
             (flight.defect == kNoSlot || defects_[flight.defect].removed)) {
    const PhiloxCounter words = draws.block(change.ordinal, key, detail_of(Purpose::false_alarm));
    if (uniform32(words[0]) < gate.false_alarm_fraction) {
      const double rework = lognormal(uniform64(words[1], words[2]), gate.false_alarm_rework.median_hours,
                                      gate.false_alarm_rework.log_sd);
      spend_on_rework(gate.index, rework, time);
      time += rework + run_again();
    }
  }
  return time;
}

// Adds effort to what the class has already given this defect and says whether that finds it.
bool Quarter::caught(InFlight& flight, DetectorClass detector, double effort, GateId gate, double time) {
  if (flight.defect == kNoSlot) return false;
  Defect& defect = defects_[flight.defect];
  if (defect.removed) return false;
  const auto index = static_cast<std::size_t>(detector);
  const Change& change = change_of(flight);
  defect.effort[index] += effort;
  const double hidden = detector == DetectorClass::human
                            ? defect.human_undetectable
                            : scenario_->stealth.undetectable_fraction[index][static_cast<std::size_t>(change.kind)];
  if (defect.rank[index] > caught_below_rank(hidden, defect.effort[index])) return false;
  defect.removed = true;
  if (in_horizon(flight.submitted_hours)) caught_by_gate_[gate.index()] += 1.0;
  if (ctx_.log != nullptr) ctx_.log->change_caught(logged(flight, false), time, gate);
  return true;
}

double Quarter::rework_hours(const InFlight& flight, std::uint32_t stream) const {
  const LognormalHours& law = scenario_->organisation.review.rework;
  const double rank =
      ctx_.shared->draws->uniform(change_of(flight).ordinal, stream, detail_of(Purpose::rework, flight.round));
  return lognormal(rank, law.median_hours, law.log_sd);
}

void Quarter::enter_review(std::uint32_t slot, const Gate& gate) {
  InFlight& flight = flights_[slot];
  const Change& change = change_of(flight);
  const ReviewPractice& practice = scenario_->organisation.review;
  const bool first_time = flight.round == 0;
  flight.bypass_allowed = gate.bypass_allowed;
  flight.round_trips = gate.round_trips;
  if (first_time) {
    flight.entered_review_hours = now_;
    flight.approvals =
        static_cast<std::uint8_t>(std::min<std::size_t>(static_cast<std::size_t>(gate.approvals), kMaxApprovals));
    flight.asked = flight.approvals;
    flight.seen_count = 0;
    if (in_horizon(flight.submitted_hours)) add(Metric::reviews_needed, 1.0);
    if (gate.bypass_allowed) {
      if (change.has(Change::kHabitBypass)) {
        pass_review(slot, true, BypassReason::habit);
        return;
      }
      if (!desk_.can_approve(change.team, change.author, flight.approvals)) {
        pass_review(slot, true, BypassReason::nobody_to_review);
        return;
      }
    }
  }
  const bool little = flight.short_look || flight.reworked;
  const double lines = static_cast<double>(change.lines) * (little ? practice.rework_lines_fraction : 1.0);
  flight.nominal_hours = static_cast<float>(review_work(practice, static_cast<double>(change.base_work_hours), lines));
  if (first_time && gate.bypass_allowed && change.has(Change::kImpatient)) {
    const double rank = ctx_.shared->draws->uniform(change.ordinal, change.stream ^ facts_->gate_keys[flight.gate],
                                                    detail_of(Purpose::patience));
    const double patience = exponential(rank, practice.patience_mean_working_hours);
    calendar_.push(desk_.working_hours(change.team).after_open_hours(now_, patience), kPatienceEnds, flight.change,
                   slot, flight.ticket);
  }
  desk_.enqueue(now_, slot, flights_, ctx_.shared->table, *ctx_.shared->draws, calendar_);
  if (in_horizon(now_)) {
    double& peak = metrics_[static_cast<std::size_t>(Metric::peak_backlog)];
    peak = std::max(peak, static_cast<double>(desk_.waiting()));
  }
}

void Quarter::review_ended(const Event& event) {
  const std::uint32_t team = event.payload;
  const EndedReview ended = desk_.end_review(now_, team, event.detail, flights_);
  if (in_horizon(now_)) add(Metric::review_hours_worked, ended.hours);
  spend(ended.gate, ended.hours, now_);
  if (ended.counts) {
    InFlight& flight = flights_[ended.slot];
    const ReviewPractice& practice = scenario_->organisation.review;
    const Change& change = change_of(flight);
    const bool counted = in_horizon(flight.submitted_hours);
    if (!flight.looked_at) {
      flight.looked_at = true;
      spend(ended.gate, practice.author_hours_per_change, now_);
    }
    bool rejected = false;
    if (!ended.stamped && !flight.short_look && flight.defect != kNoSlot) {
      const double effort = ended.attention * defects_[flight.defect].human_effort;
      rejected = caught(flight, DetectorClass::human, effort, ended.gate, now_) && scenario_->feedback.rework;
    }
    if (told(flight)) {
      const ReviewEnd end = rejected ? ReviewEnd::rejected : ended.stamped ? ReviewEnd::stamped : ReviewEnd::approved;
      ctx_.log->review_ended(logged(flight, false), now_, ended.gate, event.detail, ended.hours, end);
    }
    if (rejected) {
      flight.seen_count = 0;
      flight.approvals = flight.asked;
      flight.short_look = false;
      flight.reworked = true;
      const double hours = rework_hours(flight, change.stream ^ facts_->gate_keys[flight.gate]);
      spend_on_rework(ended.gate, hours, now_);
      send_back(ended.slot, hours);
    } else {
      if (counted) {
        add(Metric::approvals_given, 1.0);
        if (ended.stamped) add(Metric::approvals_stamped, 1.0);
      }
      --flight.outstanding;
      if (change.has(Change::kStale) && !flight.returned && flight.round_trips) {
        // What is still missing must be given after the round trip; if nothing is, a short look confirms.
        flight.returned = true;
        flight.short_look = flight.outstanding == 0;
        flight.approvals = std::max<std::uint8_t>(flight.outstanding, 1);
        if (flight.short_look) flight.seen_count = 0;
        const double rank = ctx_.shared->draws->uniform(change.ordinal, change.stream ^ facts_->gate_keys[flight.gate],
                                                        detail_of(Purpose::stale));
        send_back(ended.slot, lognormal(rank, practice.stale.median_hours, practice.stale.log_sd));
      } else if (flight.outstanding == 0) {
        pass_review(ended.slot, false, BypassReason::habit);
      }
    }
  }
  desk_.dispatch(now_, team, flights_, ctx_.shared->table, *ctx_.shared->draws, calendar_);
}

// Back to the author; it comes to the end of the queue again after so many hours.
void Quarter::send_back(std::uint32_t slot, double hours) {
  desk_.withdraw(slot, flights_, ctx_.shared->table);
  InFlight& flight = flights_[slot];
  if (flight.round < 255) ++flight.round;
  const double back = now_ + hours;
  if (back < scenario_->time.end()) {
    calendar_.push(back, kGateArrival, flight.change, slot);
  } else {
    free_slot(slot);
  }
}

void Quarter::patience_ended(const Event& event) {
  const InFlight& flight = flights_[event.payload];
  const bool still_waiting = flight.change == event.stable_id && flight.ticket == event.detail && flight.waiting &&
                             flight.outstanding == flight.unassigned;
  if (!still_waiting) return;
  desk_.withdraw(event.payload, flights_, ctx_.shared->table);
  pass_review(event.payload, true, BypassReason::impatience);
}

void Quarter::pass_review(std::uint32_t slot, bool bypassed, BypassReason reason) {
  InFlight& flight = flights_[slot];
  const GateId gate{static_cast<std::uint32_t>(flight.gate)};
  const bool counted = in_horizon(flight.submitted_hours);
  if (bypassed) {
    if (counted) add(Metric::reviews_bypassed, 1.0);
    if (told(flight)) ctx_.log->review_bypassed(logged(flight, false), now_, gate, reason);
  } else {
    if (counted) turnarounds_.add(now_ - flight.entered_review_hours);
    if (told(flight)) ctx_.log->gate_passed(logged(flight, false), now_, gate);
  }
  flight.passed_gates |= std::uint64_t{1} << gate.index();
  flight.round = 0;
  flight.returned = flight.reworked = flight.short_look = flight.looked_at = false;
  ++flight.ticket;
  proceed(flight, slot, now_);
}

// Into production, by stages when a rollout gate says so. The last that delivery hears of a change.
void Quarter::release(InFlight& flight, double time, const CompiledGate* compiled) {
  const Gate* rollout = compiled == nullptr ? nullptr : compiled->gate;
  const KeyedDraws& draws = *ctx_.shared->draws;
  const Change& change = change_of(flight);
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
  if (!defective) {
    record_deployment(flight, plan.full_from(), false);
    return;
  }
  if (rollout != nullptr) flight.gate = static_cast<std::uint8_t>(rollout->index.index());
  expose_defect(flight, plan, Channel::pipeline, rollout != nullptr && rollout->detects);
}

void Quarter::record_deployment(const InFlight& flight, double time, bool out_of_band) {
  const TimeFrame& frame = scenario_->time;
  if (!(time < frame.end())) return;
  const Change& change = change_of(flight);
  const auto node = static_cast<std::uint32_t>(deployments_.size());
  std::uint32_t& head = deployed_in_hour_[static_cast<std::size_t>(time)];
  deployments_.push_back({time, change.service, head});
  head = node;
  if (time < frame.horizon_end()) {
    deployed_ever_ += 1.0;
    if (time >= frame.horizon_begin()) add(Metric::changes_deployed_in_horizon, 1.0);
  }
  const bool by_people = change.origin != Origin::automated && !out_of_band;
  const double lead = time - flight.submitted_hours;
  if (in_horizon(flight.submitted_hours)) {
    add(Metric::changes_deployed, 1.0);
    add(Metric::delay_change_days, lead / 24.0);
    deployed_submitted_sum_ += flight.submitted_hours;
    if (time >= frame.horizon_end()) add(Metric::changes_undelivered_horizon, 1.0);
    if (by_people) lead_times_.add(lead);
  }
  if (by_people) recent_leads_.add(change.team, time, lead - static_cast<double>(flight.frozen_hours));
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
  flights_[slot].next = free_flight_;
  free_flight_ = slot;
}

}  // namespace faultline
