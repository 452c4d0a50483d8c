// One part of the system held perfect or failed, so that a run tells what the part is worth.
#pragma once

#include <cstdint>

#include "models/core/ids.h"
#include "sim/blast/loss_table.h"

namespace faultline {

enum class ForcedState : std::uint8_t { as_it_is, perfect, failed };

/// What a case forces from the beginning of the horizon on; all that is drawn stays the same. Nothing unless set.
///
/// A gate, perfect: every look finds the defect, stamps included; a risk score flags exactly the defective changes; a
/// rollout sees at once what is active before full exposure; a closed channel or a scope limit leaks nothing. Failed:
/// it finds, flags, and closes nothing, and takes its time all the same.
///
/// A service, perfect: no incident begins there. Failed: each of its own faults is total.
struct Forcing {
  GateId gate{};
  ServiceId service{};
  ForcedState state = ForcedState::as_it_is;
  const LossTable* losses = nullptr;  ///< in place of the scenario's own (other couplings); must outlive the run

  [[nodiscard]] bool perfect(GateId id) const { return state == ForcedState::perfect && gate == id; }
  [[nodiscard]] bool failed(GateId id) const { return state == ForcedState::failed && gate == id; }
  [[nodiscard]] bool perfect(ServiceId id) const { return state == ForcedState::perfect && service == id; }
  [[nodiscard]] bool failed(ServiceId id) const { return state == ForcedState::failed && service == id; }
  /// Share of what a gate closes that still gets through.
  [[nodiscard]] double leakage(GateId id, double as_it_is) const {
    return perfect(id) ? 0.0 : failed(id) ? 1.0 : as_it_is;
  }
};

}  // namespace faultline
