#include "cli/report_command.h"

#include "analysis/report/page.h"
#include "analysis/store/output_file.h"
#include "analysis/store/results_file.h"
#include "cli/exit_code.h"
#include "cli/leadership_report.h"
#include "cli/researcher_report.h"
#include "cli/scenario_run.h"
#include "cli/stored_comparison.h"
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
  const std::string page = faultline::report::report_page(run.comparison, changes ? &*changes : nullptr);
  write_file(options.output.empty() ? results.path().parent_path() / "report.html" : options.output, page);
  return kDone;
}

}  // namespace faultline::cli
