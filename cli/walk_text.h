// A change's walk through a policy, as lines for a terminal and as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analysis/walk/policy_walk.h"

namespace faultline::cli {

/// "12 %".
[[nodiscard]] std::string percent_text(double share);
/// The same for a column: "all" at 1.
[[nodiscard]] std::string share_text(double share);

/// From day to day: "from day 0 to day 90", "from day 0 on".
[[nodiscard]] std::string phase_text(const Scenario& scenario, const PhaseWalk& walk);

/// Gate by gate, and what becomes of it: lines of at most 80 columns.
[[nodiscard]] std::string walk_table(const Scenario& scenario, const PhaseWalk& walk);

/// Everything that the table shows, unrounded.
[[nodiscard]] nlohmann::ordered_json walk_json(const Scenario& scenario, const PhaseWalk& walk);
/// What is walked.
[[nodiscard]] nlohmann::ordered_json change_json(const Scenario& scenario, const WalkedChange& change);

}  // namespace faultline::cli
