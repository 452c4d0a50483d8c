#include "cli/export_command.h"

#include <ostream>

#include "analysis/report/summary_json.h"
#include "analysis/report/table.h"
#include "analysis/store/export.h"
#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "cli/scenario_run.h"
#include "cli/stored_comparison.h"

namespace faultline::cli {

int export_results(const ExportOptions& options, std::ostream& out, std::ostream& err) {
  const ResultsFile results = ResultsFile::open(results_path(options.results));
  const Comparison comparison = stored_comparison(results, err);
  const std::filesystem::path folder = options.output.empty() ? results.path().parent_path() : options.output;
  switch (options.format) {
    case ExportFormat::csv:
      write_file(folder / "summary.csv", report::csv_table(comparison));
      for (const ExportedFile& file : csv_files(results, comparison)) {
        write_file(folder / file.name, file.content);
      }
      return kDone;
    case ExportFormat::npy:
      for (const ExportedFile& file : npy_files(results)) {
        write_file(folder / file.name, file.content);
      }
      return kDone;
    case ExportFormat::markdown:
    case ExportFormat::json:
      break;
  }
  const std::string text =
      options.format == ExportFormat::json ? report::summary_json(comparison) : report::markdown_table(comparison);
  if (options.output.empty()) {
    out << text;
  } else {
    write_file(options.output, text);
  }
  return kDone;
}

}  // namespace faultline::cli
