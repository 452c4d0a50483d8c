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

namespace faultline {

/// Whether a gate applies to a change. `documented` is the change's state now, which an earlier gate may have altered.
[[nodiscard]] inline bool selects(const Selector& selector, const Change& change, bool documented) {
  if ((selector.origins >> static_cast<unsigned>(change.origin) & 1U) == 0) return false;
  if ((selector.kinds >> static_cast<unsigned>(change.kind) & 1U) == 0) return false;
  if (static_cast<double>(change.lines) < selector.min_lines ||
      static_cast<double>(change.lines) > selector.max_lines) {
    return false;
  }
  if (selector.only_touching_pricing && !change.has(Change::kTouchesPricing)) return false;
  if (selector.only_undocumented && documented) return false;
  return selector.services.empty() || selector.services[change.service];
}

/// Running times of the scenario's automatic gates, drawn once for each change and shared by all policies: a column for
/// each (gate id, law). Keyed by the gate's id, so it is the same luck wherever the gate stands.
class DurationColumns {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  explicit DurationColumns(const Scenario& scenario);
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
  };
  std::vector<Law> laws_;
};

/// A gate with what the hot loop would otherwise look up.
struct CompiledGate {
  const Gate* gate;
  std::uint64_t bit;  ///< of its id, among the gates passed
  std::uint32_t key;  ///< stable hash of its id
  std::uint32_t duration_column;
  bool masks_suffice;  ///< origin, kind and service decide alone whether it applies

  [[nodiscard]] bool applies(const Change& change, bool documented) const {
    return selects(gate->selector, change, documented);
  }
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
    const CompiledGate* channel_closing;    ///< the gate that closes the out-of-band channel, or null
    std::vector<std::uint64_t> by_service;  ///< bits of the gates that a service's changes may meet
    std::array<std::array<std::uint64_t, kChangeKindCount>, kOriginCount> by_origin_and_kind;

    /// Bits of the gates that origin, kind and service let the change meet.
    [[nodiscard]] std::uint64_t candidates(const Change& change) const {
      return by_service[change.service] &
             by_origin_and_kind[static_cast<std::size_t>(change.origin)][static_cast<std::size_t>(change.kind)];
    }
    /// The first gate from position `from` on whose bit is in `open` and that applies to the change; gates.size() when
    /// there is none.
    [[nodiscard]] std::size_t next_gate(const Change& change, std::uint64_t open, bool documented,
                                        std::size_t from) const {
      for (; from < gates.size(); ++from) {
        const CompiledGate& gate = gates[from];
        if ((open & gate.bit) != 0 && (gate.masks_suffice || gate.applies(change, documented))) break;
      }
      return from;
    }
  };

  CompiledPolicy(const Policy& policy, const DurationColumns& durations, std::size_t services);
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

  /// Most approvals by people that any one change could be asked for, over all phases.
  [[nodiscard]] int most_approvals() const;

 private:
  std::vector<Phase> phases_;
};

}  // namespace faultline
