// report.html: one file that stands alone.
#pragma once

#include <string>

#include "analysis/comparison.h"
#include "analysis/report/planner_extras.h"

namespace faultline::report {

/// The comparison as one HTML page: the answer, the table, charts with their numbers, assumptions with their marks,
/// warnings, what is not modelled and how to reproduce it. It needs no script and no network, every name is escaped,
/// and the same comparison gives the same bytes.
/// What `extras` lack is left out, or said to be missing where a reader would look for it.
[[nodiscard]] std::string report_page(const Comparison& comparison, const PlannerExtras& extras = {});

}  // namespace faultline::report
