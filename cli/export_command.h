// faultline export
#pragma once

#include <iosfwd>

#include "cli/run_options.h"

namespace faultline::cli {

/// Writes results in another form. Returns the exit code. Throws InputError and StorageFailure.
int export_results(const ExportOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
