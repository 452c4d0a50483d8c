// report.html: one file that stands alone.
#pragma once

#include <string>

#include "analysis/changes/run_changes.h"
#include "analysis/comparison.h"

namespace faultline::report {

/// The comparison as one HTML page: the answer, the table, charts with their numbers, assumptions with their marks,
/// warnings, what is not modelled and how to reproduce it. It needs no script and no network, every name is escaped,
/// and the same comparison gives the same bytes.
/// `changes` since an earlier run make a section of their own; null without any.
[[nodiscard]] std::string report_page(const Comparison& comparison, const RunChanges* changes = nullptr);

}  // namespace faultline::report
