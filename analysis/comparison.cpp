#include "analysis/comparison.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "analysis/stats/quantile.h"
#include "analysis/stats/simultaneous.h"
#include "analysis/stats/special_functions.h"

namespace faultline {

struct ComparisonBuilder::CaseData {
  std::array<std::vector<double>, kMetricCount> by_replication;
  std::vector<double> loss_by_service;
  std::vector<double> loss_by_team;
  std::array<double, kOriginCount> loss_by_origin{};
  std::array<double, kChangeKindCount> loss_by_kind{};
  std::array<double, kChannelCount> loss_by_channel{};
  std::array<double, kMaxGates> caught_by_gate{};
  std::array<double, kMaxGates> engineer_hours_by_gate{};
  LogHistogram lead_time_hours;
  LogHistogram review_turnaround_hours;

  [[nodiscard]] const std::vector<double>& operator[](Metric metric) const {
    return by_replication[static_cast<std::size_t>(metric)];
  }
};

namespace {

template <class Target, class Source>
void add_to(Target& target, const Source& source) {
  for (std::size_t i = 0; i < target.size(); ++i) {
    target[i] += source[i];
  }
}

double sum(std::span<const double> values) {
  double total = 0;
  for (const double value : values) {
    total += value;
  }
  return total;
}

double mean(std::span<const double> values) { return sum(values) / static_cast<double>(values.size()); }

std::optional<double> ratio(std::span<const double> part, std::span<const double> whole) {
  const double total = sum(whole);
  return total > 0 ? std::optional(sum(part) / total) : std::nullopt;
}

// A figure that exists whenever there is a replication: its absence means that the simulation gave a number that is
// none, which is a bug and must not pass for a result.
stats::Estimate existing(std::optional<stats::Estimate> estimate) {
  if (!estimate) {
    throw std::logic_error("the simulation returned a figure that is not finite");
  }
  return *std::move(estimate);
}

stats::Estimate mean_of(std::span<const double> values) { return existing(stats::mean_estimate(values)); }

LossSummary loss_summary(std::span<const double> values) {
  LossSummary summary{mean_of(values), std::nullopt};
  if (summary.mean.standard_error) {
    summary.sd = *summary.mean.standard_error * std::sqrt(static_cast<double>(values.size()));
  }
  return summary;
}

std::vector<double> divided(std::span<const double> sums, std::size_t size, double by) {
  std::vector<double> means(size);
  for (std::size_t i = 0; i < size; ++i) {
    means[i] = sums[i] / by;
  }
  return means;
}

stats::Estimate scaled(stats::Estimate estimate, double factor) {
  estimate.value *= factor;
  if (estimate.standard_error) {
    *estimate.standard_error *= factor;
  }
  if (estimate.interval) {
    *estimate.interval = {estimate.interval->low * factor, estimate.interval->high * factor};
  }
  return estimate;
}

// The level at which one interval alone is as wide as each of the simultaneous ones.
double single_confidence(double critical_value, std::size_t n) {
  double low = stats::kConfidence;
  double high = 1.0;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    if (middle >= 1.0 || stats::student_t_quantile((1 + middle) / 2, static_cast<double>(n) - 1) > critical_value) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return low;
}

// Savings of every pair (a < b, in the order of the pairs) with intervals that hold together.
std::vector<Saving> savings(std::span<const std::span<const double>> losses, double fraction_that_matters) {
  std::vector<Saving> result;
  const auto together = stats::simultaneous_differences(losses);
  const double matters = fraction_that_matters * mean(losses[0]);
  std::size_t pair = 0;
  for (std::size_t a = 0; a < losses.size(); ++a) {
    for (std::size_t b = a + 1; b < losses.size(); ++b, ++pair) {
      Saving saving;
      saving.orders = existing(stats::paired_difference(losses[a], losses[b]));
      double confidence = stats::kConfidence;
      if (together) {
        saving.simultaneous = together->pairs[pair].saving.interval;
        confidence = single_confidence(together->critical_value, losses[a].size());
      }
      saving.fraction = stats::percentage_saved(losses[a], losses[b], confidence);
      saving.verdict = stats::verdict(saving.simultaneous, matters);
      if (!saving.simultaneous) {
        saving.reason = "too few replications for an interval";
      }
      result.push_back(std::move(saving));
    }
  }
  return result;
}

std::string percent_text(double fraction) {
  const long tenths = std::lround(1000 * fraction);
  return tenths >= 100 ? std::to_string(std::lround(100 * fraction))
                       : std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

// A policy that ships nothing is not a good policy: no verdict on raw loss alone. (model, 0a)
void forbid_verdict(Saving& saving, const std::string& reason) {
  saving.verdict = stats::Verdict::kNotSettled;
  saving.reason = reason;
}

bool holds_back(const PolicyResult& policy) {
  return policy.undelivered_fraction && *policy.undelivered_fraction > kUndeliveredLimit;
}

std::string undelivered_reason(const PolicyResult& policy) {
  return "leaves " + percent_text(*policy.undelivered_fraction) + " % of its changes undelivered at the horizon's end";
}

constexpr double kSaturated = 0.95;  // reviewers' utilisation from which queues no longer drain within a quarter

void warn_of_policy(const PolicyResult& policy, std::span<const double> folded, std::vector<std::string>& warnings) {
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
  if (const double times = sum(folded); times > 0) {
    warnings.push_back("under " + policy.id + " more faults overlapped than are handled exactly, " +
                       std::to_string(std::llround(times)) + " times in all");
  }
}

// Median lead times of the quarters in which both policies ship something.
std::optional<stats::Estimate> lead_time_difference(std::span<const double> deployed_a, std::span<const double> hours_a,
                                                    std::span<const double> deployed_b,
                                                    std::span<const double> hours_b) {
  std::vector<double> a;
  std::vector<double> b;
  for (std::size_t i = 0; i < hours_a.size(); ++i) {
    if (deployed_a[i] > 0 && deployed_b[i] > 0 && std::isfinite(hours_a[i]) && std::isfinite(hours_b[i])) {
      a.push_back(hours_a[i]);
      b.push_back(hours_b[i]);
    }
  }
  return stats::paired_difference(b, a);
}

}  // namespace

const PairResult& Comparison::against_reference(std::size_t b) const { return pairs[b - 1]; }

ComparisonBuilder::ComparisonBuilder(RunDescription run) : run_(std::move(run)), cases_(run_.cases.size()) {
  for (CaseData& data : cases_) {
    data.loss_by_service.assign(run_.services.size(), 0.0);
    data.loss_by_team.assign(run_.teams.size() + 1, 0.0);
  }
}

ComparisonBuilder::~ComparisonBuilder() = default;

void ComparisonBuilder::add(const Block& block) {
  const std::size_t cases = run_.cases_in_block(block.first_replication / kBlockSize);
  for (std::size_t i = 0; i < block.outcomes.size(); ++i) {
    const Outcome& outcome = block.outcomes[i];
    CaseData& data = cases_[i % cases];
    for (std::size_t m = 0; m < kMetricCount; ++m) {
      data.by_replication[m].push_back(outcome.metrics[m]);
    }
    add_to(data.loss_by_service, outcome.loss.by_service);
    add_to(data.loss_by_team, outcome.loss.by_team);
    add_to(data.loss_by_origin, outcome.loss.by_origin);
    add_to(data.loss_by_kind, outcome.loss.by_kind);
    add_to(data.loss_by_channel, outcome.loss.by_channel);
    add_to(data.caught_by_gate, outcome.caught_by_gate);
    add_to(data.engineer_hours_by_gate, outcome.engineer_hours_by_gate);
    data.lead_time_hours.merge(outcome.lead_time_hours);
    data.review_turnaround_hours.merge(outcome.review_turnaround_hours);
  }
  replications_ += block.replications;
}

std::span<const double> ComparisonBuilder::values(std::size_t run_case, Metric metric) const {
  return cases_[run_case][metric];
}

PolicyResult ComparisonBuilder::policy_result(std::size_t policy) const {
  const CaseData& data = cases_[policy];
  const auto n = static_cast<double>(replications_);
  const auto mean_metric = [&](Metric metric) { return mean(data[metric]); };

  const stats::SortedSample losses(data[Metric::lost_orders_gross]);
  const stats::SortedSample largest(data[Metric::largest_incident_orders]);
  const auto quantile = [&](double p) { return existing(stats::value_at_risk(losses, p)); };

  PolicyResult result{
      .id = run_.policies[policy].id,
      .title = run_.policies[policy].title,
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
      .submitted_per_day = mean_metric(Metric::changes_submitted) / run_.horizon_days,
      .deployed_per_day = mean_metric(Metric::changes_deployed_in_horizon) / run_.horizon_days,
      .undelivered_fraction = ratio(data[Metric::changes_undelivered_horizon], data[Metric::changes_submitted]),
      .undelivered_fraction_run_off = ratio(data[Metric::changes_undelivered_run_off], data[Metric::changes_submitted]),
      .out_of_band_fraction = ratio(data[Metric::changes_out_of_band], data[Metric::changes_submitted]),
      .defective_fraction = ratio(data[Metric::changes_defective], data[Metric::changes_submitted]),
      .escaped_fraction = ratio(data[Metric::changes_escaped], data[Metric::changes_deployed]),
      .backlog_at_horizon_end = mean_metric(Metric::backlog_at_horizon_end),
      .delay_change_days = mean_metric(Metric::delay_change_days),
      .lead_time_p50_hours = data.lead_time_hours.quantile(0.5),
      .lead_time_p90_hours = data.lead_time_hours.quantile(0.9),
      .review_utilisation = ratio(data[Metric::review_hours_worked], data[Metric::review_hours_available]),
      .review_turnaround_p50_hours = data.review_turnaround_hours.quantile(0.5),
      .bypassed_fraction = ratio(data[Metric::reviews_bypassed], data[Metric::reviews_needed]),
      .stamped_fraction = ratio(data[Metric::approvals_stamped], data[Metric::approvals_given]),
      .peak_backlog = mean_metric(Metric::peak_backlog),
      .engineer_hours = mean_of(data[Metric::engineer_hours]),
      .incident_hours = mean_metric(Metric::incident_hours),
      .rework_hours = mean_metric(Metric::rework_hours),
      .engineer_hours_by_gate = divided(data.engineer_hours_by_gate, run_.gates.size(), n),
      .caught_by_gate = divided(data.caught_by_gate, run_.gates.size(), n),
      .loss_by_service = divided(data.loss_by_service, run_.services.size(), n),
      .loss_by_team = divided(data.loss_by_team, run_.teams.size() + 1, n),
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
    result.lost_orders_per_1000_deployed = scaled(*std::move(per_change), 1000);
  }
  if (const std::size_t low = run_.low_case(policy); low < cases_.size()) {
    result.lost_orders_low = loss_summary(cases_[low][Metric::lost_orders_gross]);
  }
  return result;
}

Comparison ComparisonBuilder::finish(std::string results_sha256) const {
  Comparison comparison;
  comparison.run = run_;
  comparison.replications = replications_;
  comparison.results_sha256 = std::move(results_sha256);
  comparison.warnings = run_.warnings;

  std::vector<std::span<const double>> losses;
  std::vector<std::span<const double>> low_losses;  // where the low worth changes nothing, the central case is the same
  const std::size_t low_replications = std::min(replications_, run_.low_replications);
  for (std::size_t p = 0; p < run_.policies.size(); ++p) {
    comparison.policies.push_back(policy_result(p));
    warn_of_policy(comparison.policies[p], cases_[p][Metric::folded_faults], comparison.warnings);
    losses.emplace_back(cases_[p][Metric::lost_orders_gross]);
    const std::size_t low = run_.low_case(p);
    low_losses.push_back(
        std::span(cases_[low < cases_.size() ? low : p][Metric::lost_orders_gross]).first(low_replications));
  }

  std::vector<Saving> central = savings(losses, run_.smallest_difference_that_matters_fraction);
  std::vector<Saving> low;
  if (low_replications > 0) {
    low = savings(low_losses, run_.smallest_difference_that_matters_fraction);
  }
  // Where neither policy asks anybody twice, the worth of a second reviewer changes nothing and the central figure
  // stands.
  const auto saving_low = [&](std::size_t a, std::size_t b, std::size_t at) -> std::optional<Saving> {
    if (low.empty()) return std::nullopt;
    const auto asks_twice = [&](std::size_t p) { return p != 0 && run_.low_case(p) < cases_.size(); };
    return asks_twice(a) || asks_twice(b) ? low[at] : central[at];
  };
  std::size_t pair = 0;
  for (std::size_t a = 0; a < losses.size(); ++a) {
    for (std::size_t b = a + 1; b < losses.size(); ++b, ++pair) {
      const CaseData& data_a = cases_[a];
      const CaseData& data_b = cases_[b];
      PairResult result{
          .a = a,
          .b = b,
          .saving = central[pair],
          .saving_low = saving_low(a, b, pair),
          .order = *stats::loss_order(losses[a], losses[b]),
          .p99_a_minus_b = stats::quantile_difference(losses[a], losses[b], 0.99),
          .engineer_hours_b_minus_a =
              existing(stats::paired_difference(data_b[Metric::engineer_hours], data_a[Metric::engineer_hours])),
          .lead_time_p50_hours_b_minus_a =
              lead_time_difference(data_a[Metric::changes_deployed], data_a[Metric::lead_time_median_hours],
                                   data_b[Metric::changes_deployed], data_b[Metric::lead_time_median_hours]),
      };
      for (const std::size_t policy : {b, a}) {
        if (holds_back(comparison.policies[policy])) {
          const std::string reason = undelivered_reason(comparison.policies[policy]);
          forbid_verdict(result.saving, reason);
          if (result.saving_low) {
            forbid_verdict(*result.saving_low, reason);
          }
        }
      }
      comparison.pairs.push_back(std::move(result));
    }
  }
  return comparison;
}

}  // namespace faultline
