#include "cli/export_command.h"

#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "analysis/report/chart_file.h"
#include "analysis/report/junit.h"
#include "analysis/report/leadership.h"
#include "analysis/report/planner_charts.h"
#include "analysis/report/summary_json.h"
#include "analysis/report/table.h"
#include "analysis/spreadsheet/comparison_sheets.h"
#include "analysis/spreadsheet/xlsx_file.h"
#include "analysis/store/export.h"
#include "analysis/store/output_file.h"
#include "cli/chart_folder.h"
#include "cli/exit_code.h"
#include "cli/graphviz_layout.h"
#include "cli/history_checks.h"
#include "cli/leadership_report.h"
#include "cli/limit_check.h"
#include "cli/planner_sweeps.h"
#include "cli/researcher_report.h"
#include "cli/scenario_run.h"
#include "cli/stored_comparison.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

// Results and what is said about them.
struct Exported {
  const ResultsFile& results;
  const Comparison& comparison;
  std::vector<LimitCheck> checks;
  std::optional<RunChanges> changes;

  [[nodiscard]] const RunChanges* since() const { return changes ? &*changes : nullptr; }
};

// Whatever its pages draw: the planner's first, then the sheet for those who decide.
std::vector<report::ChartFile> comparison_charts(const ResultsFile& results, const ReadRun& run,
                                                 const ExportOptions& options, std::ostream& err) {
  report::PlannerExtras extras;
  extras.told = results.told();
  extras.graphviz = map_places(options.layout, run.comparison, extras.told, err);
  add_sweeps(options.sweeps, run.comparison, order_line(options.limits, options.budget), extras, err);
  extras.history = history_checks(options.history, run.comparison.run);
  std::vector<report::ChartFile> charts = report::planner_charts(run.comparison, extras);
  const report::LeadershipFacts facts = stored_leadership_facts(
      run.builder, run.comparison, {.budget = options.budget, .decision = {}, .sweep = extras.sweep});
  for (report::ChartFile& chart : report::leadership_charts(facts)) {
    charts.push_back(std::move(chart));
  }
  return charts;
}

int export_sweep_charts(const std::filesystem::path& results, const ExportOptions& options, std::ostream& err) {
  if (options.limits.any() || options.budget || !options.sweeps.empty() || !options.history.empty()) {
    throw InputError({results.string(), "", "",
                      "it holds a sweep, whose charts have no limit, budget, history or further sweep",
                      "leave these options out, or give the results of `faultline compare`"});
  }
  write_charts(researcher_charts(results, err), options.charts);
  return kDone;
}

void write_text(const std::filesystem::path& output, const std::string& text, std::ostream& out) {
  if (output.empty()) {
    out << text;
  } else {
    write_file(output, text);
  }
}

void write_format(const Exported& exported, const ExportOptions& options, std::ostream& out) {
  const Comparison& comparison = exported.comparison;
  const std::filesystem::path own_folder = exported.results.path().parent_path();
  const std::filesystem::path folder = options.output.empty() ? own_folder : options.output;
  switch (options.format) {
    case ExportFormat::csv:
      write_file(folder / "summary.csv", report::csv_table(comparison));
      for (const ExportedFile& file : csv_files(exported.results, comparison)) {
        write_file(folder / file.name, file.content);
      }
      if (exported.changes) {
        write_file(folder / "changes.csv", report::changes_csv(*exported.changes));
        write_file(folder / "changed-inputs.csv", report::changed_inputs_csv(*exported.changes));
      }
      break;
    case ExportFormat::npy:
      for (const ExportedFile& file : npy_files(exported.results)) {
        write_file(folder / file.name, file.content);
      }
      break;
    case ExportFormat::xlsx:
      write_file(
          options.output.empty() ? own_folder / "results.xlsx" : options.output,
          xlsx_file(comparison_sheets(comparison, exported.checks, exported.since()),
                    comparison.run.scenario_title.empty() ? comparison.run.scenario_id : comparison.run.scenario_title,
                    comparison.run.start_utc));
      break;
    case ExportFormat::junit:
      write_text(options.output,
                 report::junit_report(comparison, exported.checks, options.undecided_passes, exported.since()), out);
      break;
    case ExportFormat::markdown:
      write_text(options.output,
                 report::markdown_table(comparison, {.checks = exported.checks, .changes = exported.since()}), out);
      break;
    case ExportFormat::json:
      write_text(options.output, report::summary_json(comparison, report::JsonLayout::indented, exported.since()), out);
      break;
  }
}

}  // namespace

int export_results(const ExportOptions& options, std::ostream& out, std::ostream& err) {
  const std::filesystem::path path = results_path(options.results);
  if (!options.charts.empty() && holds_sweep(path)) {
    return export_sweep_charts(path, options, err);
  }
  const ResultsFile results = ResultsFile::open(path);
  const ReadRun run = stored_run(results, err);
  if (!options.charts.empty()) {
    write_charts(comparison_charts(results, run, options, err), options.charts);
  } else {
    write_format({results, run.comparison, limit_checks(run.comparison, options.limits),
                  changes_against(options.against, run, err)},
                 options, out);
  }
  return exit_code(worst_limit(options.limits, run.comparison, "", err), options.undecided_passes);
}

}  // namespace faultline::cli
