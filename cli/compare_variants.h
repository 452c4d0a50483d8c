// faultline compare of a scenario with variants
#pragma once

#include <iosfwd>
#include <vector>

#include "cli/run_options.h"
#include "cli/scenario_run.h"

namespace faultline::cli {

/// Runs each variant into a folder of its own below the scenario's, then lays them side by side: a table on `out` and
/// report.html above their folders. `plain` is the scenario as it stands. Returns the exit code. Throws InputError,
/// before anything is run, and StorageFailure.
int compare_variants(const ScenarioRun& plain, const std::vector<ScenarioVariant>& variants,
                     const CompareOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
