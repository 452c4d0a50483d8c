// The leadership page of a results file, with what the user brings along.
#pragma once

#include <iosfwd>
#include <string>

#include "analysis/store/results_file.h"
#include "cli/run_options.h"

namespace faultline::cli {

/// Throws InputError when the sweep or a file of history is not what it should be, or is of another scenario.
[[nodiscard]] std::string leadership_report(const ResultsFile& results, const ReportOptions& options,
                                            std::ostream& err);

}  // namespace faultline::cli
