#include "cli/stored_comparison.h"

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

Comparison stored_comparison(const ResultsFile& results, std::ostream& err) {
  return stored_outcomes(results, err).finish(results.complete() ? results.results_sha256() : std::string());
}

}  // namespace faultline::cli
