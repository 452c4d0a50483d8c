// faultline sensitivity
#pragma once

#include <iosfwd>

#include "cli/sweep_options.h"

namespace faultline::cli {

/// Says on which parameters of a finished sweep its answers hang. Returns the exit code. Throws InputError and
/// StorageFailure.
int run_sensitivity(const SensitivityOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
