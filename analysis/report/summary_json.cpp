#include "analysis/report/summary_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>

#include "models/defects/defect.h"

namespace faultline::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kServicesListed = 50;

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json interval(const stats::Interval* value) { return value != nullptr ? Json{value->low, value->high} : Json(nullptr); }

Json interval(const std::optional<stats::Interval>& value) { return interval(value ? &*value : nullptr); }

Json estimate(const stats::Estimate& value) {
  Json json{{"mean", value.value}, {"ci95", interval(value.interval)}};
  if (!value.warnings.empty()) {
    json["warnings"] = value.warnings;
  }
  return json;
}

Json estimate(const std::optional<stats::Estimate>& value) {
  return value ? estimate(*value) : Json{{"mean", nullptr}, {"ci95", nullptr}};
}

// Names may be anything that a scenario holds; bytes that are no UTF-8 never reach a results file.
template <class Names>
Json by_name(const Names& names, std::span<const double> values, bool skip_zero) {
  Json json = Json::object();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!skip_zero || values[i] != 0) {
      json[std::string(names[i])] = values[i];
    }
  }
  return json;
}

// The costliest first.
Json largest_services(const std::vector<std::string>& names, std::span<const double> losses) {
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return losses[a] > losses[b]; });
  Json json = Json::array();
  for (const std::size_t i : std::span(order).first(std::min(order.size(), kServicesListed))) {
    if (losses[i] > 0) {
      json.push_back({names[i], losses[i]});
    }
  }
  return json;
}

Json policy_json(const RunDescription& run, const PolicyResult& policy) {
  std::vector<std::string> teams = run.teams;
  teams.emplace_back("(background and unowned)");
  Json lost = estimate(policy.lost_orders.mean);
  lost["sd"] = number(policy.lost_orders.sd);
  lost["p50"] = policy.p50.value;
  lost["p90"] = policy.p90.value;
  lost["p95"] = policy.p95.value;
  lost["p99"] = policy.p99.value;
  lost["p99_ci95"] = interval(policy.p99.interval);
  lost["tail_mean_99"] = policy.tail_mean_99.value;
  lost["tail_mean_99_ci95"] = interval(policy.tail_mean_99.interval);
  lost["tail_mean_99_warnings"] = policy.tail_mean_99.warnings;

  const double incidents = std::accumulate(policy.incidents.begin(), policy.incidents.end(), 0.0);
  Json delay_cost = nullptr;
  if (run.cost_of_delay_per_change_day > 0) {
    delay_cost = run.cost_of_delay_per_change_day * policy.delay_change_days;
  }
  Json json{
      {"id", policy.id},
      {"title", policy.title},
      {"lost_orders", lost},
      {"lost_orders_net", estimate(policy.lost_orders_net)},
      {"lost_orders_with_run_off", estimate(policy.lost_orders_with_run_off)},
      {"lost_orders_per_1000_deployed", estimate(policy.lost_orders_per_1000_deployed)},
      {"customer_errors", estimate(policy.customer_errors)},
      {"largest_incident_orders", estimate(policy.largest_incident)},
      {"incidents",
       {{"mean", incidents},
        {"by_severity", {{"sev1", policy.incidents[0]}, {"sev2", policy.incidents[1]}, {"sev3", policy.incidents[2]}}},
        {"canary_catches", policy.canary_catches},
        {"outage_minutes", policy.outage_minutes}}},
      {"changes",
       {{"submitted_per_day", policy.submitted_per_day},
        {"deployed_per_day", policy.deployed_per_day},
        {"undelivered_fraction", number(policy.undelivered_fraction)},
        {"undelivered_fraction_after_run_off", number(policy.undelivered_fraction_run_off)},
        {"out_of_band_fraction", number(policy.out_of_band_fraction)},
        {"defective_fraction", number(policy.defective_fraction)},
        {"escaped_fraction", number(policy.escaped_fraction)},
        {"backlog_at_horizon_end", policy.backlog_at_horizon_end},
        {"delay_change_days", policy.delay_change_days},
        {"delay_cost", delay_cost}}},
      {"lead_time_hours", {{"p50", number(policy.lead_time_p50_hours)}, {"p90", number(policy.lead_time_p90_hours)}}},
      {"review",
       {{"utilisation", number(policy.review_utilisation)},
        {"median_turnaround_hours", number(policy.review_turnaround_p50_hours)},
        {"bypassed_fraction", number(policy.bypassed_fraction)},
        {"stamped_fraction", number(policy.stamped_fraction)},
        {"peak_backlog", policy.peak_backlog}}},
  };
  Json hours = estimate(policy.engineer_hours);
  hours["by_gate"] = by_name(run.gates, policy.engineer_hours_by_gate, true);
  hours["incidents"] = policy.incident_hours;
  hours["rework"] = policy.rework_hours;
  json["engineer_hours"] = hours;
  json["caught_by"] = by_name(run.gates, policy.caught_by_gate, true);
  json["loss_by"] = {{"service", largest_services(run.services, policy.loss_by_service)},
                     {"team", by_name(teams, policy.loss_by_team, true)},
                     {"origin", by_name(kOriginNames, policy.loss_by_origin, false)},
                     {"kind", by_name(kChangeKindNames, policy.loss_by_kind, false)},
                     {"channel", by_name(kChannelNames, policy.loss_by_channel, false)}};
  json["second_reviewer_low"] = nullptr;
  if (const auto& low = policy.lost_orders_low) {
    Json low_lost = estimate(low->mean);
    low_lost["sd"] = number(low->sd);
    json["second_reviewer_low"] = {{"replications", low->mean.n}, {"lost_orders", low_lost}};
  }
  return json;
}

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
  Json json{{"a", comparison.policies[pair.a].id},
            {"b", comparison.policies[pair.b].id},
            {"lost_orders_a_minus_b", saving_json(pair.saving)},
            {"saved_fraction", fraction_json(pair.saving)},
            {"p99_lost_orders_a_minus_b", estimate(pair.p99_a_minus_b)},
            {"probability_b_loses_less", pair.order.b_loses_less.value},
            {"probability_tie", pair.order.tie.value},
            {"engineer_hours_b_minus_a", estimate(pair.engineer_hours_b_minus_a)},
            {"lead_time_p50_hours_b_minus_a", estimate(pair.lead_time_p50_hours_b_minus_a)},
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

}  // namespace

std::string summary_json(const Comparison& comparison) {
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
            {"horizon_days", run.horizon_days},
            {"warm_up_days", run.warm_up_days},
            {"run_off_days", run.run_off_days},
            {"warnings", comparison.warnings},
            {"policies", Json::array()},
            {"pairs", Json::array()}};
  for (const PolicyResult& policy : comparison.policies) {
    json["policies"].push_back(policy_json(run, policy));
  }
  for (const PairResult& pair : comparison.pairs) {
    json["pairs"].push_back(pair_json(comparison, pair));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace faultline::report
