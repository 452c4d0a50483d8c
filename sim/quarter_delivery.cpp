// A change on its way to production: from its author to its rollout.
#include <algorithm>

#include "models/core/samplers.h"
#include "sim/quarter.h"
#include "sim/review_work.h"

namespace faultline {

void Quarter::submit(std::uint32_t change_index) {
  const Change& change = ctx_.shared->table[change_index];
  const KeyedDraws& draws = *ctx_.shared->draws;
  InFlight flight;
  flight.submitted_hours = now_;
  flight.change = change_index;
  flight.documented = change.has(Change::kDocumented);
  count_backlog(now_, 1.0);
  if (now_ < scenario_->time.horizon_end()) submitted_ever_ += 1.0;
  if (counted(flight)) {
    add(Metric::changes_submitted, 1.0);
    submitted_hours_sum_ += now_;
    if (change.has(Change::kEmergency)) add(Metric::changes_emergency, 1.0);
  }
  if (change.has(Change::kDefective)) {
    if (counted(flight)) add(Metric::changes_defective, 1.0);
    note_defect(flight, {change.ordinal, change.stream}, false);
  }

  const OutOfBand& out_of_band = scenario_->organisation.out_of_band;
  const double share = out_of_band.base_fraction * leads_[change.team].factor;
  bool goes_round =
      tilts_channel(change) ? tilted_channel(change, share) : static_cast<double>(change.out_of_band_rank) < share;
  if (goes_round) {
    const CompiledPolicy::Phase& phase = ctx_.policy->phase_at(now_);
    const CompiledGate* closing = phase.channel_closing;
    if (phase.covered_by(closing, change, circumstances(flight, Channel::out_of_band, now_))) {
      const double rank = draws.uniform(change.ordinal, change.stream ^ closing->key, detail_of(Purpose::leakage));
      goes_round = rank < forced_.leakage(closing->gate->index, closing->gate->leakage_fraction);
    }
  }
  if (goes_round) flight.documented = false;
  if (told(flight)) ctx_.log->change_submitted(logged(flight, goes_round));
  if (ctx_.luck != nullptr) account_defect(flight, goes_round ? Channel::out_of_band : Channel::pipeline);
  if (goes_round) {
    go_round(flight);
  } else {
    proceed(flight, kNoSlot, now_);
  }
}

// The state of a defect that `flight` now carries.
void Quarter::note_defect(InFlight& flight, FaultKey key, bool born_in_rework) {
  const Change& change = change_of(flight);
  flight.defect = static_cast<std::uint32_t>(defects_.size());
  Defect defect{};
  defect.key = key;
  defect.born_in_rework = born_in_rework;
  defect.rank = draw_stealth(facts_->copula.lower, *ctx_.shared->draws, key);
  const auto lines = static_cast<double>(change.lines);
  const double hours = review_work(scenario_->organisation.review, static_cast<double>(change.base_work_hours), lines);
  const ImmuneShare immune =
      immune_share(attentive_catch_probability(scenario_->stealth.human, lines, hours), ctx_.ratio);
  defect.human_undetectable = immune.undetectable_fraction;
  defect.human_effort = immune.effort;
  defects_.push_back(defect);
}

// To production by another way: only what watches that way sees the change.
void Quarter::go_round(InFlight& flight) {
  const Change& change = change_of(flight);
  if (counted(flight)) add(Metric::changes_out_of_band, 1.0);
  double time = now_;
  const CompiledPolicy::Phase& phase = ctx_.policy->phase_at(now_);
  if (phase.out_of_band != 0) {
    const std::uint64_t open = phase.candidates(change, phase.out_of_band, 0);
    const auto at = [&] { return circumstances(flight, Channel::out_of_band, time); };
    for (std::size_t i = phase.next_gate(change, open, at(), 0); i < phase.gates.size() && time < kForever;
         i = phase.next_gate(change, open, at(), i + 1)) {
      const double before = time;
      meet(phase.gates[i].gate->index, flight);
      time = serve_at_once(flight, phase.gates[i], time, phase.end_hours);
      stay(phase.gates[i].gate->index, flight, before, time);
    }
    if (!(time < scenario_->time.end())) return;
  }
  if (flight.defect != kNoSlot && !defects_[flight.defect].removed) {
    expose_defect(flight, exposed_at_once(time), Channel::out_of_band, nullptr);
  } else {
    (void)record_deployment(flight, time, Channel::out_of_band);
  }
}

// Walks a change through the gates that serve it at once until one keeps it waiting, or until it is in production.
// `slot` is where the change waits, kNoSlot while it has never waited.
void Quarter::proceed(const InFlight& at, std::uint32_t slot, double time) {
  InFlight flight = at;  // the pool may grow below
  const Change& change = change_of(flight);
  const CompiledPolicy::Phase* phase = nullptr;
  std::uint64_t open = 0;
  std::size_t position = 0;
  for (;; ++position) {
    if (!(time < scenario_->time.end())) {  // never delivered within the time simulated
      if (time == kForever && !holds_.gates().empty()) free_places(flight, now_);
      if (flight.at_gate != kNoGate) end_wait(flight);
      break;
    }
    if (phase == nullptr || time >= phase->end_hours) {
      phase = &ctx_.policy->phase_at(time);
      open = phase->candidates(change, phase->in_pipeline, flight.demanded) & ~flight.passed_gates;
      position = 0;
    }
    position = phase->next_gate(change, open, circumstances(flight, Channel::pipeline, time), position);
    const CompiledGate* next = position < phase->gates.size() ? &phase->gates[position] : nullptr;
    const bool waits = next != nullptr && next->keeps_waiting;
    // Sent back by a gate of an earlier phase: it has left that gate unless it comes to it again.
    const bool elsewhere = flight.at_gate != kNoGate && (!waits || next->gate->index.index() != flight.at_gate);
    if (next == nullptr || next->gate->kind == GateKind::rollout) {
      if (elsewhere) end_wait(flight);
      release(flight, time, next);
      break;
    }
    const Gate& gate = *next->gate;
    if (waits) {
      if (elsewhere) end_wait(flight);
      const auto index = static_cast<std::uint8_t>(gate.index.index());
      if (flight.gate != index) {  // a round trip that began at a gate of an earlier phase ends here
        flight.gate = index;
        flight.round = 0;
        flight.hold_until = 0.0;
        flight.returned = flight.reworked = flight.short_look = flight.looked_at = false;
      }
      if (slot == kNoSlot) {
        slot = new_slot(flight);
      } else {
        const std::uint16_t ticket = flights_[slot].ticket;
        flights_[slot] = flight;
        flights_[slot].ticket = ticket;
      }
      if (time > now_) {
        calendar_.push(time, kGateArrival, flight.change, slot);
        return;
      }
      if (!enter_gate(slot, *next, phase->end_hours)) return;
      flight = flights_[slot];  // it passed at once
      continue;
    }
    const double before = time;
    meet(gate.index, flight);
    const std::uint64_t demanded = flight.demanded;
    time = serve_at_once(flight, *next, time, phase->end_hours);
    stay(gate.index, flight, before, time);
    if (elsewhere && time > now_) end_wait(flight);
    // A freeze is not passed but outlasted: one that goes on in the next phase holds on.
    if (gate.kind != GateKind::freeze) flight.passed_gates |= next->bit;
    if (flight.demanded != demanded) {
      open = phase->candidates(change, phase->in_pipeline, flight.demanded) & ~flight.passed_gates;
    }
    if (told(flight) && time < kForever) ctx_.log->gate_passed(logged(flight, false), time, gate.index);
  }
  if (slot != kNoSlot) free_slot(slot);
}

// A change comes, or comes back, to the gate that keeps it waiting; the policy may have changed since it set out.
void Quarter::arrive(std::uint32_t slot) {
  const InFlight& flight = flights_[slot];
  const CompiledGate* gate = gate_in_force(flight, now_);
  if (gate != nullptr && gate->keeps_waiting && gate->gate->index.index() == flight.gate) {
    if (enter_gate(slot, *gate, ctx_.policy->phase_at(now_).end_hours)) proceed(flights_[slot], slot, now_);
    return;
  }
  proceed(flights_[slot], slot, now_);
}

// True when the change passes at once; else it waits, or has moved on by itself.
bool Quarter::enter_gate(std::uint32_t slot, const CompiledGate& compiled, double phase_end) {
  const Gate& gate = *compiled.gate;
  InFlight& flight = flights_[slot];
  if (flight.at_gate == kNoGate) {
    begin_wait(flight, gate.index);
    if (flight.round == 0) meet(gate.index, flight);
  }
  bool passed = false;
  switch (gate.kind) {
    case GateKind::velocity_cap:
      passed = enter_cap(slot, gate, phase_end);
      break;
    case GateKind::wip_limit:
      passed = enter_limit(slot, gate);
      break;
    case GateKind::error_budget_freeze:
      passed = enter_frozen(slot, gate);
      break;
    default:
      return enter_review(slot, compiled);
  }
  if (passed) let_go(slot);
  return passed;
}

const CompiledGate* Quarter::gate_in_force(const InFlight& flight, double time) const {
  const CompiledPolicy::Phase& phase = ctx_.policy->phase_at(time);
  const Change& change = change_of(flight);
  const std::uint64_t open = phase.candidates(change, phase.in_pipeline, flight.demanded) & ~flight.passed_gates;
  const std::size_t position = phase.next_gate(change, open, circumstances(flight, Channel::pipeline, time), 0);
  return position < phase.gates.size() ? &phase.gates[position] : nullptr;
}

}  // namespace faultline
