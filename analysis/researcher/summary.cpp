#include <nlohmann/json.hpp>

#include "analysis/researcher/page.h"

namespace faultline::researcher {
namespace {

using Json = nlohmann::ordered_json;

Json interval_json(const std::optional<stats::Interval>& interval) {
  return interval ? Json{interval->low, interval->high} : Json();
}

Json policy_json(const Facts& facts, std::size_t p) {
  const BestCount& best = facts.best_counts[p];
  Json own{{"id", facts.sweep.policies[p].id}, {"loses_least_in_cells", best.cells}, {"of_them_settled", best.settled}};
  if (p < facts.regrets.size()) {
    const stats::Regret& regret = facts.regrets[p];
    own["regret"] = {{"cells", regret.states}, {"mean", regret.mean}, {"p90", regret.p90}, {"most", regret.most}};
  }
  const PolicyPrecision& precision = facts.precision[p];
  if (precision.split) {
    own["variance"] = {{"between_points", precision.split->ignorance_variance},
                       {"between_quarters", precision.split->luck_variance}};
  }
  if (const auto factor = precision.reduction.factor(); factor && p > 0) {
    own["variance_reduction_factor"] = {
        {"least", *precision.least_factor}, {"together", *factor}, {"most", *precision.most_factor}};
  }
  return own;
}

}  // namespace

std::string summary_json(const Facts& facts) {
  const SweepDescription& sweep = facts.sweep;
  Json json;
  json["tool"] = "faultline " + sweep.tool_version;
  json["scenario"] = sweep.scenario_id;
  json["scenario_sha256"] = sweep.scenario_sha256;
  json["results_sha256"] = facts.results_sha256;
  json["design"] = design_name(sweep.design);
  json["cells"] = sweep.design.cells();
  json["failed_cells"] = facts.failures.size();
  json["replications"] = sweep.replications;
  json["parameters"] = Json::array();
  for (const SweepParameter& parameter : sweep.design.parameters) {
    json["parameters"].push_back(parameter.name);
  }
  json["policies"] = Json::array();
  for (std::size_t p = 0; p < sweep.policies.size(); ++p) {
    json["policies"].push_back(policy_json(facts, p));
  }
  if (facts.ran.size() <= kMostEmbeddedCells) {
    json["by_cell"] = Json::array();
    for (const std::size_t c : facts.ran) {
      Json means = Json::array();
      Json differences = Json::array();
      for (const CellFigures& policy : facts.cells[c].policies) {
        means.push_back(policy.lost.value);
        if (policy.difference) {
          differences.push_back({policy.difference->value, interval_json(policy.difference->interval)});
        }
      }
      json["by_cell"].push_back({{"cell", c}, {"mean_lost_orders", means}, {"less_reference_ci95", differences}});
    }
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace faultline::researcher
