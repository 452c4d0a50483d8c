#include "cli/report_command.h"

#include <optional>
#include <string>
#include <utility>

#include "analysis/limit_checks.h"
#include "analysis/report/page.h"
#include "analysis/store/output_file.h"
#include "analysis/store/results_file.h"
#include "cli/exit_code.h"
#include "cli/graphviz_layout.h"
#include "cli/history_checks.h"
#include "cli/leadership_inputs.h"
#include "cli/leadership_report.h"
#include "cli/planner_inputs.h"
#include "cli/planner_sweeps.h"
#include "cli/researcher_report.h"
#include "cli/scenario_run.h"
#include "cli/stored_comparison.h"
#include "cli/what_if_report.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

ResultsFile open_results(const std::filesystem::path& path) {
  try {
    return ResultsFile::open(path);
  } catch (const InputError&) {
    refuse_sweep(path);
    throw;
  }
}

}  // namespace

int report(const ReportOptions& options, std::ostream& err) {
  if (options.reader == Reader::researcher) {
    return researcher_report(options, err);
  }
  const ResultsFile results = open_results(results_path(options.results));
  if (options.reader == Reader::leadership) {
    write_file(options.output.empty() ? results.path().parent_path() / "leadership.html" : options.output,
               leadership_report(results, options, err));
    return kDone;
  }
  const ReadRun run = stored_run(results, err);
  const std::optional<RunChanges> changes = changes_against(options.against, run, err);
  faultline::report::PlannerExtras extras = stored_extras(results, run.comparison);
  extras.changes = changes ? &*changes : nullptr;
  extras.limits = limit_checks(run.comparison, options.limits);
  extras.graphviz = map_places(options.layout, run.comparison, extras.told, err);
  add_sweeps(options.sweeps, run.comparison, order_line(options.limits, options.budget), extras, err);
  if (options.budget && !options.what_if && extras.velocity.empty()) {
    throw InputError({"--budget", "", "", "a tornado has no place for it",
                      "give a sweep over velocity and review-capacity, --what-if, or --for leadership"});
  }
  extras.history = history_checks(options.history, run.comparison.run);
  if (options.what_if) {
    extras.what_if = stored_what_if(results, options.what_if_module, options.budget);
  }
  const std::string page = faultline::report::report_page(run.comparison, extras);
  write_file(options.output.empty() ? results.path().parent_path() / "report.html" : options.output, page);
  return kDone;
}

}  // namespace faultline::cli
