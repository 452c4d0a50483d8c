// `faultline compare --parameter-draws`: parameters drawn outside, luck inside.
#pragma once

#include <iosfwd>

#include "cli/run_options.h"

namespace faultline::cli {

/// Draws the scenario's uncertain numbers and runs its policies on the same quarters for each draw. Throws InputError,
/// also when the scenario states no uncertainty or has variants and the options do not name one.
int compare_draws(const CompareOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
