#include "analysis/report/chart_files.h"

#include "analysis/report/comparison_charts.h"

namespace faultline::report {

std::vector<ChartFile> chart_files(const Comparison& comparison) {
  std::vector<ChartFile> files{chart_file("exceedance", exceedance_chart(comparison))};
  if (const auto chart = differences_chart(comparison)) {
    files.push_back(chart_file("paired-differences", *chart));
  }
  for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
    if (const auto chart = saving_chart(comparison, p)) {
      files.push_back(chart_file("saving-" + policy_file_name(p, comparison.policies[p].id), *chart));
    }
  }
  if (const auto chart = lead_time_chart(comparison)) {
    files.push_back(chart_file("lead-times", *chart));
  }
  if (const auto chart = backlog_chart(comparison)) {
    files.push_back(chart_file("backlog", *chart));
  }
  return files;
}

}  // namespace faultline::report
