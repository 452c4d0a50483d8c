// Rare, large losses, as text.
#pragma once

#include <span>
#include <string>

#include "analysis/run_description.h"
#include "analysis/tail_losses.h"

namespace faultline::report {

/// For terminals, at most 80 columns wide.
[[nodiscard]] std::string tail_losses_table(const RunDescription& run, std::span<const TailLosses> tails);
/// One object; keys: docs/formats/answers.md.
[[nodiscard]] std::string tail_losses_json(const RunDescription& run, std::span<const TailLosses> tails);
/// One line a policy and level.
[[nodiscard]] std::string tail_losses_csv(std::span<const TailLosses> tails);

}  // namespace faultline::report
