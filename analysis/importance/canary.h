// A canary for a service that has none: what the practical measure on services is.
#pragma once

#include <optional>

#include "models/scenario.h"

namespace faultline {

/// Adds to the scenario what a canary needs and returns its gate, for no service yet: stages and promotion times of the
/// scenario's first rollout that detects (the policy's own first), else 1 % for 0.5 h, 10 % for 1 h and 50 % for 1 h at
/// any time of day. Nothing when the scenario has as many gates as it may.
[[nodiscard]] std::optional<Gate> add_canary_gate(Scenario& scenario, PolicyId policy);

/// Whether in every phase of the policy a rollout that detects sees all pipeline changes of the service.
[[nodiscard]] bool has_canary(const Policy& policy, ServiceId service);

/// The policy with the canary in front of its own rollout, for the changes of one service.
[[nodiscard]] Policy with_canary(const Policy& policy, const Gate& canary, ServiceId service, std::size_t services);

}  // namespace faultline
