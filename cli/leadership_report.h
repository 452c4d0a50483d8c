// The leadership page of a results file, with what the user brings along.
#pragma once

#include <iosfwd>
#include <string>

#include "analysis/comparison.h"
#include "analysis/report/leadership_facts.h"
#include "analysis/store/results_file.h"
#include "cli/run_options.h"

namespace faultline::cli {

/// What the sheet says of the outcomes of a run.
[[nodiscard]] report::LeadershipFacts stored_leadership_facts(const ComparisonBuilder& outcomes, Comparison comparison,
                                                              report::LeadershipExtras extras);

/// Throws InputError when the sweep or a file of history is not what it should be, or is of another scenario.
[[nodiscard]] std::string leadership_report(const ResultsFile& results, const ReportOptions& options,
                                            std::ostream& err);

}  // namespace faultline::cli
