#include "cli/researcher_report.h"

#include <exception>
#include <ostream>
#include <utility>

#include "analysis/draws/draw_charts.h"
#include "analysis/draws/draw_report.h"
#include "analysis/researcher/page.h"
#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "cli/scenario_run.h"
#include "models/core/input_error.h"

namespace faultline::cli {

namespace {

researcher::Facts read_sweep(const SweepFile& file, std::ostream& err) {
  if (!file.complete()) {
    err << "faultline: warning: the sweep is not finished: " << file.cells() << " of " << file.sweep().design.cells()
        << " cells\n";
  }
  return researcher::read_facts(file);
}

}  // namespace

int researcher_report(const ReportOptions& options, std::ostream& err) {
  const SweepFile file = SweepFile::open(results_path(options.results));
  const std::string page = researcher::page(read_sweep(file, err));
  write_file(options.output.empty() ? file.path().parent_path() / "researcher.html" : options.output, page);
  return kDone;
}

std::vector<report::ChartFile> researcher_charts(const std::filesystem::path& results, std::ostream& err) {
  const SweepFile file = SweepFile::open(results);
  std::vector<report::ChartFile> charts = researcher::chart_files(read_sweep(file, err));
  if (file.sweep().design.kind == DesignKind::draws && file.complete()) {
    for (report::ChartFile& chart : draw_charts(analyse_draws(file, {}))) {
      charts.push_back(std::move(chart));
    }
  }
  return charts;
}

bool holds_sweep(const std::filesystem::path& results) {
  try {
    (void)SweepFile::open(results);
    return true;
  } catch (const std::exception&) {
    return false;  // whatever it is, it is no sweep that could be read
  }
}

void refuse_sweep(const std::filesystem::path& results) {
  if (!holds_sweep(results)) {
    return;
  }
  throw InputError({results.string(), "", "", "it holds a sweep, and this page is made of a comparison",
                    "give --for researcher, or the results of `faultline compare`"});
}

}  // namespace faultline::cli
