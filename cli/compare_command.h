// faultline compare, faultline run
#pragma once

#include <iosfwd>

#include "cli/run_options.h"

namespace faultline::cli {

/// Runs the policies, keeps results.sqlite and report.html, writes the answer to `out` and everything else to `err`.
/// Returns the exit code. Throws InputError and StorageFailure.
int compare(const CompareOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
