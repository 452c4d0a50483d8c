// Where finished changes wait for something that is no person: a token, a place, the end of a freeze. (model, section
// 6)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/policy/policy.h"
#include "sim/delivery/review.h"

namespace faultline {

/// Tokens, places and lists of every holding gate of a scenario, by gate id and team, so that a gate that goes on in
/// the next phase keeps its state. Copyable: a copy continues alike. Nothing is allocated after construction.
class HoldDesk {
 public:
  HoldDesk(std::span<const Policy> policies, std::size_t teams);

  void clear();

  /// Velocity cap: takes the next token and returns when it is there, `now` or later; infinity when there never is one.
  /// Tokens come evenly, and up to `burst` of them wait for changes. (generic cell rate algorithm, ITU-T I.371)
  [[nodiscard]] double take_token(const Gate& gate, std::uint32_t team, double now);

  /// Work-in-progress limit: takes a place when there is one.
  [[nodiscard]] bool take_place(const Gate& gate, std::uint32_t team);
  /// Gives a place back.
  void give_place_back(GateId gate, std::uint32_t team);

  /// Whether a freeze holds the team's changes at the gate.
  [[nodiscard]] bool frozen(GateId gate, std::uint32_t team) const { return at(gate, team).frozen; }
  void set_frozen(GateId gate, std::uint32_t team, bool frozen) { at(gate, team).frozen = frozen; }

  /// Puts a change at the end of the list that waits at the gate.
  void append(GateId gate, std::uint32_t team, std::uint32_t slot, std::vector<InFlight>& flights);
  /// Takes the first of that list off it; kNoSlot when nobody waits.
  [[nodiscard]] std::uint32_t take_first(GateId gate, std::uint32_t team, std::vector<InFlight>& flights);
  [[nodiscard]] std::uint32_t waiting(GateId gate, std::uint32_t team) const { return at(gate, team).waiting; }

  /// Whether the gate is a work-in-progress limit.
  [[nodiscard]] bool limits(GateId gate) const { return gate.index() < row_of_.size() && limits_[gate.index()]; }
  /// Every gate that holds changes back, in the order of the policies.
  [[nodiscard]] std::span<const GateId> gates() const { return gates_; }
  [[nodiscard]] std::size_t teams() const { return teams_; }

 private:
  struct State {
    double next_token_hours = 0.0;  // theoretical arrival time
    std::uint32_t taken = 0;
    std::uint32_t head = kNoSlot;
    std::uint32_t tail = kNoSlot;
    std::uint32_t waiting = 0;
    bool frozen = false;
  };

  [[nodiscard]] std::size_t position(GateId gate, std::uint32_t team) const {
    return row_of_[gate.index()] * teams_ + team;
  }
  [[nodiscard]] State& at(GateId gate, std::uint32_t team) { return states_[position(gate, team)]; }
  [[nodiscard]] const State& at(GateId gate, std::uint32_t team) const { return states_[position(gate, team)]; }

  std::size_t teams_;
  std::vector<std::size_t> row_of_;  // by GateId
  std::vector<bool> limits_;         // by GateId
  std::vector<GateId> gates_;
  std::vector<State> states_;  // [row][team]
};

}  // namespace faultline
