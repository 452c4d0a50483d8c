#include "cli/means_options.h"

#include <cstdint>
#include <string>

#include "analysis/conditional_means.h"
#include "analysis/loss_curve.h"
#include "analysis/tail_losses.h"
#include "cli/option_kinds.h"

namespace faultline::cli {
namespace {

// What they share: quarters that are not kept.
template <class Options>
void add_quarters(CLI::App& app, Options& options, std::uint32_t fewest, std::uint32_t most) {
  app.add_option(
         "--replications", options.replications,
         "Quarters to simulate, at least " + std::to_string(fewest) + " (" + std::to_string(options.replications) + ")")
      ->transform(whole_number(fewest, most))
      ->option_text("N");
  add_seed(app, options.seed, "Seed of all luck (as the scenario says)");
  add_threads(app, options.threads);
  add_format_without_markdown(app, options.format);
  add_quiet(app, options.quiet, options.progress);
}

}  // namespace

void add_means(CLI::App& app, MeansOptions& options) {
  add_scenario(app, options.scenario);
  add_variant(app, options.scenario);
  app.add_option("--policies", options.policies,
                 "Policies, by comma (all); the baseline, or the first, is compared with")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("A,B");
  add_quarters(app, options, kFewestForMeans, kMostReplications);
}

void add_curve(CLI::App& app, CurveOptions& options) {
  add_scenario(app, options.scenario);
  add_variant(app, options.scenario);
  app.add_option("--policy", options.policies, "The policy")->required()->expected(1)->option_text("P");
  constexpr std::uint32_t kMostForCurve = 2000;  // all that each fault could have cost is held in memory
  add_quarters(app, options, kFewestForCurve, kMostForCurve);
}

void add_tails(CLI::App& app, TailsOptions& options) {
  add_scenario(app, options.scenario);
  add_variant(app, options.scenario);
  app.add_option("--policies", options.policies,
                 "Policies, by comma (all); the baseline, or the first, is compared with")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("A,B");
  app.add_option("--more-than", options.more_than, "Also how likely a quarter loses more orders than this; repeatable")
      ->check(finite_number(0.0, false))
      ->allow_extra_args(false)
      ->option_text("X");
  add_quarters(app, options, kFewestForTails, kMostReplications);
}

}  // namespace faultline::cli
