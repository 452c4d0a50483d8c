#include "analysis/draws/draw_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/report/chart_format.h"
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

// "baseline: one quarter in ten loses more than 635 orders; 310 to 1,200 in the draws". Short draws do not reach one in
// ten; then it is half of all quarters.
std::string exceedance_title(const DrawReport& report, std::size_t policy) {
  const DrawnPolicy& own = report.policies[policy];
  const std::string& id = report.sweep.policies[policy].id;
  for (const auto& [chance, words] : {std::pair(0.1, "one quarter in ten"), std::pair(0.5, "half of all quarters")}) {
    const auto central = exceeded_loss(own.central_curve, chance);
    std::vector<double> of_draws;
    for (const auto& curve : own.curves) {
      if (const auto loss = exceeded_loss(curve, chance)) of_draws.push_back(*loss);
    }
    if (!central || of_draws.empty()) continue;
    const auto [least, most] = std::minmax_element(of_draws.begin(), of_draws.end());
    return fmt::format("{}: {} lose{} more than {} orders; {} to {} in the draws", id, words, chance < 0.5 ? "s" : "",
                       report::format_number(*central), report::format_number(*least), report::format_number(*most));
  }
  return id + ": too few quarters to say how bad one gets";
}

// "Ignorance of the parameters is 12 to 34 % of a quarter's variance, luck the rest"
std::string ignorance_title(const std::vector<report::Bar>& bars) {
  if (bars.empty()) return "How much of a quarter's variance is ignorance of the parameters is not known";
  const auto [least, most] = std::minmax_element(
      bars.begin(), bars.end(), [](const report::Bar& a, const report::Bar& b) { return a.value < b.value; });
  const std::string low = report::format_number(least->value);
  const std::string high = report::format_number(most->value);
  return fmt::format("Ignorance of the parameters is {} % of a quarter's variance, luck the rest",
                     low == high ? low : low + " to " + high);
}

// "staged saves most against baseline: 120 orders a quarter on the average of the draws"
std::string savings_title(const report::IntervalChart& chart, const std::string& reference) {
  const auto most = std::max_element(chart.rows.begin(), chart.rows.end(),
                                     [](const auto& a, const auto& b) { return a.saving.value < b.saving.value; });
  if (most == chart.rows.end()) return "What is saved against " + reference + " is not known";
  return most->saving.value > 0.0
             ? fmt::format("{} saves most against {}: {} orders a quarter on the average of the draws", most->label,
                           reference, report::format_number(most->saving.value))
             : fmt::format("Nothing saves orders against {} on the average of the draws", reference);
}

}  // namespace

std::optional<double> exceeded_loss(const std::optional<stats::ExceedanceCurve>& curve, double chance) {
  if (!curve) return std::nullopt;
  for (const stats::ExceedancePoint& point : curve->points) {
    if (point.probability.value <= chance) return point.loss;
  }
  return std::nullopt;
}

report::LineChart draw_exceedance_chart(const DrawReport& report, std::size_t policy) {
  report::LineChart chart{
      .title = exceedance_title(report, policy),
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
  report::BarChart chart{
      "", "One bar for each policy.", "percent of the variance of a quarter's gross lost orders", {}, {}};
  for (std::size_t p = 0; p < report.policies.size(); ++p) {
    const auto& split = report.policies[p].figures.front().split;
    if (split) chart.bars.push_back({report.sweep.policies[p].id, p, 100.0 * split->ignorance_share(), std::nullopt});
  }
  chart.title = ignorance_title(chart.bars);
  return chart;
}

report::IntervalChart drawn_savings_chart(const DrawReport& report) {
  report::IntervalChart chart{
      .title = "",
      .description = "Mean over draws, and the band in which 95 of 100 draws' means lie.",
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
  chart.title = savings_title(chart, report.sweep.policies[0].id);
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
