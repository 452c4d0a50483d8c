#include "analysis/report/planner_charts.h"

#include <fmt/format.h>

#include <utility>

#include "analysis/report/chart_files.h"
#include "analysis/report/figures.h"
#include "analysis/report/history_charts.h"
#include "analysis/report/told_chart_files.h"

namespace faultline::report {

TornadoChart saving_tornado(const Comparison& comparison, const LeadershipSweep& sweep) {
  return {.title = fmt::format("Orders that {} saves hang most on {}", comparison.run.policies[sweep.policy].id,
                               sweep.rows.front().label),
          .description = fmt::format("As the scenario stands: {}.", format_count(sweep.base)),
          .x_label = "fewer lost orders a quarter",
          .base = sweep.base,
          .flip = 0.0,
          .flip_label = "choice changes",
          .rows = sweep.rows,
          .notes = {fmt::format("Each input moved alone between its ends, pale at its low end. Lines: "
                                "simulation error of the change, 95 % each, {} quarters.",
                                sweep.replications)},
          .size = ChartSize::wide};
}

std::vector<ChartFile> planner_charts(const Comparison& comparison, const PlannerExtras& extras) {
  std::vector<ChartFile> files = chart_files(comparison);
  if (extras.told) {
    for (ChartFile& chart : told_chart_files(comparison, *extras.told, extras.graphviz)) {
      files.push_back(std::move(chart));
    }
  }
  if (extras.sweep && !extras.sweep->rows.empty()) {
    files.push_back(chart_file("tornado", saving_tornado(comparison, *extras.sweep)));
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
