#include "analysis/policy_result.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/means.h"
#include "analysis/stats/paired.h"
#include "analysis/stats/quantile.h"

namespace faultline {
namespace {

constexpr double kSaturated = 0.95;  // reviewers' utilisation from which queues no longer drain within a quarter

std::vector<double> divided(std::span<const double> sums, std::size_t size, double by) {
  std::vector<double> means(size);
  for (std::size_t i = 0; i < size; ++i) {
    means[i] = sums[i] / by;
  }
  return means;
}

std::vector<stats::Estimate> means_of(std::span<const stats::MomentAccumulator> moments) {
  std::vector<stats::Estimate> means;
  for (const stats::MomentAccumulator& one : moments) {
    means.push_back(existing(one.finalize()));
  }
  return means;
}

std::string percent_text(double fraction) {
  const long tenths = std::lround(1000 * fraction);
  return tenths >= 100 ? std::to_string(std::lround(100 * fraction))
                       : std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

}  // namespace

PolicyResult policy_result(const RunDescription& run, std::size_t policy, const CaseData& data,
                           const CaseData& reference, const CaseData* low) {
  const auto n = static_cast<double>(data[Metric::lost_orders_gross].size());
  const auto mean_metric = [&](Metric metric) { return mean(data[metric]); };

  const stats::SortedSample losses(data[Metric::lost_orders_gross]);
  const stats::SortedSample largest(data[Metric::largest_incident_orders]);
  const auto quantile = [&](double p) { return existing(stats::value_at_risk(losses, p)); };

  PolicyResult result{
      .id = run.policies[policy].id,
      .title = run.policies[policy].title,
      .lost_orders = loss_summary(data[Metric::lost_orders_gross]),
      .p50 = quantile(0.50),
      .p90 = quantile(0.90),
      .p95 = quantile(0.95),
      .p99 = quantile(0.99),
      .tail_mean_99 = existing(stats::tail_mean(losses, 0.99)),
      .lost_orders_low = std::nullopt,
      .lost_orders_net = mean_of(data[Metric::lost_orders_net]),
      .lost_orders_with_run_off = mean_of(data[Metric::lost_orders_submitted]),
      .lost_orders_per_1000_deployed = std::nullopt,
      .customer_errors = mean_of(data[Metric::customer_errors]),
      .largest_incident = mean_of(data[Metric::largest_incident_orders]),
      .outage_minutes = mean_metric(Metric::outage_minutes),
      .incidents = {mean_metric(Metric::incidents_sev1), mean_metric(Metric::incidents_sev2),
                    mean_metric(Metric::incidents_sev3)},
      .canary_catches = mean_metric(Metric::canary_catches),
      .incidents_waiting = mean_metric(Metric::incidents_waiting),
      .responder_wait_hours = ratio(data[Metric::responder_wait_hours], data[Metric::incidents_waiting]),
      .submitted_per_day = mean_metric(Metric::changes_submitted) / run.horizon_days,
      .deployed_per_day = mean_metric(Metric::changes_deployed_in_horizon) / run.horizon_days,
      .undelivered_fraction = ratio(data[Metric::changes_undelivered_horizon], data[Metric::changes_submitted]),
      .undelivered_fraction_run_off = ratio(data[Metric::changes_undelivered_run_off], data[Metric::changes_submitted]),
      .out_of_band_fraction = ratio(data[Metric::changes_out_of_band], data[Metric::changes_submitted]),
      .defective_fraction = ratio(data[Metric::changes_defective], data[Metric::changes_submitted]),
      .escaped_fraction = ratio(data[Metric::changes_escaped], data[Metric::changes_deployed]),
      .emergency_fraction = ratio(data[Metric::changes_emergency], data[Metric::changes_submitted]),
      .blocked_fraction = ratio(data[Metric::changes_blocked], data[Metric::changes_submitted]),
      .defects_from_rework = mean_metric(Metric::defects_from_rework),
      .backlog_at_horizon_end = mean_metric(Metric::backlog_at_horizon_end),
      .delay_change_days = mean_metric(Metric::delay_change_days),
      .author_hold_days = mean_metric(Metric::author_hold_days),
      .frozen_team_hours = mean_metric(Metric::frozen_team_hours),
      .lead_time_hours = data.lead_time_hours,
      .lead_time_p50_hours = data.lead_time_hours.quantile(0.5),
      .lead_time_p90_hours = data.lead_time_hours.quantile(0.9),
      .review_utilisation = ratio(data[Metric::review_hours_worked], data[Metric::review_hours_available]),
      .review_turnaround_p50_hours = data.review_turnaround_hours.quantile(0.5),
      .bypassed_fraction = ratio(data[Metric::reviews_bypassed], data[Metric::reviews_needed]),
      .stamped_fraction = ratio(data[Metric::approvals_stamped], data[Metric::approvals_given]),
      .peak_backlog = mean_metric(Metric::peak_backlog),
      .reviewer_load = data.reviewer_load.result(run),
      .backlog = data.backlog.result(reference.backlog),
      .gates = existing(data.gates.result(24 * run.horizon_days)),
      .engineer_hours = mean_of(data[Metric::engineer_hours]),
      .incident_hours = mean_metric(Metric::incident_hours),
      .rework_hours = mean_metric(Metric::rework_hours),
      .agent_review_cost = mean_metric(Metric::agent_review_cost),
      .audits = mean_metric(Metric::audits),
      .audit_finds = mean_metric(Metric::audit_finds),
      .engineer_hours_by_gate = divided(data.engineer_hours_by_gate, run.gates.size(), n),
      .caught_by_gate = divided(data.caught_by_gate, run.gates.size(), n),
      .loss_by_service = means_of(data.loss_by_service),
      .loss_by_team = divided(data.loss_by_team, run.teams.size() + 1, n),
      .weekly = data.weekly.result(reference.weekly, run.smallest_difference_that_matters_fraction),
      .waterfall = &data != &reference ? data.waterfall.result() : std::nullopt,
      .aggregate_exceedance = *stats::exceedance_curve(losses, stats::ExceedanceKind::kAggregate),
      .occurrence_exceedance = *stats::exceedance_curve(largest, stats::ExceedanceKind::kOccurrence),
  };
  const auto copy_means = [n](const auto& sums, auto& means) {
    std::transform(sums.begin(), sums.end(), means.begin(), [n](double value) { return value / n; });
  };
  copy_means(data.loss_by_origin, result.loss_by_origin);
  copy_means(data.loss_by_kind, result.loss_by_kind);
  copy_means(data.loss_by_channel, result.loss_by_channel);
  if (auto per_change = stats::ratio_estimate(data[Metric::lost_orders_submitted], data[Metric::changes_deployed])) {
    result.lost_orders_per_1000_deployed = stats::scaled(*std::move(per_change), 1000);
  }
  if (low != nullptr) {
    result.lost_orders_low = loss_summary((*low)[Metric::lost_orders_gross]);
  }
  return result;
}

bool holds_back(const PolicyResult& policy) {
  return policy.undelivered_fraction && *policy.undelivered_fraction > kUndeliveredLimit;
}

std::string undelivered_reason(double undelivered_fraction) {
  return "leaves " + percent_text(undelivered_fraction) + " % of its changes undelivered at the horizon's end";
}

std::string undelivered_reason(const PolicyResult& policy) { return undelivered_reason(*policy.undelivered_fraction); }

void warn_of_policy(const PolicyResult& policy, const CaseData& data, std::vector<std::string>& warnings) {
  if (holds_back(policy)) {
    warnings.push_back(policy.id + " " + undelivered_reason(policy) + ": its loss alone decides nothing");
  }
  if (policy.submitted_per_day > 0 && !(policy.deployed_per_day > 0)) {
    warnings.push_back("under " + policy.id + " nothing ships");
  }
  if (policy.review_utilisation && *policy.review_utilisation > kSaturated) {
    warnings.push_back("under " + policy.id + " reviewers are saturated (utilisation " +
                       percent_text(*policy.review_utilisation) + " %, " +
                       std::to_string(std::llround(policy.backlog_at_horizon_end)) +
                       " changes waiting at the horizon's end)");
  }
  if (const double times = sum(data[Metric::folded_faults]); times > 0) {
    warnings.push_back("under " + policy.id + " more faults overlapped than are handled exactly, " +
                       std::to_string(std::llround(times)) + " times in all");
  }
  if (data.waterfall.contradicts_itself()) {
    warnings.push_back("the steps to the loss of " + policy.id + " do not add up, so they are not shown: report this");
  }
}

}  // namespace faultline
