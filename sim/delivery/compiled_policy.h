// A policy made ready for the hot loop: phases in order of time, selectors as a few comparisons.
#pragma once

#include <cstdint>
#include <vector>

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

/// Looks phases up by time; keeps references into the policy, which must outlive it.
class CompiledPolicy {
 public:
  explicit CompiledPolicy(const Policy& policy) : policy_(&policy) {
    for (const PolicyPhase& phase : policy.phases) {
      const Gate* closing = nullptr;
      for (const Gate& gate : phase.gates) {
        if (gate.kind == GateKind::channel_closing) closing = &gate;
      }
      closing_.push_back(closing);
    }
  }

  [[nodiscard]] std::size_t phase_at(double time_hours) const {
    std::size_t phase = 0;
    while (phase + 1 < policy_->phases.size() && policy_->phases[phase + 1].from_hours <= time_hours) ++phase;
    return phase;
  }
  [[nodiscard]] const std::vector<Gate>& gates(std::size_t phase) const { return policy_->phases[phase].gates; }
  /// When the phase is over; infinity for the last.
  [[nodiscard]] double phase_end(std::size_t phase) const {
    return phase + 1 < policy_->phases.size() ? policy_->phases[phase + 1].from_hours
                                              : std::numeric_limits<double>::infinity();
  }
  /// The gate that closes the out-of-band channel in this phase, or null.
  [[nodiscard]] const Gate* channel_closing(std::size_t phase) const { return closing_[phase]; }
  [[nodiscard]] const Policy& policy() const { return *policy_; }

 private:
  const Policy* policy_;
  std::vector<const Gate*> closing_;
};

}  // namespace faultline
