// What the planner's page is given beside the comparison.
#pragma once

#include "analysis/report/planner_extras.h"
#include "analysis/store/results_file.h"

namespace faultline::cli {

/// What the results file itself holds: what is told of the run, its policies in words, facts about its graph and what
/// one faulty service hits. All but the first are left out when this program can no longer read the stored scenario.
[[nodiscard]] report::PlannerExtras stored_extras(const ResultsFile& results, const Comparison& comparison);

}  // namespace faultline::cli
