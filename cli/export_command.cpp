#include "cli/export_command.h"

#include <optional>
#include <ostream>
#include <vector>

#include "analysis/report/chart_files.h"
#include "analysis/report/junit.h"
#include "analysis/report/summary_json.h"
#include "analysis/report/table.h"
#include "analysis/report/told_chart_files.h"
#include "analysis/spreadsheet/comparison_sheets.h"
#include "analysis/spreadsheet/xlsx_file.h"
#include "analysis/store/export.h"
#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "cli/graphviz_layout.h"
#include "cli/limit_check.h"
#include "cli/scenario_run.h"
#include "cli/stored_comparison.h"

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

void write_charts(const ResultsFile& results, const Comparison& comparison, const ExportOptions& options,
                  std::ostream& err) {
  const std::filesystem::path& folder = options.charts;
  std::vector<report::ChartFile> charts = report::chart_files(comparison);
  if (const std::optional<ToldRun> told = results.told()) {
    const std::optional<report::GraphLayout> places = map_places(options.layout, comparison, told, err);
    for (report::ChartFile& chart : report::told_chart_files(comparison, *told, places)) {
      charts.push_back(std::move(chart));
    }
  }
  for (const report::ChartFile& chart : charts) {
    write_file(folder / (chart.name + ".svg"), chart.svg);
    write_file(folder / (chart.name + ".csv"), chart.csv);
  }
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
  const ResultsFile results = ResultsFile::open(results_path(options.results));
  const ReadRun run = stored_run(results, err);
  if (!options.charts.empty()) {
    write_charts(results, run.comparison, options, err);
  } else {
    write_format({results, run.comparison, limit_checks(run.comparison, options.limits),
                  changes_against(options.against, run, err)},
                 options, out);
  }
  return exit_code(worst_limit(options.limits, run.comparison, "", err), options.undecided_passes);
}

}  // namespace faultline::cli
