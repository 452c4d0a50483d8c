#include "cli/grid_command.h"

#include <ostream>

#include "analysis/grid/grid.h"
#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "cli/scenario_run.h"

namespace faultline::cli {

int run_grid(const GridOptions& options, std::ostream& out, std::ostream& err) {
  const GridReport report = read_grid(SweepFile::open(results_path(options.results)));
  for (const std::string& warning : report.warnings) {
    err << "faultline: warning: " << warning << "\n";
  }
  switch (options.format) {
    case Format::json:
      out << grid_json(report);
      break;
    case Format::csv:
      out << grid_csv(report);
      break;
    default:
      out << grid_table(report);
  }
  if (options.charts.empty()) {
    return kDone;
  }
  const std::vector<GridFigure> figures = grid_figures(report);
  if (figures.empty()) {
    err << "faultline: warning: no charts: they need a grid over two numbers\n";
    return kDone;
  }
  for (const GridFigure& figure : figures) {
    write_file(options.charts / (figure.name + ".svg"), figure.svg);
  }
  err << figures.size() << " charts: " << options.charts.string() << "\n";
  return kDone;
}

}  // namespace faultline::cli
