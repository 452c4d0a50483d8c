// faultline optimize
#pragma once

#include <iosfwd>

#include "cli/optimize_options.h"

namespace faultline::cli {

/// Looks for the best policy among those that a file of decisions makes, keeps results.sqlite, writes the answer to
/// `out` and everything else to `err`. Returns the exit code: 4 when no policy keeps the limits, 6 when the quarters do
/// not settle it. Throws InputError and StorageFailure.
int run_optimize(const OptimizeOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
