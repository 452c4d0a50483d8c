// Limits that the caller set on an answer, for CI gates.
#pragma once

#include <iosfwd>
#include <string>

#include "analysis/comparison.h"
#include "analysis/limit.h"
#include "cli/run_options.h"

namespace faultline::cli {

/// The worst state over policies and limits; says on `err` which are not kept. `where` precedes a policy's name, as in
/// "2x, ".
[[nodiscard]] LimitState worst_limit(const CompareOptions& options, const Comparison& comparison,
                                     const std::string& where, std::ostream& err);

[[nodiscard]] int exit_code(LimitState worst, const CompareOptions& options);

}  // namespace faultline::cli
