#include "cli/curve_command.h"

#include <optional>
#include <ostream>

#include "analysis/conditional_means.h"
#include "analysis/loss_curve.h"
#include "analysis/report/loss_curve_text.h"
#include "cli/exit_code.h"
#include "cli/luck_run.h"
#include "cli/scenario_run.h"

namespace faultline::cli {
namespace {

std::string in_format(const RunDescription& run, const LossCurve& curve, Format format) {
  switch (format) {
    case Format::json:
      return report::loss_curve_json(run, curve);
    case Format::csv:
      return report::loss_curve_csv(curve);
    default:
      return report::loss_curve_table(run, curve);
  }
}

}  // namespace

int run_curve(const CurveOptions& options, std::ostream& out, std::ostream& err) {
  const ScenarioRun scenario(options.scenario);
  const RunDescription run = scenario.describe(
      scenario.policies(options.policies), options.seed.value_or(scenario.scenario().run.seed), options.replications);
  const std::vector<PolicyCase> cases = policy_cases(run, scenario.scenario());
  LossCurveBuilder builder;
  const LuckRun luck{{kLuckDraws, true}, options.threads, options.progress && !options.quiet};
  if (!run_quarters(
          scenario, run, std::span(cases).first(1), luck, [&](Block&& block) { builder.add(block); }, err)) {
    return kInterrupted;
  }
  if (!options.quiet) {
    for (const std::string& warning : run.warnings) {
      err << "faultline: warning: " << warning << "\n";
    }
  }
  const std::optional<LossCurve> curve = builder.finish();
  if (!curve) {
    out << "no fault in these quarters can cost an order, so there is no curve\n";
    return kDone;
  }
  out << in_format(run, *curve, options.format);
  return kDone;
}

}  // namespace faultline::cli
