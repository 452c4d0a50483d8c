// The charts of a comparison by itself as files.
#pragma once

#include <vector>

#include "analysis/comparison.h"
#include "analysis/report/chart_file.h"

namespace faultline::report {

/// `exceedance`, `paired-differences`, `saving-2-NAME` for each policy that has steps, numbered as in the run,
/// `lead-times` and `backlog`; those that there is nothing to draw of are left out.
[[nodiscard]] std::vector<ChartFile> chart_files(const Comparison& comparison);

}  // namespace faultline::report
