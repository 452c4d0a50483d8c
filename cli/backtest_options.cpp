#include "cli/backtest_options.h"

#include <map>
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
  app.add_option("--threads", options.threads, "Threads; no effect on results (all cores)")
      ->transform(whole_number(0, kMostThreads))
      ->option_text("T");
  app.add_option("-o,--output", options.output, "Also write the JSON, with every week, to this file")
      ->option_text("FILE");
  add_format(
      app, options.format,
      std::map<std::string, Format>{
          {"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}, {"markdown", Format::markdown}});
  app.add_flag("--quiet", options.quiet, "Errors alone on stderr");
  add_choice(app, "--progress", options.progress, "Progress bar: auto shows it on a terminal",
             {{"auto", true}, {"never", false}});
}

}  // namespace faultline::cli
