#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/draws/draw_report.h"
#include "analysis/metric_names.h"
#include "analysis/report/json_parts.h"

namespace faultline {
namespace {

using report::Json;

Json figure_json(const SplitFigure& figure) {
  Json json{{"central_mean", report::number(figure.central)}, {"draw_mean_band95", report::interval(figure.band)}};
  if (!figure.split) {
    json["absent_because"] = figure.absence;
    return json;
  }
  const stats::VarianceSplit& split = *figure.split;
  json["mean_over_draws"] = split.mean;
  json["luck_sd"] = std::sqrt(split.luck_variance);
  json["ignorance_sd"] = std::sqrt(split.ignorance_variance);
  json["ignorance_estimate_below_zero"] = split.ignorance_below_zero;
  json["ignorance_share"] = split.ignorance_share();
  json["luck_sd_of_draw_mean"] = std::sqrt(split.luck_variance_of_means);
  json["one_way_ignorance_sd"] = std::sqrt(split.one_way_ignorance_variance);
  json["f"] = split.f;
  json["p_value"] = split.p_value;
  return json;
}

Json figures_json(const std::vector<SplitFigure>& figures) {
  Json json = Json::object();
  for (const SplitFigure& figure : figures) json[std::string(figure.name)] = figure_json(figure);
  return json;
}

Json drivers_json(const DrawReport& report, const std::vector<DrivingParameter>& drivers) {
  Json json = Json::array();
  for (const DrivingParameter& driver : drivers) {
    json.push_back({{"name", report.drawn.parameters[driver.parameter].source.pointer},
                    {"others", driver.others},
                    {"effect", driver.effect.value},
                    {"simultaneous_ci95", report::interval(driver.effect.interval)},
                    {"beyond_chance", driver.beyond_chance}});
  }
  return json;
}

Json curve_json(const std::optional<stats::ExceedanceCurve>& curve) {
  Json json{{"lost_orders", Json::array()}, {"chance_of_more", Json::array()}};
  if (!curve) return json;
  for (const stats::ExceedancePoint& point : curve->points) {
    json["lost_orders"].push_back(point.loss);
    json["chance_of_more"].push_back(point.probability.value);
  }
  return json;
}

Json policy_json(const DrawReport& report, std::size_t p) {
  const DrawnPolicy& policy = report.policies[p];
  Json json{{"id", report.sweep.policies[p].id},
            {"outputs", figures_json(policy.figures)},
            {"drivers", drivers_json(report, policy.drivers)},
            {"saved_drivers", drivers_json(report, policy.saved_drivers)},
            {"central_exceedance", curve_json(policy.central_curve)},
            {"draw_exceedance", Json::array()}};
  for (const auto& curve : policy.curves) json["draw_exceedance"].push_back(curve_json(curve));
  return json;
}

Json parameters_json(const DrawReport& report) {
  Json json = Json::array();
  for (const DrawnParameter& parameter : report.drawn.parameters) {
    const Uncertainty& about = parameter.law.uncertainty();
    json.push_back({{"name", parameter.source.pointer},
                    {"value", about.value},
                    {about.kind == UncertaintyKind::interval95 ? "interval95" : "range", {about.low, about.high}},
                    {"law", parameter.law.name()},
                    {"status", kSourceStatusNames[static_cast<std::size_t>(parameter.source.status)]},
                    {"source", parameter.source.source}});
  }
  return json;
}

}  // namespace

std::string draw_json(const DrawReport& report) {
  const SweepDescription& sweep = report.sweep;
  const NotDrawn& not_drawn = report.drawn.not_drawn;
  Json json{{"tool", "faultline " + sweep.tool_version},
            {"scenario", sweep.scenario_id},
            {"scenario_sha256", sweep.scenario_sha256},
            {"results_sha256", report.results_sha256},
            {"seed", sweep.seed},
            {"draws", sweep.design.size},
            {"draws_run", report.draws_run},
            {"replications", sweep.replications},
            {"horizon_days", sweep.horizon_days},
            {"driver_measure", report.drivers_together ? "rank regression" : "rank correlation"},
            {"warnings", report.warnings},
            {"failed", Json::array()},
            {"parameters", parameters_json(report)},
            {"correlations", Json::array()},
            {"not_drawn",
             {{"assumed", not_drawn.assumed},
              {"assumed_defaults", not_drawn.assumed_defaults},
              {"estimated", not_drawn.estimated},
              {"evidence", not_drawn.evidence},
              {"measured", not_drawn.measured}}},
            {"policies", Json::array()},
            {"pairs", Json::array()}};
  for (const FailedCell& failed : report.failures) {
    json["failed"].push_back({{"draw", failed.cell}, {"reason", failed.reason}});
  }
  for (const stats::ScorePair& pair : report.drawn.pairs) {
    json["correlations"].push_back({{"a", report.drawn.parameters[pair.a].source.pointer},
                                    {"b", report.drawn.parameters[pair.b].source.pointer},
                                    {"rho", pair.rho}});
  }
  for (std::size_t p = 0; p < report.policies.size(); ++p) json["policies"].push_back(policy_json(report, p));
  for (const DrawnPair& pair : report.pairs) {
    json["pairs"].push_back({{"a", sweep.policies[pair.a].id},
                             {"b", sweep.policies[pair.b].id},
                             {"a_minus_b", figures_json(pair.saved)},
                             {"share_of_draws_b_loses_less", pair.b_loses_less.value},
                             {"share_ci95", report::interval(pair.b_loses_less.interval)},
                             {"draws_settled_better", pair.settled_better},
                             {"draws_settled_worse", pair.settled_worse},
                             {"draws_no_difference_that_matters", pair.no_difference}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace faultline
