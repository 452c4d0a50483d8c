#include "cli/compare_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>

#include "analysis/report/shell_word.h"
#include "analysis/report/summary_json.h"
#include "analysis/report/table.h"
#include "cli/compare_draws.h"
#include "cli/compare_variants.h"
#include "cli/comparison_run.h"
#include "cli/exit_code.h"
#include "cli/limit_check.h"
#include "cli/scenario_run.h"

namespace faultline::cli {
namespace {

std::string in_format(const Comparison& comparison, const CompareOptions& options) {
  switch (options.format) {
    case Format::json:
      return report::summary_json(comparison);
    case Format::csv:
      return report::csv_table(comparison);
    case Format::markdown:
      return report::markdown_table(comparison, {.checks = limit_checks(comparison, options.limits)});
    case Format::table:
      break;
  }
  return report::terminal_table(comparison);
}

int compare_one(const ScenarioRun& scenario, const CompareOptions& options, std::ostream& out, std::ostream& err) {
  const RunDescription description = scenario.describe(options);
  ComparisonRun run(scenario, description, results_folder(options.out, description), options.resume);
  const std::optional<Comparison> comparison = run.finish(options);
  if (!comparison) {
    err << "faultline: interrupted; " << run.kept_so_far() << "\nGo on with: " << resume_hint(options) << "\n";
    return kInterrupted;
  }
  if (!options.quiet) {
    for (const std::string& warning : comparison->warnings) {
      err << "faultline: warning: " << warning << "\n";
    }
  }
  out << in_format(*comparison, options);
  if (!options.quiet) {
    err << fmt::format("Results: {}  Report: {}\nresults_sha256 {}\n", (run.folder() / "results.sqlite").string(),
                       (run.folder() / "report.html").string(), comparison->results_sha256);
  }
  return exit_code(worst_limit(options.limits, *comparison, "", err), options.undecided_passes);
}

// Charts of one comparison are drawn from its results: the two commands that do it.
[[noreturn]] void refuse_charts(const ScenarioRun& scenario, const std::vector<ScenarioVariant>& chosen,
                                const CompareOptions& options) {
  std::filesystem::path folder = results_folder(options.out, scenario.scenario().id);
  if (!chosen.empty()) {
    folder /= chosen.front().id;
  }
  throw InputError({"--charts", "", chosen.empty() ? "no variants" : "one variant",
                    "it draws variants side by side, of which there must be several",
                    fmt::format("run this without --charts, then draw the charts of its results: faultline export {} "
                                "--charts {}",
                                report::shell_word(folder.string()), report::shell_word(options.charts.string()))});
}

}  // namespace

int compare(const CompareOptions& options, std::ostream& out, std::ostream& err) {
  if (options.parameter_draws) {
    return compare_draws(options, out, err);
  }
  const ScenarioRun scenario(options.scenario);
  if (!options.variants) {
    return compare_one(scenario, options, out, err);
  }
  const std::vector<ScenarioVariant> chosen = scenario.variants(*options.variants);
  if (!options.charts.empty() && (chosen.empty() || options.variants->size() == 1)) {
    refuse_charts(scenario, chosen, options);
  }
  if (chosen.empty()) {
    return compare_one(scenario, options, out, err);
  }
  if (options.variants->size() != 1) {
    if (options.precision.relative_half_width > 0) {
      throw InputError({"--precision", "", fmt::format("{} variants", chosen.size()),
                        "variants are compared on the same number of futures", "choose one with --variant"});
    }
    return compare_variants(scenario, chosen, options, out, err);
  }
  ScenarioChoice one = options.scenario;
  one.variant = chosen.front().id;
  return compare_one(ScenarioRun(one), options, out, err);
}

}  // namespace faultline::cli
