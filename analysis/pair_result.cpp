#include "analysis/pair_result.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/means.h"
#include "analysis/stats/quantile.h"
#include "analysis/stats/simultaneous.h"

namespace faultline {
namespace {

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
        confidence = stats::single_confidence(together->critical_value, losses[a].size());
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

// A policy that ships nothing is not a good policy: no verdict on raw loss alone. (model, 0a)
void forbid_verdict(Saving& saving, const std::string& reason) {
  saving.verdict = stats::Verdict::kNotSettled;
  saving.reason = reason;
}

// Median lead times of the quarters in which both policies ship something.
std::optional<stats::Estimate> lead_time_difference(const CaseData& case_a, const CaseData& case_b) {
  const std::vector<double>& hours_a = case_a[Metric::lead_time_median_hours];
  const std::vector<double>& hours_b = case_b[Metric::lead_time_median_hours];
  std::vector<double> a;
  std::vector<double> b;
  for (std::size_t i = 0; i < hours_a.size(); ++i) {
    if (case_a[Metric::changes_deployed][i] > 0 && case_b[Metric::changes_deployed][i] > 0 &&
        std::isfinite(hours_a[i]) && std::isfinite(hours_b[i])) {
      a.push_back(hours_a[i]);
      b.push_back(hours_b[i]);
    }
  }
  return stats::paired_difference(b, a);
}

std::vector<double> differences(std::span<const double> a, std::span<const double> b) {
  std::vector<double> result;
  for (std::size_t i = 0; i < a.size(); ++i) {
    result.push_back(a[i] - b[i]);
  }
  return result;
}

// Orders for each engineer hour more, where it is settled that there are more.
std::optional<stats::Estimate> saved_per_hour(const CaseData& a, const CaseData& b, const stats::Estimate& more_hours) {
  if (!more_hours.interval || !(more_hours.interval->low > 0)) {
    return std::nullopt;
  }
  return stats::ratio_of_means(differences(a[Metric::lost_orders_gross], b[Metric::lost_orders_gross]),
                               differences(b[Metric::engineer_hours], a[Metric::engineer_hours]));
}

std::optional<stats::Estimate> net_benefit(const RunDescription& run, const CaseData& a, const CaseData& b) {
  if (!(run.margin_per_order > 0)) {
    return std::nullopt;
  }
  const auto cost = [&run](const CaseData& data, std::size_t i) {
    return run.margin_per_order * data[Metric::lost_orders_gross][i] +
           run.cost_per_engineer_hour * data[Metric::engineer_hours][i] +
           run.cost_of_delay_per_change_day * data[Metric::delay_change_days][i];
  };
  std::vector<double> saved;
  for (std::size_t i = 0; i < a[Metric::lost_orders_gross].size(); ++i) {
    saved.push_back(cost(a, i) - cost(b, i));
  }
  return mean_of(saved);
}

}  // namespace

std::vector<PairResult> pair_results(const RunDescription& run, std::span<const PolicyResult> policies,
                                     std::span<const CaseData> cases) {
  const std::size_t replications = cases[0][Metric::lost_orders_gross].size();
  const std::size_t low_replications = std::min<std::size_t>(replications, run.low_replications);
  std::vector<std::span<const double>> losses;
  std::vector<std::span<const double>> low_losses;  // where the low worth changes nothing, the central case is the same
  for (std::size_t p = 0; p < policies.size(); ++p) {
    losses.emplace_back(cases[p][Metric::lost_orders_gross]);
    const std::size_t low = run.low_case(p);
    low_losses.push_back(
        std::span(cases[low < cases.size() ? low : p][Metric::lost_orders_gross]).first(low_replications));
  }
  const std::vector<Saving> central = savings(losses, run.smallest_difference_that_matters_fraction);
  std::vector<Saving> low;
  if (low_replications > 0) {
    low = savings(low_losses, run.smallest_difference_that_matters_fraction);
  }
  // Where neither policy asks anybody twice, the worth of a second reviewer changes nothing and the central figure
  // stands.
  const auto saving_low = [&](std::size_t a, std::size_t b, std::size_t at) -> std::optional<Saving> {
    if (low.empty()) {
      return std::nullopt;
    }
    const auto asks_twice = [&](std::size_t p) { return p != 0 && run.low_case(p) < cases.size(); };
    return asks_twice(a) || asks_twice(b) ? low[at] : central[at];
  };
  std::vector<PairResult> pairs;
  for (std::size_t a = 0; a < losses.size(); ++a) {
    for (std::size_t b = a + 1; b < losses.size(); ++b) {
      const auto more_under_b = [&](Metric metric) {
        return existing(stats::paired_difference(cases[b][metric], cases[a][metric]));
      };
      PairResult pair{
          .a = a,
          .b = b,
          .saving = central[pairs.size()],
          .saving_low = saving_low(a, b, pairs.size()),
          .order = *stats::loss_order(losses[a], losses[b]),
          .p99_a_minus_b = stats::quantile_difference(losses[a], losses[b], 0.99),
          .engineer_hours_b_minus_a = more_under_b(Metric::engineer_hours),
          .delay_change_days_b_minus_a = more_under_b(Metric::delay_change_days),
          .orders_saved_per_engineer_hour = std::nullopt,
          .net_benefit_of_b = net_benefit(run, cases[a], cases[b]),
          .lead_time_p50_hours_b_minus_a = lead_time_difference(cases[a], cases[b]),
      };
      pair.orders_saved_per_engineer_hour = saved_per_hour(cases[a], cases[b], pair.engineer_hours_b_minus_a);
      for (const std::size_t policy : {b, a}) {
        if (holds_back(policies[policy])) {
          const std::string reason = undelivered_reason(policies[policy]);
          forbid_verdict(pair.saving, reason);
          if (pair.saving_low) {
            forbid_verdict(*pair.saving_low, reason);
          }
        }
      }
      pairs.push_back(std::move(pair));
    }
  }
  return pairs;
}
}  // namespace faultline
