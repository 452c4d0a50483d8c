// faultline report --for researcher
#pragma once

#include <iosfwd>

#include "cli/run_options.h"

namespace faultline::cli {

/// Writes the page of a sweep. Returns the exit code. Throws InputError and StorageFailure.
int researcher_report(const ReportOptions& options, std::ostream& err);

}  // namespace faultline::cli
