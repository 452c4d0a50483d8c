#include "cli/researcher_report.h"

#include <ostream>

#include "analysis/researcher/page.h"
#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "cli/scenario_run.h"

namespace faultline::cli {

int researcher_report(const ReportOptions& options, std::ostream& err) {
  const SweepFile file = SweepFile::open(results_path(options.results));
  if (!file.complete()) {
    err << "faultline: warning: the sweep is not finished: " << file.cells() << " of " << file.sweep().design.cells()
        << " cells\n";
  }
  const std::string page = researcher::page(researcher::read_facts(file));
  write_file(options.output.empty() ? file.path().parent_path() / "researcher.html" : options.output, page);
  return kDone;
}

}  // namespace faultline::cli
