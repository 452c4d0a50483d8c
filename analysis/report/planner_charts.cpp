#include "analysis/report/planner_charts.h"

#include <fmt/format.h>

#include <utility>

#include "analysis/report/chart_files.h"
#include "analysis/report/history_charts.h"
#include "analysis/report/sweep_words.h"
#include "analysis/report/told_chart_files.h"

namespace faultline::report {

std::vector<ChartFile> planner_charts(const Comparison& comparison, const PlannerExtras& extras) {
  std::vector<ChartFile> files = chart_files(comparison);
  if (extras.told) {
    for (ChartFile& chart : told_chart_files(comparison, *extras.told, extras.graphviz)) {
      files.push_back(std::move(chart));
    }
  }
  if (extras.sweep && !extras.sweep->inputs.empty()) {
    files.push_back(chart_file(
        "tornado", saving_tornado(*extras.sweep, comparison.run.policies[extras.sweep->policy].id, ChartSize::wide)));
  }
  for (std::size_t i = 0; i < extras.velocity.size(); ++i) {  // losses of all policies come first
    const VelocityMap& map = extras.velocity[i];
    files.push_back(
        chart_file(fmt::format("velocity-{}-{}", i < extras.velocity.size() / 2 ? "lost-orders" : "lead-time",
                               policy_file_name(map.policy, comparison.policies[map.policy].id)),
                   map.chart));
  }
  for (ChartFile& chart : history_chart_files(extras.history)) {
    files.push_back(std::move(chart));
  }
  return files;
}

}  // namespace faultline::report
