// faultline sweep
#pragma once

#include <iosfwd>

#include "cli/sweep_options.h"

namespace faultline::cli {

/// Runs the policies of a scenario at many points, keeps results.sqlite, writes a summary to `out` and everything else
/// to `err`. Returns the exit code. Throws InputError and StorageFailure.
int run_sweep(const SweepOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
