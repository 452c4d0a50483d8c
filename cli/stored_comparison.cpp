#include "cli/stored_comparison.h"

#include <utility>

#include "cli/scenario_run.h"
#include "models/core/input_error.h"

namespace faultline::cli {

ComparisonBuilder stored_outcomes(const ResultsFile& results, std::ostream& err) {
  ComparisonBuilder builder(results.run());
  results.replay_into(builder);
  if (builder.replications() == 0) {
    throw InputError({results.path().string(), "", "", "it holds no finished quarter yet",
                      "go on with the run: `faultline compare` with --resume"});
  }
  if (!results.complete()) {
    err << "faultline: warning: the run is unfinished: " << builder.replications() << " of "
        << results.run().replications << " replications\n";
  }
  return builder;
}

ReadRun stored_run(const ResultsFile& results, std::ostream& err) {
  ComparisonBuilder builder = stored_outcomes(results, err);
  Comparison comparison = builder.finish(results.complete() ? results.results_sha256() : std::string());
  return {std::move(builder), std::move(comparison)};
}

Comparison stored_comparison(const ResultsFile& results, std::ostream& err) {
  return stored_run(results, err).comparison;
}

std::optional<RunChanges> changes_against(const std::filesystem::path& against, const ReadRun& now, std::ostream& err) {
  if (against.empty()) {
    return std::nullopt;
  }
  return run_changes(stored_run(ResultsFile::open(results_path(against)), err), now);
}

}  // namespace faultline::cli
