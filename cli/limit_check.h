// Limits that the caller set on an answer, for CI gates.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "analysis/limit_checks.h"

namespace faultline::cli {

/// The worst state over policies and limits; says on `err` which are not kept. `where` precedes a policy's name, as in
/// "2x, ".
[[nodiscard]] LimitState worst_limit(const Limits& limits, const Comparison& comparison, const std::string& where,
                                     std::ostream& err);

/// `undecided_passes`: what --undecided says, absent without it.
[[nodiscard]] int exit_code(LimitState worst, const std::optional<bool>& undecided_passes);

}  // namespace faultline::cli
