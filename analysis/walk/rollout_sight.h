// What the runtime comparison of a rollout can see of a change's defects.
#pragma once

#include "analysis/walk/gate_times.h"
#include "analysis/walk/policy_walk.h"

namespace faultline {

/// `visible_fraction`: of the defects that come to the rollout, those that metrics can show at all. What is stopped
/// under partial exposure is an average over drawn faults of the service, with the engine's own laws and detector; the
/// order-rate alarm, which hardly ever sounds under partial exposure, is left out.
[[nodiscard]] RolloutSight rollout_sight(const Scenario& scenario, const ServiceFacts& facts, const Gate& gate,
                                         const WalkedChange& change, double visible_fraction,
                                         const std::vector<Arrival>& arriving);

}  // namespace faultline
