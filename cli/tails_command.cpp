#include "cli/tails_command.h"

#include <ostream>

#include "analysis/policy_result.h"
#include "analysis/report/tail_losses_text.h"
#include "analysis/tail_losses.h"
#include "cli/exit_code.h"
#include "cli/luck_run.h"
#include "cli/scenario_run.h"

namespace faultline::cli {
namespace {

std::string in_format(const RunDescription& run, const std::vector<TailLosses>& tails, Format format) {
  switch (format) {
    case Format::json:
      return report::tail_losses_json(run, tails);
    case Format::csv:
      return report::tail_losses_csv(tails);
    default:
      return report::tail_losses_table(run, tails);
  }
}

void warn(const RunDescription& run, const std::vector<TailLosses>& tails, Format format, std::ostream& err) {
  for (const std::string& warning : run.warnings) {
    err << "faultline: warning: " << warning << "\n";
  }
  for (const TailLosses& tail : tails) {
    // The table says it itself.
    for (const std::string& refusal : format == Format::table ? std::vector<std::string>() : tail.refusals()) {
      err << "faultline: warning: " << tail.policy << ": " << refusal << "\n";
    }
    if (tail.undelivered_fraction > kUndeliveredLimit) {
      err << "faultline: warning: " << tail.policy << " " << undelivered_reason(tail.undelivered_fraction)
          << ": its loss alone decides nothing\n";
    }
  }
}

}  // namespace

int run_tails(const TailsOptions& options, std::ostream& out, std::ostream& err) {
  const ScenarioRun scenario(options.scenario);
  const RunDescription run = scenario.describe(
      scenario.policies(options.policies), options.seed.value_or(scenario.scenario().run.seed), options.replications);
  const std::vector<PolicyCase> cases = policy_cases(run, scenario.scenario());
  const bool shows_progress = options.progress && !options.quiet;

  RunDescription pilot = run;
  pilot.seed = pilot_seed(run.seed);
  pilot.replications = kPilotQuarters;
  const LossTilt untilted;
  TiltBuilder tilt_builder;
  if (!run_quarters(
          scenario, pilot, cases, {{kTailDraws, true, &untilted}, options.threads, shows_progress},
          [&](Block&& block) { tilt_builder.add(block); }, err)) {
    return kInterrupted;
  }
  const LossTilt tilt = tilt_builder.finish();

  TailLossesBuilder builder(run, options.more_than);
  if (!run_quarters(
          scenario, run, cases, {{kTailDraws, false, &tilt}, options.threads, shows_progress},
          [&](Block&& block) { builder.add(block); }, err)) {
    return kInterrupted;
  }
  const std::vector<TailLosses> tails = builder.finish();
  if (!options.quiet) {
    warn(run, tails, options.format, err);
  }
  out << in_format(run, tails, options.format);
  return all_refused(tails) ? kLimitUndecided : kDone;
}

}  // namespace faultline::cli
