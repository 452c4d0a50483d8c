#include "analysis/draws/draw_charts.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "analysis/stats/verdict.h"

namespace faultline {
namespace {

void add_curve(const std::optional<stats::ExceedanceCurve>& from, std::size_t policy, std::string name, bool faint,
               report::LineChart& chart) {
  if (!from) return;
  report::Curve curve{std::move(name), policy, {}, from->stops_early, "lost nothing in any quarter",
                      std::nullopt,    faint};
  for (const stats::ExceedancePoint& point : from->points) {
    curve.points.push_back({point.loss, point.probability.value, std::nullopt});
  }
  chart.curves.push_back(std::move(curve));
}

}  // namespace

report::LineChart draw_exceedance_chart(const DrawReport& report, std::size_t policy) {
  const std::string& id = report.sweep.policies[policy].id;
  report::LineChart chart{
      .title = id + ": chance that a quarter loses more than a given number of orders, one thin line for each draw",
      .description = fmt::format("Aggregate loss exceedance curves of {} draws of the parameters, and of the scenario "
                                 "as it stands.",
                                 report.draws_run),
      .x_label = "lost orders in a quarter",
      .y_label = "chance of a worse quarter",
      .x_scale = report::ScaleKind::kLogarithmic,
      .y_scale = report::ScaleKind::kLogarithmic,
      .curves = {},
      .limit = std::nullopt,
      .notes = {"Aggregate exceedance (AEP). Along a line: luck. Between lines: ignorance, and the luck that is left "
                "in each line. Curves stop where fewer than 10 quarters support the point."},
  };
  for (const auto& curve : report.policies[policy].curves) add_curve(curve, policy, "", true, chart);
  add_curve(report.policies[policy].central_curve, policy, "as it stands", false, chart);
  return chart;
}

report::BarChart ignorance_chart(const DrawReport& report) {
  report::BarChart chart{"Share of a quarter's variance that is ignorance of the parameters; the rest is luck",
                         "One bar for each policy.",
                         "percent of the variance of a quarter's gross lost orders",
                         {},
                         {}};
  for (std::size_t p = 0; p < report.policies.size(); ++p) {
    const auto& split = report.policies[p].figures.front().split;
    if (split) chart.bars.push_back({report.sweep.policies[p].id, p, 100.0 * split->ignorance_share(), std::nullopt});
  }
  return chart;
}

report::IntervalChart drawn_savings_chart(const DrawReport& report) {
  report::IntervalChart chart{
      .title = "What each policy saves against " + report.sweep.policies[0].id + ": where 95 of 100 draws lie",
      .description = "Mean over draws, and the band of the draws' means.",
      .x_label = "orders saved in a quarter",
      .smallest_that_matters = 0.0,
      .rows = {},
      .notes = {
          "Bands: what the parameters may be, with the luck that is left in each draw's mean. No interval of luck "
          "is in them; how many draws settle the matter stands in the table."}};
  for (const DrawnPair& pair : report.pairs) {
    const SplitFigure& saved = pair.saved.front();
    if (pair.a != 0 || !saved.split) continue;
    stats::Estimate estimate;
    estimate.value = saved.split->mean;
    estimate.interval = saved.band;
    estimate.n = report.draws_run;
    chart.rows.push_back({report.sweep.policies[pair.b].id, pair.b, estimate, stats::verdict(saved.band, 0.0)});
  }
  return chart;
}

std::vector<report::ChartFile> draw_charts(const DrawReport& report) {
  std::vector<report::ChartFile> files;
  for (std::size_t p = 0; p < report.policies.size(); ++p) {
    files.push_back(report::chart_file("draws-exceedance-" + report::policy_file_name(p, report.sweep.policies[p].id),
                                       draw_exceedance_chart(report, p)));
  }
  files.push_back(report::chart_file("draws-ignorance", ignorance_chart(report)));
  if (!report.pairs.empty()) {
    files.push_back(report::chart_file("draws-saved", drawn_savings_chart(report)));
  }
  return files;
}

}  // namespace faultline
