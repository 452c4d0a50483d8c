// faultline report
#pragma once

#include <iosfwd>

#include "cli/run_options.h"

namespace faultline::cli {

/// Writes the page of a results file. Returns the exit code. Throws InputError and StorageFailure.
int report(const ReportOptions& options, std::ostream& err);

}  // namespace faultline::cli
