// faultline importance: what each gate, service and dependency is worth.
#pragma once

#include <iosfwd>

#include "cli/importance_options.h"

namespace faultline::cli {

/// Returns the exit code. Throws InputError.
int run_importance(const ImportanceOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
