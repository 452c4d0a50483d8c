// A comparison read back from a results file.
#pragma once

#include <filesystem>
#include <optional>
#include <ostream>

#include "analysis/changes/run_changes.h"
#include "analysis/comparison.h"
#include "analysis/store/results_file.h"

namespace faultline::cli {

/// The stored outcomes. Says on `err` when the run is unfinished. Throws InputError when the file holds no quarter.
[[nodiscard]] ComparisonBuilder stored_outcomes(const ResultsFile& results, std::ostream& err);

/// Works out the comparison anew from the stored outcomes. Says on `err` when the run is unfinished. Throws InputError
/// when the file holds no quarter.
[[nodiscard]] Comparison stored_comparison(const ResultsFile& results, std::ostream& err);

/// The same with the outcomes themselves.
[[nodiscard]] ReadRun stored_run(const ResultsFile& results, std::ostream& err);

/// What changed from the results `against` to `now`; absent when `against` is empty.
[[nodiscard]] std::optional<RunChanges> changes_against(const std::filesystem::path& against, const ReadRun& now,
                                                        std::ostream& err);

}  // namespace faultline::cli
