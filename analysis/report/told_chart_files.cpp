#include "analysis/report/told_chart_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/blast_charts.h"
#include "analysis/report/timeline_charts.h"
#include "analysis/store/csv.h"

namespace faultline::report {
namespace {

std::string timeline_csv(const RunDescription& run, const IncidentTimeline& timeline) {
  std::string text = "what,name,hours,value\n";
  for (std::size_t phase = 0; phase < kIncidentPhaseCount; ++phase) {
    if (timeline.incident.phase_hours[phase]) {
      text +=
          fmt::format("phase,{},{},\n", kIncidentPhaseNames[phase], csv_number(timeline.incident.phase_hours[phase]));
    }
  }
  for (const ReachedService& reached : timeline.reached) {
    text += fmt::format("failing_fraction,{},,{}\n", csv_field(run.services[reached.service.index()]),
                        csv_number(reached.failing_fraction));
  }
  for (const LossRate& rate : timeline.loss_rate) {
    text += fmt::format("orders_per_minute,,{},{}\n", csv_number(rate.hours), csv_number(rate.orders_per_minute));
  }
  return text;
}

std::string blast_csv(const Comparison& comparison, const ToldRun& told, std::size_t p) {
  std::string text = "origin,victim,incidents\n";
  for (const auto& [pair, incidents] : told.blast.policies[p].reached) {
    text += fmt::format("{},{},{}\n", csv_field(comparison.run.services[pair.first]),
                        csv_field(comparison.run.services[pair.second]), incidents);
  }
  return text;
}

}  // namespace

std::vector<ChartFile> told_chart_files(const Comparison& comparison, const ToldRun& told,
                                        const std::optional<GraphLayout>& graphviz) {
  std::vector<ChartFile> files;
  const std::size_t chosen = policy_told_of(comparison);
  const auto shown = [chosen](std::size_t policy) { return policy == 0 || policy == chosen; };
  for (const ToldQuarter& quarter : told.quarters) {
    const IncidentTimeline* timeline = timeline_of(told, quarter);
    const bool repeated = std::any_of(told.quarters.begin(), told.quarters.end(), [&](const ToldQuarter& other) {
      return other.policy == quarter.policy && other.replication == quarter.replication &&
             other.quantile < quarter.quantile;
    });
    if (timeline != nullptr && shown(quarter.policy) && !repeated) {
      const SwimlaneChart chart = timeline_chart(comparison, told, quarter, *timeline);
      files.push_back({fmt::format("incident-{}-p{:.0f}", quarter.policy + 1, 100 * quarter.quantile), chart.title,
                       swimlane_chart(chart), timeline_csv(comparison.run, *timeline)});
    }
  }
  const bool mapped = comparison.run.services.size() <= kMostMapped;
  const std::vector<GraphMap> maps = mapped ? graph_maps(comparison, told, chosen, graphviz) : std::vector<GraphMap>();
  for (std::size_t p = 0; p < told.blast.policies.size(); ++p) {
    const std::string name = fmt::format("blast-{}", p + 1);
    if (p < maps.size()) {
      files.push_back({name, maps[p].title, graph_map(maps[p]), blast_csv(comparison, told, p)});
    }
    if (!mapped && shown(p)) {
      if (const std::optional<Matrix> matrix = blast_matrix(comparison, told, p)) {
        files.push_back({name, matrix->title, matrix_chart(*matrix), blast_csv(comparison, told, p)});
      }
    }
  }
  if (!told.blast.policies.empty()) {
    if (const std::optional<LineChart> chart = radius_chart(comparison, told)) {
      files.push_back(chart_file("radius", *chart));
    }
  }
  return files;
}

}  // namespace faultline::report
