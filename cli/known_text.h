// What is said about a known incident: what it costs, and which policy could have touched the change behind it.
#pragma once

#include <string>
#include <vector>

#include "analysis/known/known_loss.h"
#include "analysis/walk/policy_walk.h"

namespace faultline::cli {

/// The change of one reading, as a walk sees it.
[[nodiscard]] WalkedChange walked(const Scenario& scenario, const KnownChange& known);

/// The walks of a change through a policy, also with a second reviewer who is nearly worthless.
struct Walks {
  std::vector<PhaseWalk> central;
  std::vector<PhaseWalk> low;
};
[[nodiscard]] Walks walks_of(const Scenario& scenario, const ServiceFacts& facts, const Policy& policy,
                             const WalkedChange& change);

/// Lines of at most 80 columns.
[[nodiscard]] std::string known_text(const Scenario& scenario, const ServiceFacts& facts, const KnownIncident& incident,
                                     const KnownLoss& loss);

}  // namespace faultline::cli
