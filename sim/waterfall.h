// From one policy's loss to another's on the same quarter, defect by defect: where the difference comes from.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/outcome.h"
#include "sim/response/fault.h"

namespace faultline {

/// What became of a defect, or of a background incident, under one policy.
struct Fate {
  FaultKey key;
  bool reached_production;  ///< false: a gate caught it before
  bool caught;              ///< by `gate`; both are true when a rollout caught it in its stages
  bool born_in_rework;      ///< exists under this policy's course of events only
  std::uint8_t gate;        ///< GateId
  double lost_orders;       ///< gross, in the horizon
  double duration_hours;    ///< from activation to recovery
};

/// Sorts by key; every key stands once, what reached production before what did not.
void order_fates(std::vector<Fate>& fates);

/// The steps from `reference` to `other`, both ordered. For a defect in production under both, with loss = breadth x
/// duration: contained = (change of breadth) x (other's duration), recovered = (change of duration) x (other's
/// breadth), interaction the rest; one that only one of them let into production counts whole for the gate that caught
/// it, or as not shipped.
[[nodiscard]] Waterfall waterfall(const std::vector<Fate>& reference, const std::vector<Fate>& other);

}  // namespace faultline
