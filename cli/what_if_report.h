// The what-if panel of a planner's page.
#pragma once

#include <filesystem>
#include <optional>

#include "analysis/report/what_if_panel.h"
#include "analysis/store/results_file.h"

namespace faultline::cli {

/// On the first quarters of the run, at most 2,000, with the figures that the results file has of them. `module`: as in
/// what_if_module(). Throws InputError when that is missing or stale, when the file holds no quarter, or a scenario
/// that this program no longer reads.
[[nodiscard]] report::WhatIfPanel stored_what_if(const ResultsFile& results, const std::filesystem::path& module,
                                                 std::optional<double> budget);

}  // namespace faultline::cli
