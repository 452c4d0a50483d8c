// A readable set of changes to walk through a policy: those that the scenario's streams write, one of each sort that a
// gate may treat differently.
#pragma once

#include <string>
#include <vector>

#include "analysis/walk/policy_walk.h"

namespace faultline {

struct ExampleChange {
  std::string id;     ///< "human", "pricing", "out-of-band", ...: stable, for JSON
  std::string title;  ///< a few words, see change_title()
  WalkedChange change;
};

struct ExampleSet {
  std::vector<ExampleChange> changes;
  std::vector<std::string> left_out;  ///< sorts that the scenario never writes, with the reason
};

/// The service whose changes are walked unless the caller names one: the first entry of the first journey that a team
/// owns, else the first owned service, else the first.
[[nodiscard]] ServiceId usual_service(const Scenario& scenario);

/// One change of each origin (its commonest kind, its median size, documented), then variations of the first one that
/// people write: another kind, pricing data, undocumented, large, an emergency, out of band, the whole fleet, and a
/// service with traffic that other gates cover.
[[nodiscard]] ExampleSet example_changes(const Scenario& scenario, const ServiceFacts& facts, const Policy& policy,
                                         ServiceId service);

/// "human code, 24 lines, undocumented, out of band".
[[nodiscard]] std::string change_title(const WalkedChange& change);

}  // namespace faultline
