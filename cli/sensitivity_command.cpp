#include "cli/sensitivity_command.h"

#include <algorithm>
#include <ostream>

#include "analysis/sweep/sensitivity.h"
#include "cli/exit_code.h"
#include "cli/scenario_run.h"

namespace faultline::cli {

int run_sensitivity(const SensitivityOptions& options, std::ostream& out, std::ostream& err) {
  const SweepFile file = SweepFile::open(results_path(options.results));
  SensitivityChoice choice;
  choice.policies = options.policies;
  const auto* const named = std::find(kSweepOutputNames.begin(), kSweepOutputNames.end(), options.output);
  if (named != kSweepOutputNames.end()) {
    choice.output = static_cast<SweepOutput>(named - kSweepOutputNames.begin());
  }
  const SensitivityReport report = analyse(file, choice);
  for (const std::string& warning : report.warnings) {
    err << "faultline: warning: " << warning << "\n";
  }
  for (const OutputSensitivity& output : report.outputs) {
    std::vector<std::string> warnings = output.warnings;
    if (output.sobol) {
      warnings.insert(warnings.end(), output.sobol->warnings.begin(), output.sobol->warnings.end());
    }
    for (const std::string& warning : warnings) {
      const std::string line = report.sweep.policies[output.policy].id + ", " +
                               std::string(kSweepOutputNames[static_cast<std::size_t>(output.output)]) + ": " + warning;
      err << "faultline: warning: " << line << "\n";
    }
  }
  switch (options.format) {
    case Format::json:
      out << sensitivity_json(report);
      break;
    case Format::csv:
      out << sensitivity_csv(report);
      break;
    default:
      out << sensitivity_table(report);
  }
  return kDone;
}

}  // namespace faultline::cli
