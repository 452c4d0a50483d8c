#include "cli/researcher_report.h"

#include <exception>
#include <ostream>

#include "analysis/researcher/page.h"
#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "cli/scenario_run.h"
#include "models/core/input_error.h"

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

void refuse_sweep(const std::filesystem::path& results) {
  try {
    (void)SweepFile::open(results);
  } catch (const std::exception&) {
    return;  // whatever it is, it is no sweep that could be read
  }
  throw InputError({results.string(), "", "", "it holds a sweep, and this page is made of a comparison",
                    "give --for researcher, or the results of `faultline compare`"});
}

}  // namespace faultline::cli
