#include "sim/delivery/hold_desk.h"

#include <algorithm>
#include <limits>

namespace faultline {
namespace {

constexpr double kHoursPerWeek = 168.0;
constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);

bool holds_changes(GateKind kind) {
  return kind == GateKind::velocity_cap || kind == GateKind::wip_limit || kind == GateKind::error_budget_freeze;
}

}  // namespace

HoldDesk::HoldDesk(std::span<const Policy> policies, std::size_t teams) : teams_(teams) {
  for (const Policy& policy : policies) {
    for (const PolicyPhase& phase : policy.phases) {
      for (const Gate& gate : phase.gates) {
        if (gate.index.index() >= row_of_.size()) {
          row_of_.resize(gate.index.index() + 1, kNoRow);
          limits_.resize(row_of_.size(), false);
        }
        if (gate.kind == GateKind::wip_limit) limits_[gate.index.index()] = true;
        if (!holds_changes(gate.kind) || row_of_[gate.index.index()] != kNoRow) continue;
        row_of_[gate.index.index()] = gates_.size();
        gates_.push_back(gate.index);
      }
    }
  }
  states_.resize(gates_.size() * teams_);
}

void HoldDesk::clear() { std::fill(states_.begin(), states_.end(), State{}); }

double HoldDesk::take_token(const Gate& gate, std::uint32_t team, double now) {
  if (!(gate.limit > 0.0)) return std::numeric_limits<double>::infinity();
  State& state = at(gate.index, team);
  const double interval = kHoursPerWeek / gate.limit;
  const double token = std::max(now, state.next_token_hours - (gate.burst - 1.0) * interval);
  state.next_token_hours = std::max(now, state.next_token_hours) + interval;
  return token;
}

bool HoldDesk::take_place(const Gate& gate, std::uint32_t team) {
  State& state = at(gate.index, team);
  if (!(static_cast<double>(state.taken) + 1.0 <= gate.limit)) return false;
  ++state.taken;
  return true;
}

void HoldDesk::give_place_back(GateId gate, std::uint32_t team) {
  State& state = at(gate, team);
  if (state.taken > 0) --state.taken;
}

void HoldDesk::append(GateId gate, std::uint32_t team, std::uint32_t slot, std::vector<InFlight>& flights) {
  State& state = at(gate, team);
  flights[slot].next = kNoSlot;
  (state.tail == kNoSlot ? state.head : flights[state.tail].next) = slot;
  state.tail = slot;
  ++state.waiting;
}

std::uint32_t HoldDesk::take_first(GateId gate, std::uint32_t team, std::vector<InFlight>& flights) {
  State& state = at(gate, team);
  const std::uint32_t slot = state.head;
  if (slot == kNoSlot) return kNoSlot;
  state.head = flights[slot].next;
  if (state.head == kNoSlot) state.tail = kNoSlot;
  --state.waiting;
  return slot;
}

}  // namespace faultline
