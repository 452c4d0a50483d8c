// What changed since an earlier run, as a part of the summary.
#pragma once

#include "analysis/changes/run_changes.h"
#include "analysis/report/json_parts.h"

namespace faultline::report {

/// Keys: docs/formats/results.md.
[[nodiscard]] Json changes_json(const RunChanges& changes);

}  // namespace faultline::report
