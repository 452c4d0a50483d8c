#include "cli/means_command.h"

#include <ostream>

#include "analysis/conditional_means.h"
#include "analysis/policy_result.h"
#include "analysis/report/conditional_means_text.h"
#include "cli/exit_code.h"
#include "cli/luck_run.h"
#include "cli/scenario_run.h"

namespace faultline::cli {
namespace {

std::string in_format(const RunDescription& run, const std::vector<ConditionalMean>& means, Format format) {
  switch (format) {
    case Format::json:
      return report::conditional_means_json(run, means);
    case Format::csv:
      return report::conditional_means_csv(means);
    default:
      return report::conditional_means_table(run, means);
  }
}

void warn(const RunDescription& run, const std::vector<ConditionalMean>& means, std::ostream& err) {
  for (const std::string& warning : run.warnings) {
    err << "faultline: warning: " << warning << "\n";
  }
  for (const ConditionalMean& mean : means) {
    if (mean.undelivered_fraction > kUndeliveredLimit) {
      err << "faultline: warning: " << mean.policy << " " << undelivered_reason(mean.undelivered_fraction)
          << ": its loss alone decides nothing\n";
    }
  }
}

}  // namespace

int run_means(const MeansOptions& options, std::ostream& out, std::ostream& err) {
  const ScenarioRun scenario(options.scenario);
  const RunDescription run = scenario.describe(
      scenario.policies(options.policies), options.seed.value_or(scenario.scenario().run.seed), options.replications);
  const std::vector<PolicyCase> cases = policy_cases(run, scenario.scenario());
  ConditionalMeansBuilder builder(run);
  const LuckRun luck{{kLuckDraws, false}, options.threads, options.progress && !options.quiet};
  if (!run_quarters(
          scenario, run, cases, luck, [&](Block&& block) { builder.add(block); }, err)) {
    return kInterrupted;
  }
  const std::vector<ConditionalMean> means = builder.finish();
  if (!options.quiet) {
    warn(run, means, err);
  }
  out << in_format(run, means, options.format);
  return kDone;
}

}  // namespace faultline::cli
