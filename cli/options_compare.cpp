// What `compare` and `run` take.
#include "cli/options_compare.h"

#include "analysis/draws/parameter_draws.h"
#include "cli/option_kinds.h"

namespace faultline::cli {
namespace {

// Limits ask for an interval of one mean, and draws have none: they never pool luck and ignorance.
void add_parameter_draws(CLI::App& app, CompareOptions& options) {
  auto* draws =
      app.add_option("--parameter-draws", options.parameter_draws,
                     "Draw the scenario's uncertain numbers K times, run the same quarters for each draw, and "
                     "tell luck from ignorance; --replications are then quarters of each draw (200), --out "
                     "is faultline-results/<scenario>-draws")
          ->transform(whole_number(kFewestDraws, kMostDraws))
          ->option_text("K");
  for (const char* other :
       {"--precision", "--most-replications", "--max-mean-lost-orders", "--max-p99-lost-orders", "--undecided"}) {
    draws->excludes(app.get_option(other));
  }
}

}  // namespace

void add_compare(CLI::App& app, CompareOptions& options, bool one_policy) {
  add_scenario(app, options.scenario);
  if (one_policy) {
    app.add_option("--policy", options.policies, "The policy to run")->required()->expected(1)->option_text("P");
    add_variant(app, options.scenario);
  } else {
    options.variants.emplace();
    app.add_option("--variant", *options.variants,
                   "Variants of the scenario to compare, by comma (all); of a single one its policies alone")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->option_text("A,B");
    app.add_option("--policies", options.policies, "Policies to compare, by comma (all)")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->option_text("A,B");
  }
  app.add_option("--replications", options.replications, "Quarters to simulate (as the scenario says)")
      ->transform(whole_number(1, kMostReplications))
      ->option_text("N");
  add_precision(app, options.precision, "every");
  add_seed(app, options.seed, "Seed of all luck (as the scenario says)");
  add_threads(app, options.threads);
  add_out(app, options);
  add_format(app, options.format);
  add_quiet(app, options.quiet, options.progress);
  app.add_flag("--resume", options.resume, "Go on with a run that was interrupted");
  add_limits(app, options.limits, options.undecided_passes);
  if (!one_policy) {
    add_parameter_draws(app, options);
    // One results file holds all that `export --charts` needs; what variants set stands in none of theirs.
    app.add_option("--charts", options.charts,
                   "Of several variants: each chart of the page that lays them side by side into this folder, as SVG "
                   "and its numbers as CSV")
        ->option_text("DIR")
        ->excludes("--parameter-draws");
  }
}

}  // namespace faultline::cli
