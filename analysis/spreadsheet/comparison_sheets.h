// A comparison as sheets.
#pragma once

#include <vector>

#include "analysis/changes/run_changes.h"
#include "analysis/comparison.h"
#include "analysis/limit_checks.h"
#include "analysis/spreadsheet/sheet.h"

namespace faultline {

/// Summary, Policies, Differences, Exceedance, Services, Inputs and Provenance; Limits where there are any, and Changes
/// and Changed_inputs where `changes` is not null. Columns: docs/formats/spreadsheet.md.
[[nodiscard]] std::vector<Sheet> comparison_sheets(const Comparison& comparison, const std::vector<LimitCheck>& checks,
                                                   const RunChanges* changes);

// Sheets one by one: figures, and what they rest on.
[[nodiscard]] Sheet policies_sheet(const Comparison& comparison);
[[nodiscard]] Sheet differences_sheet(const Comparison& comparison);
[[nodiscard]] Sheet exceedance_sheet(const Comparison& comparison);
[[nodiscard]] Sheet services_sheet(const Comparison& comparison);
[[nodiscard]] Sheet inputs_sheet(const RunDescription& run);
[[nodiscard]] Sheet provenance_sheet(const Comparison& comparison);
[[nodiscard]] Sheet limits_sheet(const std::vector<LimitCheck>& checks);
[[nodiscard]] Sheet changes_sheet(const RunChanges& changes);
[[nodiscard]] Sheet changed_inputs_sheet(const RunChanges& changes);

[[nodiscard]] Cell cell_of(const std::optional<double>& value);
[[nodiscard]] Cell low_cell(const std::optional<stats::Interval>& interval);
[[nodiscard]] Cell high_cell(const std::optional<stats::Interval>& interval);

}  // namespace faultline
