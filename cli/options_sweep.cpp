// What `sweep`, and the commands that read its results, take.
#include "cli/options_sweep.h"

#include <string>
#include <vector>

#include "analysis/sweep/design.h"
#include "cli/option_kinds.h"
#include "cli/sweep_targets.h"

namespace faultline::cli {
namespace {

std::string alias_lines() {
  std::string lines;
  for (const SweepAlias& alias : sweep_aliases()) {
    lines +=
        "\n  " + alias.name + std::string(alias.name.size() < 17 ? 17 - alias.name.size() : 1, ' ') + alias.meaning;
  }
  return lines;
}

}  // namespace

void add_sweep(CLI::App& app, SweepOptions& options) {
  add_scenario(app, options.scenario);
  add_variant(app, options.scenario);
  app.add_option_function<std::vector<std::string>>(
         "--vary",
         [&options](const std::vector<std::string>& texts) {
           for (const std::string& text : texts) {
             if (const std::string problem = read_variation(text, options.variations.emplace_back());
                 !problem.empty()) {
               throw CLI::ValidationError(problem);
             }
           }
         },
         "A number of the scenario and its range: a JSON pointer (* stands for any key) or an alias; N levels of a "
         "grid "
         "or tornado (5); may be repeated")
      ->allow_extra_args(false)
      ->option_text("NAME=LO:HI[:N][,log][,whole]");
  app.add_option("--design", options.design,
                 "grid, lhs, sobol, saltelli, morris, tornado, or a CSV file of points with names in its first line")
      ->required()
      ->option_text("D");
  app.add_option("--points", options.points,
                 "Points of lhs and sobol, base rows of saltelli, trajectories of morris (64)")
      ->transform(whole_number(1, kMostCells))
      ->option_text("N");
  app.add_flag("--second-order", options.second_order,
               "With saltelli: indices of pairs too, for nearly twice the cells");
  app.add_option("--policies", options.policies, "Policies to run, by comma (all)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("A,B");
  app.add_option("--replications", options.replications, "Quarters to simulate in each cell (as the scenario says)")
      ->transform(whole_number(1, kMostReplications))
      ->option_text("N");
  add_precision(app, options.precision, "in each cell every");
  add_seed(app, options.seed, "Seed of all luck, the same in every cell (as the scenario says)");
  add_threads(app, options.threads);
  app.add_option("--out", options.out, "Folder of results.sqlite (faultline-results/<scenario>-sweep)")
      ->option_text("DIR");
  add_format_without_markdown(app, options.format);
  add_quiet(app, options.quiet, options.progress);
  app.add_flag("--resume", options.resume, "Go on with a sweep that was interrupted");
  app.footer(app.get_footer() + "\nAliases:" + alias_lines());
}

void add_sensitivity(CLI::App& app, SensitivityOptions& options) {
  app.add_option("RESULTS", options.results, "results.sqlite of a sweep, or its folder")->required();
  app.add_option("--policy", options.policies, "Policies, by comma (all)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("A,B");
  add_choice(app, "--output", options.output, "What of their lost orders (all): mean, p99, or saved",
             {{"mean", std::string("mean")}, {"p99", std::string("p99")}, {"saved", std::string("saved")}});
  add_format_without_markdown(app, options.format);
}

void add_grid(CLI::App& app, GridOptions& options) {
  app.add_option("RESULTS", options.results,
                 "results.sqlite of a sweep over a grid of one or two numbers, or its folder")
      ->required();
  app.add_option("--charts", options.charts, "Folder for heatmaps as SVG: which policy is best, and every output")
      ->option_text("DIR");
  add_format_without_markdown(app, options.format);
}

}  // namespace faultline::cli
