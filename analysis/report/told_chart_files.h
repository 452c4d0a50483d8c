// The charts of what is told of a run, as files.
#pragma once

#include <optional>
#include <vector>

#include "analysis/report/chart_files.h"
#include "analysis/report/graph_layout.h"
#include "analysis/told_run.h"

namespace faultline::report {

/// `incident-1-p50` and so on for the quarters told of (numbered as the policies of the run), `blast-1` for the map or
/// the matrix, `radius`: those of the reference policy and of the policy that pages show beside it. `graphviz`: places
/// in the map; absent: layered_layout().
[[nodiscard]] std::vector<ChartFile> told_chart_files(const Comparison& comparison, const ToldRun& told,
                                                      const std::optional<GraphLayout>& graphviz = std::nullopt);

}  // namespace faultline::report
