// Limits as a test report that CI servers read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/changes/run_changes.h"
#include "analysis/comparison.h"
#include "analysis/limit_checks.h"

namespace faultline::report {

/// JUnit XML (`testsuites`), one test case for each limit and policy. A broken limit is a failure; one that is not
/// settled is skipped, or a failure or passed when `undecided_passes` says so. `changes` may be null; what changed then
/// stands in `system-out`. Well-formed whatever names hold, and without a clock: the time of every case is 0.
[[nodiscard]] std::string junit_report(const Comparison& comparison, const std::vector<LimitCheck>& checks,
                                       const std::optional<bool>& undecided_passes, const RunChanges* changes);

}  // namespace faultline::report
