#include "cli/backtest_options.h"

#include <string>

#include "cli/fit_options.h"
#include "cli/option_kinds.h"
#include "models/io/time_zone.h"

namespace faultline::cli {

void add_backtest(CLI::App& app, BacktestOptions& options) {
  add_scenario(app, options.scenario);
  app.add_option("--incidents", options.incidents, "Records of incidents, as `fit incidents` reads them")
      ->option_text("FILE...");
  app.add_option("--changes", options.changes, "Records of changes or of deployments, as `fit` reads them")
      ->option_text("FILE...");
  app.add_option_function<std::string>(
         "--until",
         [&options](const std::string& text) {
           const auto day = parse_date(text);
           if (!day)
             throw CLI::ValidationError("--until", "must be a date, YYYY-MM-DD (found " + printable(text) + ")");
           options.until = *day;
         },
         "Fit what lies before this day, forecast what lies from it on")
      ->required()
      ->option_text("DATE");
  app.add_option("--policy", options.policy, "The policy in force (the scenario's baseline)")->option_text("P");
  add_history(app, options);
  app.add_option("--replications", options.replications, "Quarters to simulate (200)")
      ->transform(whole_number(1, kMostReplications))
      ->option_text("N");
  add_seed(app, options.seed, "Seed of all luck (as the scenario says)");
  add_threads(app, options.threads);
  app.add_option("-o,--output", options.output, "Also write the JSON, with every week, to this file")
      ->option_text("FILE");
  add_format(app, options.format);
  add_quiet(app, options.quiet, options.progress);
}

}  // namespace faultline::cli
