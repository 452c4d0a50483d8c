#include "analysis/report/summary_policy.h"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "analysis/report/wording.h"
#include "models/defects/defect.h"

namespace faultline::report {
namespace {

constexpr std::size_t kServicesListed = 50;

// The costliest first.
Json largest_services(const std::vector<std::string>& names, std::span<const stats::Estimate> losses) {
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return losses[a].value > losses[b].value; });
  Json json = Json::array();
  for (const std::size_t i : std::span(order).first(std::min(order.size(), kServicesListed))) {
    if (losses[i].value > 0) {
      json.push_back({names[i], losses[i].value});
    }
  }
  return json;
}

// Gates that no change met are left out.
Json gate_flow_json(const RunDescription& run, const PolicyResult& policy) {
  Json json = Json::object();
  for (std::size_t g = 0; g < policy.gates.size(); ++g) {
    const GateResult& gate = policy.gates[g];
    if (gate.seen()) {
      json[run.gates[g]] = {{"met", gate.met},
                            {"bypassed_fraction", number(gate.bypassed_fraction)},
                            {"mean_changes", gate.mean_changes},
                            {"mean_hours", number(gate.mean_hours)}};
    }
  }
  return json;
}

Json gate_loss_json(const RunDescription& run, const PolicyResult& policy) {
  Json json = Json::object();
  for (std::size_t g = 0; g < policy.gates.size(); ++g) {
    const GateResult& gate = policy.gates[g];
    if (!gate.seen()) {
      continue;
    }
    Json& entry = json[run.gates[g]];
    Json intervals = Json::object();
    for (std::size_t miss = 0; miss < kGateMissCount; ++miss) {
      entry[std::string(kGateMissNames[miss])] = gate.loss[miss].value;
      intervals[std::string(kGateMissNames[miss])] = interval(gate.loss[miss].interval);
    }
    entry["ci95"] = intervals;
  }
  return json;
}

Json desk_json(const DeskLabel& label, const DeskLoad& load) {
  return {{"kind", kDeskKindNames[static_cast<std::size_t>(label.kind)]},
          {"people", label.people},
          {"hours_per_person_week", number(load.hours_per_person_week)},
          {"utilisation", number(load.utilisation)}};
}

Json reviewer_load_json(const RunDescription& run, const ReviewerLoad& load) {
  Json json{{"hours_per_person_week", estimate(load.hours_per_person_week)},
            {"most_loaded", nullptr},
            {"pools", Json::object()}};
  if (load.most_loaded) {
    Json desk{{"desk", run.desks[*load.most_loaded].id}};
    desk.update(desk_json(run.desks[*load.most_loaded], load.desks[*load.most_loaded]));
    json["most_loaded"] = desk;
  }
  for (std::size_t d = run.teams.size(); d < run.desks.size(); ++d) {
    json["pools"][run.desks[d].id] = desk_json(run.desks[d], load.desks[d]);
  }
  return json;
}

Json backlog_json(const Backlog& backlog) {
  Json mean = Json::array();
  Json sd = Json::array();
  for (const BacklogDay& day : backlog.days) {
    mean.push_back(day.mean);
    sd.push_back(number(day.sd));
  }
  return {{"mean", mean}, {"sd", sd}};
}

Json weeks_json(const WeeklyLoss& weekly) {
  Json json = Json::array();
  for (std::size_t w = 0; w < weekly.weeks.size(); ++w) {
    const WeekLoss& week = weekly.weeks[w];
    Json entry{{"week", w + 1}};
    entry.update(estimate(week.lost_orders));
    entry["saved"] = week.saved ? estimate(*week.saved) : Json(nullptr);
    entry["verdict"] = week.saved ? Json(stats::to_string(week.verdict)) : Json(nullptr);
    json.push_back(entry);
  }
  return json;
}

Json reset_json(const Comparison& comparison, std::size_t policy) {
  const auto& weekly = comparison.policies[policy].weekly;
  if (policy == 0 || !weekly) {
    return nullptr;
  }
  const auto week = [](const std::optional<std::size_t>& value) { return value ? Json(*value) : Json(nullptr); };
  const PairResult& pair = comparison.against_reference(policy);
  const double weeks = comparison.run.horizon_weeks();
  return {{"last_week_settled", week(weekly->last_week_settled)},
          {"may_end_after_week", week(weekly->may_end_after_week)},
          {"engineer_hours_per_week", estimate(stats::scaled(pair.engineer_hours_b_minus_a, 1 / weeks))},
          {"delay_change_days_per_week", estimate(stats::scaled(pair.delay_change_days_b_minus_a, 1 / weeks))},
          {"meaning", kResetMeaning}};
}

Json waterfall_json(const RunDescription& run, const WaterfallResult& waterfall) {
  Json steps = Json::array();
  for (const WaterfallStep& step : waterfall.steps) {
    const bool caught = step.part == WaterfallPart::caught;
    steps.push_back({{"step", kWaterfallPartNames[static_cast<std::size_t>(step.part)]},
                     {"gate", caught ? Json(run.gates[step.gate]) : Json(nullptr)},
                     {"orders_saved", estimate(step.orders)}});
  }
  return {{"against", run.policies[0].id}, {"orders_saved", estimate(waterfall.total)}, {"steps", steps}};
}

}  // namespace

Json policy_json(const Comparison& comparison, std::size_t position) {
  const RunDescription& run = comparison.run;
  const PolicyResult& policy = comparison.policies[position];
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
        {"outage_minutes", policy.outage_minutes},
        {"waiting_for_responder", policy.incidents_waiting},
        {"responder_wait_hours", number(policy.responder_wait_hours)}}},
      {"changes",
       {{"submitted_per_day", policy.submitted_per_day},
        {"deployed_per_day", policy.deployed_per_day},
        {"undelivered_fraction", number(policy.undelivered_fraction)},
        {"undelivered_fraction_after_run_off", number(policy.undelivered_fraction_run_off)},
        {"out_of_band_fraction", number(policy.out_of_band_fraction)},
        {"defective_fraction", number(policy.defective_fraction)},
        {"escaped_fraction", number(policy.escaped_fraction)},
        {"emergency_fraction", number(policy.emergency_fraction)},
        {"blocked_fraction", number(policy.blocked_fraction)},
        {"defects_from_rework", policy.defects_from_rework},
        {"author_hold_days", policy.author_hold_days},
        {"frozen_team_hours", policy.frozen_team_hours},
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
  json["agent_review_cost"] = policy.agent_review_cost;
  json["audits"] = {{"held", policy.audits}, {"finds", policy.audit_finds}};
  json["gate_flow"] = gate_flow_json(run, policy);
  json["reviewer_load"] = reviewer_load_json(run, policy.reviewer_load);
  json["backlog_by_day"] = backlog_json(policy.backlog);
  json["backlog_recovers_on_day"] =
      policy.backlog.recovers_on_day ? Json(*policy.backlog.recovers_on_day) : Json(nullptr);
  json["caught_by"] = by_name(run.gates, policy.caught_by_gate, true);
  json["loss_by"] = {{"service", largest_services(run.services, policy.loss_by_service)},
                     {"team", by_name(teams, policy.loss_by_team, true)},
                     {"origin", by_name(kOriginNames, policy.loss_by_origin, false)},
                     {"kind", by_name(kChangeKindNames, policy.loss_by_kind, false)},
                     {"channel", by_name(kChannelNames, policy.loss_by_channel, false)},
                     {"gate", gate_loss_json(run, policy)}};
  json["lost_orders_by_week"] = policy.weekly ? weeks_json(*policy.weekly) : Json(nullptr);
  json["reset_may_end"] = reset_json(comparison, position);
  json["waterfall"] = policy.waterfall ? waterfall_json(run, *policy.waterfall) : Json(nullptr);
  json["second_reviewer_low"] = nullptr;
  if (const auto& low = policy.lost_orders_low) {
    Json low_lost = estimate(low->mean);
    low_lost["sd"] = number(low->sd);
    json["second_reviewer_low"] = {{"replications", low->mean.n}, {"lost_orders", low_lost}};
  }
  return json;
}

}  // namespace faultline::report
