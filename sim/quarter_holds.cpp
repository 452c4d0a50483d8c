// Gates that hold changes back: caps on velocity, limits on work under way, freezes when the error budget is burnt.
#include <algorithm>

#include "sim/quarter.h"
#include "sim/review_work.h"

namespace faultline {

// What comes sooner of the token and the end of the phase wakes the change; true when it may pass now.
bool Quarter::enter_cap(std::uint32_t slot, const Gate& gate, double phase_end) {
  InFlight& flight = flights_[slot];
  if (!(flight.hold_until > 0.0)) flight.hold_until = holds_.take_token(gate, change_of(flight).team, now_);
  if (flight.hold_until <= now_) return true;
  calendar_.push(std::min(flight.hold_until, phase_end), kGateArrival, flight.change, slot);
  return false;
}

bool Quarter::enter_limit(std::uint32_t slot, const Gate& gate) {
  InFlight& flight = flights_[slot];
  const std::uint32_t team = change_of(flight).team;
  if (holds_.waiting(gate.index, team) == 0 && holds_.take_place(gate, team)) return true;
  holds_.append(gate.index, team, slot, flights_);
  return false;
}

bool Quarter::enter_frozen(std::uint32_t slot, const Gate& gate) {
  InFlight& flight = flights_[slot];
  if (flight.hold_until > 0.0) {  // let go after a freeze, its turn in the batch has come
    if (flight.hold_until <= now_) return true;
    calendar_.push(flight.hold_until, kGateArrival, flight.change, slot);
    return false;
  }
  const std::uint32_t team = change_of(flight).team;
  if (!holds_.frozen(gate.index, team)) return true;
  holds_.append(gate.index, team, slot, flights_);
  return false;
}

// A held change has passed the gate at which it stands.
void Quarter::let_go(std::uint32_t slot) {
  InFlight& flight = flights_[slot];
  const GateId gate{static_cast<std::uint32_t>(flight.gate)};
  const double held = now_ - flight.entered_gate_hours;
  end_wait(flight);
  flight.passed_gates |= std::uint64_t{1} << gate.index();
  flight.hold_until = 0.0;
  const CompiledGate* in_force = ctx_.policy->phase_at(now_).find(gate);
  if (in_force != nullptr && held > 0.0) {
    const Gate& at = *in_force->gate;
    if (at.kind == GateKind::error_budget_freeze) flight.frozen_hours += static_cast<float>(held);
    if (at.kind != GateKind::error_budget_freeze && at.holds == Holds::authors) {
      flight.author_hold_hours += static_cast<float>(held);
      if (counted(flight)) add(Metric::author_hold_days, held / 24.0);
    }
  }
  if (told(flight)) ctx_.log->gate_passed(logged(flight, false), now_, gate);
}

// The change is on its rollout from `time` on: its places under limits become free.
void Quarter::free_places(const InFlight& flight, double time) {
  for (const GateId gate : holds_.gates()) {
    if ((flight.passed_gates >> gate.index() & 1U) == 0 || !holds_.limits(gate)) continue;
    calendar_.push(std::max(time, now_), kPlaceFree, flight.change, change_of(flight).team,
                   static_cast<std::uint16_t>(gate.index()));
  }
}

void Quarter::place_free(const Event& event) {
  const GateId gate{static_cast<std::uint32_t>(event.detail)};
  const std::uint32_t team = event.payload;
  holds_.give_place_back(gate, team);
  const CompiledGate* compiled = ctx_.policy->phase_at(now_).find(gate);
  if (compiled == nullptr || holds_.waiting(gate, team) == 0 || !holds_.take_place(*compiled->gate, team)) return;
  const std::uint32_t slot = holds_.take_first(gate, team, flights_);
  let_go(slot);
  proceed(flights_[slot], slot, now_);
}

// Whoever is held by a gate that is no longer in force may go on, and new limits may let more of them pass.
void Quarter::phase_begins() {
  const CompiledPolicy::Phase& phase = ctx_.policy->phase_at(now_);
  for (const GateId gate : holds_.gates()) {
    const CompiledGate* compiled = phase.find(gate);
    const bool in_force = compiled != nullptr;
    const bool limits = holds_.limits(gate);
    if (in_force && !limits) continue;
    for (std::uint32_t team = 0; team < holds_.teams(); ++team) {
      if (!in_force) holds_.set_frozen(gate, team, false);
      while (holds_.waiting(gate, team) > 0) {
        if (in_force && !holds_.take_place(*compiled->gate, team)) break;
        const std::uint32_t slot = holds_.take_first(gate, team, flights_);
        let_go(slot);
        proceed(flights_[slot], slot, now_);
      }
    }
  }
}

// Once a day the budgets are looked at: losses of the window against what the objective allows.
void Quarter::day_ends() {
  note_losses();
  const CompiledGate* compiled = ctx_.policy->phase_at(now_).error_budget;
  if (compiled == nullptr) return;
  const Gate& gate = *compiled->gate;
  const double from = std::max(0.0, now_ - 24.0 * gate.window_days);
  const double budget = (1.0 - gate.order_success_objective) * facts_->all_orders.orders_between(from, now_);
  const bool all_burnt = loss_history_.lost(gate.window_days) > budget;
  for (std::uint32_t team = 0; team < holds_.teams(); ++team) {
    const bool burnt = gate.budget_scope == BudgetScope::organisation
                           ? all_burnt
                           : loss_history_.lost(team, gate.window_days) > budget;
    const bool was = holds_.frozen(gate.index, team);
    if (burnt) add(Metric::frozen_team_hours, overlap_with_horizon(now_, now_ + 24.0));
    if (burnt == was) continue;
    holds_.set_frozen(gate.index, team, burnt);
    if (ctx_.log != nullptr) ctx_.log->budget_freeze(TeamId{team}, now_, gate.index, burnt);
    if (burnt) continue;
    // The batch: one after the other, in the order of their coming, evenly over the days of catching up.
    const std::uint32_t held = holds_.waiting(gate.index, team);
    for (std::uint32_t i = 0; i < held; ++i) {
      const std::uint32_t slot = holds_.take_first(gate.index, team, flights_);
      flights_[slot].hold_until = now_ + 24.0 * gate.catch_up_days * i / held;
      calendar_.push(flights_[slot].hold_until, kGateArrival, flights_[slot].change, slot);
    }
  }
}

}  // namespace faultline
