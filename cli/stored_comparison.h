// A comparison read back from a results file.
#pragma once

#include <filesystem>
#include <ostream>

#include "analysis/comparison.h"
#include "analysis/store/results_file.h"

namespace faultline::cli {

/// The stored outcomes. Says on `err` when the run is unfinished. Throws InputError when the file holds no quarter.
[[nodiscard]] ComparisonBuilder stored_outcomes(const ResultsFile& results, std::ostream& err);

/// Works out the comparison anew from the stored outcomes. Says on `err` when the run is unfinished. Throws InputError
/// when the file holds no quarter.
[[nodiscard]] Comparison stored_comparison(const ResultsFile& results, std::ostream& err);

}  // namespace faultline::cli
