#include "analysis/report/summary_json.h"

#include "analysis/report/changes_json.h"
#include "analysis/report/json_parts.h"
#include "analysis/report/summary_policy.h"

namespace faultline::report {
namespace {

Json saving_json(const Saving& saving) {
  Json orders = estimate(saving.orders);
  orders["simultaneous_ci95"] = interval(saving.simultaneous);
  return orders;
}

Json fraction_json(const Saving& saving) {
  Json json = estimate(saving.fraction);
  json.erase("ci95");
  json["simultaneous_ci95"] = interval(saving.fraction_interval());
  return json;
}

Json pair_json(const Comparison& comparison, const PairResult& pair) {
  const RunDescription& run = comparison.run;
  Json delay_cost = nullptr;
  if (run.cost_of_delay_per_change_day > 0) {
    delay_cost = estimate(stats::scaled(pair.delay_change_days_b_minus_a, run.cost_of_delay_per_change_day));
  }
  Json orders_that_pay = nullptr;
  if (run.margin_per_order > 0 && run.cost_per_engineer_hour > 0) {
    orders_that_pay = run.cost_per_engineer_hour / run.margin_per_order;
  }
  Json json{{"a", comparison.policies[pair.a].id},
            {"b", comparison.policies[pair.b].id},
            {"lost_orders_a_minus_b", saving_json(pair.saving)},
            {"saved_fraction", fraction_json(pair.saving)},
            {"p99_lost_orders_a_minus_b", estimate(pair.p99_a_minus_b)},
            {"probability_b_loses_less", pair.order.b_loses_less.value},
            {"probability_tie", pair.order.tie.value},
            {"engineer_hours_b_minus_a", estimate(pair.engineer_hours_b_minus_a)},
            {"lead_time_p50_hours_b_minus_a", estimate(pair.lead_time_p50_hours_b_minus_a)},
            {"delay_change_days_b_minus_a", estimate(pair.delay_change_days_b_minus_a)},
            {"delay_cost_b_minus_a", delay_cost},
            {"orders_saved_per_engineer_hour", estimate(pair.orders_saved_per_engineer_hour)},
            {"orders_that_pay_an_engineer_hour", orders_that_pay},
            {"net_benefit_of_b", estimate(pair.net_benefit_of_b)},
            {"verdict", stats::to_string(pair.saving.verdict)},
            {"verdict_reason", pair.saving.reason.empty() ? Json(nullptr) : Json(pair.saving.reason)},
            {"second_reviewer_low", nullptr}};
  if (const auto& low = pair.saving_low) {
    json["second_reviewer_low"] = {{"replications", low->orders.n},
                                   {"lost_orders_a_minus_b", saving_json(*low)},
                                   {"saved_fraction", fraction_json(*low)},
                                   {"verdict", stats::to_string(low->verdict)}};
  }
  return json;
}

Json precision_json(const stats::PrecisionGoal& goal) {
  if (!goal.asked()) {
    return nullptr;
  }
  return {{"relative_half_width", goal.relative_half_width},
          {"least_replications", goal.least},
          {"most_replications", goal.most}};
}

}  // namespace

std::string summary_json(const Comparison& comparison, JsonLayout layout, const RunChanges* changes) {
  const RunDescription& run = comparison.run;
  Json json{{"tool", "faultline " + run.tool_version},
            {"git_hash", run.git_hash.empty() ? Json(nullptr) : Json(run.git_hash)},
            {"scenario", run.scenario_id},
            {"variant", run.variant_id.empty() ? Json(nullptr) : Json(run.variant_id)},
            {"scenario_sha256", run.scenario_sha256},
            {"results_sha256", comparison.results_sha256.empty() ? Json(nullptr) : Json(comparison.results_sha256)},
            {"seed", run.seed},
            {"replications", comparison.replications},
            {"replications_requested", run.replications},
            {"precision", precision_json(run.precision)},
            {"horizon_days", run.horizon_days},
            {"warm_up_days", run.warm_up_days},
            {"run_off_days", run.run_off_days},
            {"warnings", comparison.warnings},
            {"policies", Json::array()},
            {"pairs", Json::array()}};
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    json["policies"].push_back(policy_json(comparison, p));
  }
  for (const PairResult& pair : comparison.pairs) {
    json["pairs"].push_back(pair_json(comparison, pair));
  }
  if (changes != nullptr) {
    json["against"] = changes_json(*changes);
  }
  return json.dump(layout == JsonLayout::indented ? 2 : -1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace faultline::report
