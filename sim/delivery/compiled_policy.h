// A policy made ready for the hot loop: phases in order of time, selectors as a few comparisons, draws' keys at hand.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "models/core/philox.h"
#include "models/policy/policy.h"
#include "sim/delivery/change_table.h"
#include "sim/delivery/risk_score.h"

namespace faultline {

/// Running times of the scenario's automatic gates, drawn once for each change and shared by all policies: a column for
/// each (gate id, law). Keyed by the gate's id, so it is the same luck wherever the gate stands.
class DurationColumns {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  explicit DurationColumns(const Scenario& scenario);
  friend bool operator==(const DurationColumns& a, const DurationColumns& b) = default;
  /// Column of a gate; kNone when its running time is constant.
  [[nodiscard]] std::uint32_t column_of(const Gate& gate) const;
  /// Durations in hours by change, one vector a column.
  void fill(const KeyedDraws& draws, std::span<const Change> table, std::vector<std::vector<float>>& columns) const;

 private:
  struct Law {
    GateId gate;
    std::uint32_t key;
    LognormalHours duration;
    double log_median;
    friend bool operator==(const Law& a, const Law& b) = default;
  };
  std::vector<Law> laws_;
};

/// What a selector asks of a change besides what the table holds.
struct Circumstances {
  bool documented;
  Channel channel;
  double time_hours;
  const KeyedDraws* draws;
  const DefectModel* defects;
  bool given_wide = false;    ///< as if the change were known to act on the whole fleet
  bool given_narrow = false;  ///< as if it were known not to
};

/// A gate with what the hot loop would otherwise look up.
struct CompiledGate {
  const Gate* gate;
  std::uint64_t bit;  ///< of its id, among the gates passed
  std::uint32_t key;  ///< stable hash of its id
  std::uint32_t duration_column;
  bool masks_suffice;  ///< the phase's masks decide alone whether it applies
  bool keeps_waiting;
  RiskFlag risk;  ///< of a risk-score gate

  /// Whether it applies to a change that the phase's masks let it see.
  [[nodiscard]] bool applies(const Change& change, const Circumstances& at) const;
  [[nodiscard]] bool covers_service(ServiceId service) const {
    return gate->selector.services.empty() || gate->selector.services[service.index()];
  }
};

/// Looks phases up by time; keeps references into the policy, which must outlive it.
class CompiledPolicy {
 public:
  struct Phase {
    double from_hours;
    double end_hours;  ///< infinity for the last
    std::vector<CompiledGate> gates;
    std::vector<std::uint64_t> by_service;  ///< bits of the gates that a service's changes may meet
    std::array<std::array<std::uint64_t, kChangeKindCount>, kOriginCount> by_origin_and_kind;
    std::uint64_t in_pipeline;      ///< bits of the gates that a change in the pipeline walks through
    std::uint64_t out_of_band;      ///< and of those that one outside meets
    std::uint64_t on_demand;        ///< met only when demanded
    std::uint64_t for_emergencies;  ///< bits of the gates that see emergency changes
    std::uint64_t for_others;       ///< and all others
    // Those that act elsewhere than on a change's way; null when the phase has none.
    const CompiledGate* channel_closing;
    const CompiledGate* scope_limit;
    const CompiledGate* audit;
    const CompiledGate* error_budget;

    /// Bits of the gates that origin, kind, service and path let a change meet; `way` is in_pipeline or out_of_band.
    [[nodiscard]] std::uint64_t candidates(const Change& change, std::uint64_t way, std::uint64_t demanded) const {
      return by_service[change.service] & way & (change.has(Change::kEmergency) ? for_emergencies : for_others) &
             by_origin_and_kind[static_cast<std::size_t>(change.origin)][static_cast<std::size_t>(change.kind)] &
             (~on_demand | demanded);
    }
    /// The first gate from position `from` on whose bit is in `open` and that applies to the change; gates.size() when
    /// there is none.
    [[nodiscard]] std::size_t next_gate(const Change& change, std::uint64_t open, const Circumstances& at,
                                        std::size_t from) const {
      for (; from < gates.size(); ++from) {
        const CompiledGate& gate = gates[from];
        if ((open & gate.bit) != 0 && (gate.masks_suffice || gate.applies(change, at))) break;
      }
      return from;
    }
    /// The gate of an id; null when the phase has none.
    [[nodiscard]] const CompiledGate* find(GateId id) const {
      for (const CompiledGate& gate : gates) {
        if (gate.gate->index == id) return &gate;
      }
      return nullptr;
    }
    /// Whether a gate that acts elsewhere (or null) covers the change.
    [[nodiscard]] bool covered_by(const CompiledGate* gate, const Change& change, const Circumstances& at) const {
      return gate != nullptr && (candidates(change, gate->bit, gate->bit) & gate->bit) != 0 &&
             (gate->gate->kind == GateKind::channel_closing ||
              (gate->gate->selector.channels >> static_cast<unsigned>(at.channel) & 1U) != 0) &&
             (gate->masks_suffice || gate->applies(change, at));
    }
  };

  CompiledPolicy(const Policy& policy, const DurationColumns& durations, const Scenario& scenario,
                 const ChangeSource& changes);
  CompiledPolicy(const CompiledPolicy&) = delete;
  CompiledPolicy& operator=(const CompiledPolicy&) = delete;
  CompiledPolicy(CompiledPolicy&&) = default;
  CompiledPolicy& operator=(CompiledPolicy&&) = default;
  ~CompiledPolicy() = default;

  [[nodiscard]] const Phase& phase_at(double time_hours) const {
    std::size_t phase = 0;
    while (phase + 1 < phases_.size() && phases_[phase + 1].from_hours <= time_hours) ++phase;
    return phases_[phase];
  }
  [[nodiscard]] std::span<const Phase> phases() const { return phases_; }

  /// Most approvals by people that any one change could be asked for, over all phases.
  [[nodiscard]] int most_approvals() const;
  /// Whether what becomes of a change before it does harm hangs on whether it acts on the whole fleet.
  [[nodiscard]] bool asks_for_scope() const;

 private:
  std::vector<Phase> phases_;
};

}  // namespace faultline
