// What `report` and `export` take.
#include "cli/options_report.h"

#include <map>
#include <string>
#include <vector>

#include "cli/option_kinds.h"

namespace faultline::cli {
namespace {

void add_layout(CLI::App& app, const std::string& goes_with, MapLayout& layout) {
  add_choice(app, "--layout", layout,
             goes_with +
                 "places in the map of services: by Graphviz where it is installed (auto), by Graphviz with a "
                 "warning where not, or faultline's own, the same on every machine (layered)",
             {{"auto", MapLayout::automatic}, {"graphviz", MapLayout::graphviz}, {"layered", MapLayout::layered}});
}

}  // namespace

void add_report(CLI::App& app, ReportOptions& options) {
  app.add_option("RESULTS", options.results, "results.sqlite or its folder")->required();
  app.add_option("-o,--output", options.output,
                 "The page (report.html beside the results, leadership.html or researcher.html)")
      ->option_text("FILE.html");
  add_choice(app, "--for", options.reader,
             "Whom it is for: those who decide, those who plan (planner), or, of a sweep, those who "
             "analyse it",
             {{"leadership", Reader::leadership}, {"planner", Reader::planner}, {"researcher", Reader::researcher}});
  const CLI::Option* const budget =
      app.add_option("--budget", options.budget,
                     "Leadership, and planner with --what-if or --sweep: lost orders that a quarter should not exceed")
          ->check(finite_number(0, true))
          ->option_text("ORDERS");
  const CLI::Option* const decision =
      app.add_option("--decision", options.decision, "Leadership: who approves what from when, added to the decision")
          ->option_text("TEXT");
  CLI::Option* const what_if = app.add_flag(
      "--what-if", options.what_if,
      "Planner: sliders for changes, reviewers, catch rate and bake time, and the simulator in the page (0.6 MB more; "
      "script/build-what-if builds it)");
  app.add_option("--module", options.what_if_module, "That simulator (where script/build-what-if leaves it)")
      ->option_text("FILE.js")
      ->needs(what_if);
  const std::vector<CLI::Option*> of_comparisons{
      app.add_option("--sweep", options.sweeps,
                     "Leadership and planner: a tornado sweep of the same scenario, for what would change the answer; "
                     "planner: also a grid over velocity and review-capacity, for where the cliff is; may be repeated")
          ->allow_extra_args(false)
          ->option_text("RESULTS"),
      app.add_option("--history", options.history, "Leadership and planner: JSON that `faultline backtest -o` wrote")
          ->option_text("FILE...")};
  add_layout(app, "Planner: ", options.layout);
  add_against(app, options.against);
  app.add_option("--max-mean-lost-orders", options.limits.max_mean_lost_orders,
                 "Planner: a limit to hold every policy's mean lost orders against")
      ->check(finite_number(0.0, false))
      ->option_text("X");
  app.add_option("--max-p99-lost-orders", options.limits.max_p99_lost_orders,
                 "Planner: the same for the loss of 1 quarter in 100")
      ->check(finite_number(0.0, false))
      ->option_text("X");
  app.callback([&options, budget, decision, of_comparisons] {
    if (options.reader == Reader::leadership && !options.against.empty()) {
      throw CLI::ValidationError("--against", "goes with --for planner: one sheet has no room for what changed");
    }
    if (options.reader == Reader::researcher && !options.against.empty()) {
      throw CLI::ValidationError("--against", "goes with --for planner: a sweep has no earlier run");
    }
    for (const CLI::Option* option : of_comparisons) {
      if (option->count() > 0 && options.reader == Reader::researcher) {
        throw CLI::ValidationError(
            option->get_name(),
            "goes with --for planner or leadership: the page of a sweep is drawn from that sweep alone");
      }
    }
    if (options.reader == Reader::leadership && options.sweeps.size() > 1) {
      throw CLI::ValidationError("--sweep",
                                 "one sheet has room for one sweep, a tornado; --for planner takes a grid too");
    }
    if (options.reader != Reader::planner && options.limits.any()) {
      throw CLI::ValidationError("--max-mean-lost-orders, --max-p99-lost-orders",
                                 "go with --for planner; the leadership sheet has --budget");
    }
    if (options.layout != MapLayout::automatic && options.reader != Reader::planner) {
      throw CLI::ValidationError("--layout", "goes with --for planner, whose page has the map of services");
    }
    if (options.what_if && options.reader != Reader::planner) {
      throw CLI::ValidationError("--what-if", "goes with --for planner");
    }
    if (budget->count() > 0 && options.reader != Reader::leadership && !options.what_if && options.sweeps.empty()) {
      throw CLI::RequiredError("--budget: --for leadership");
    }
    if (decision->count() > 0 && options.reader != Reader::leadership) {
      throw CLI::RequiredError("--decision: --for leadership");
    }
  });
}

void add_export(CLI::App& app, ExportOptions& options) {
  app.add_option("RESULTS", options.results, "results.sqlite or its folder")->required();
  add_format(app, options.format,
             std::map<std::string, ExportFormat>{{"csv", ExportFormat::csv},
                                                 {"npy", ExportFormat::npy},
                                                 {"xlsx", ExportFormat::xlsx},
                                                 {"junit", ExportFormat::junit},
                                                 {"markdown", ExportFormat::markdown},
                                                 {"json", ExportFormat::json}});
  app.add_option(
         "-o,--output", options.output,
         "A folder for csv and npy (that of the results), otherwise a file (standard output; results.xlsx beside "
         "the results)")
      ->option_text("PATH");
  CLI::Option* const charts =
      app.add_option("--charts", options.charts,
                     "Instead, every chart of the reports into this folder, as SVG and its numbers as CSV; also of a "
                     "sweep")
          ->option_text("DIR")
          ->excludes("--format")
          ->excludes("--output");
  app.add_option("--sweep", options.sweeps, "With --charts: a sweep, as `report` takes it; may be repeated")
      ->allow_extra_args(false)
      ->option_text("RESULTS")
      ->needs(charts);
  app.add_option("--history", options.history, "With --charts: JSON that `faultline backtest -o` wrote")
      ->option_text("FILE...")
      ->needs(charts);
  app.add_option("--budget", options.budget, "With --charts: lost orders that a quarter should not exceed")
      ->check(finite_number(0, true))
      ->option_text("ORDERS")
      ->needs(charts);
  add_layout(app, "With --charts: ", options.layout);
  add_against(app, options.against);
  add_limits(app, options.limits, options.undecided_passes);
  app.callback([&options] {
    if (options.format == ExportFormat::junit && !options.limits.any()) {
      throw CLI::ValidationError("--format junit",
                                 "has one test case a limit: give --max-mean-lost-orders X or --max-p99-lost-orders X");
    }
    if (options.layout != MapLayout::automatic && options.charts.empty()) {
      throw CLI::ValidationError("--layout", "goes with --charts, among which is the map of services");
    }
    if (!options.against.empty() && (options.format == ExportFormat::npy || !options.charts.empty())) {
      throw CLI::ValidationError("--against",
                                 "says what changed in words and tables: arrays and charts have no room for it");
    }
  });
}

}  // namespace faultline::cli
