// Every chart of the planner's page.
#pragma once

#include <vector>

#include "analysis/comparison.h"
#include "analysis/report/chart_file.h"
#include "analysis/report/planner_extras.h"

namespace faultline::report {

/// As files: those of chart_files() and told_chart_files(), `tornado`, and `velocity-lost-orders-1-NAME` and
/// `velocity-lead-time-1-NAME` of the two policies that the page tells of, and those of history_chart_files().
[[nodiscard]] std::vector<ChartFile> planner_charts(const Comparison& comparison, const PlannerExtras& extras);

}  // namespace faultline::report
