// What the planner's page is given beside the comparison.
#pragma once

#include "analysis/report/planner_extras.h"
#include "analysis/store/results_file.h"

namespace faultline::cli {

/// What the results file itself holds: what is told of the run, its policies in words and facts about its graph. The
/// latter two are left out when this program can no longer read the stored scenario.
[[nodiscard]] report::PlannerExtras stored_extras(const ResultsFile& results);

}  // namespace faultline::cli
