#include "analysis/report/leadership_facts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "analysis/stats/quantile.h"
#include "analysis/stats/resample.h"

namespace faultline::report {
namespace {

constexpr std::uint32_t kResamples = 1000;
constexpr std::uint64_t kFrontSeed = 0x66726f6e74;  // "front": the same quarters give the same chance

stats::Verdict turned(stats::Verdict verdict) {
  switch (verdict) {
    case stats::Verdict::kSettledBetter:
      return stats::Verdict::kSettledWorse;
    case stats::Verdict::kSettledWorse:
      return stats::Verdict::kSettledBetter;
    default:
      return verdict;
  }
}

void turn(stats::Estimate& estimate) {
  estimate.value = -estimate.value;
  if (estimate.interval) {
    estimate.interval = stats::Interval{-estimate.interval->high, -estimate.interval->low};
  }
}

bool dominates(const Comparison& comparison, std::size_t q, std::size_t p) {
  const Relation seen = relation(comparison, p, q);
  if (!seen.more_hours || !seen.more_hours->interval || seen.more_hours->interval->high > 0) {
    return false;
  }
  const bool faster = seen.more_hours->interval->high < 0;
  return seen.verdict == stats::Verdict::kSettledBetter ||
         (faster && seen.verdict == stats::Verdict::kNoDifferenceThatMatters);
}

std::optional<stats::Estimate> lead_time(const Quarters& quarters) {
  std::vector<double> hours;
  for (std::size_t r = 0; r < quarters.deployed.size(); ++r) {
    if (quarters.deployed[r] > 0 && std::isfinite(quarters.lead_time_median[r])) {
      hours.push_back(quarters.lead_time_median[r]);
    }
  }
  return stats::mean_estimate(hours);
}

// Sums of one resample.
struct Resampled {
  double loss = 0;
  double hours = 0;
  double shipping = 0;
  [[nodiscard]] double mean_hours() const { return hours / shipping; }
};

Resampled resampled(const Quarters& quarters, std::span<const std::uint32_t> multiplicity) {
  Resampled sums;
  for (std::size_t r = 0; r < multiplicity.size(); ++r) {
    const double times = multiplicity[r];
    sums.loss += times * quarters.lost_orders[r];
    if (quarters.deployed[r] > 0 && std::isfinite(quarters.lead_time_median[r])) {
      sums.hours += times * quarters.lead_time_median[r];
      sums.shipping += times;
    }
  }
  return sums;
}

void set_chances_of_front(std::span<const Quarters> quarters, LeadershipFacts& facts) {
  std::vector<std::size_t> delivering;
  for (std::size_t p = 0; p < quarters.size(); ++p) {
    if (!holds_back(facts.comparison.policies[p]) && facts.policies[p].lead_time) {
      delivering.push_back(p);
      facts.policies[p].chance_of_front = 0;
    }
  }
  std::vector<std::uint32_t> multiplicity(quarters[0].lost_orders.size());
  std::vector<Resampled> points(quarters.size());
  for (std::uint32_t i = 0; i < kResamples; ++i) {
    stats::draw_resample(kFrontSeed, i, 0, multiplicity);
    for (const std::size_t p : delivering) {
      points[p] = resampled(quarters[p], multiplicity);
    }
    for (const std::size_t p : delivering) {
      const bool beaten = std::any_of(delivering.begin(), delivering.end(), [&](std::size_t q) {
        return points[q].loss <= points[p].loss && points[q].mean_hours() <= points[p].mean_hours() &&
               (points[q].loss < points[p].loss || points[q].mean_hours() < points[p].mean_hours());
      });
      *facts.policies[p].chance_of_front += beaten ? 0 : 1.0 / kResamples;
    }
  }
}

}  // namespace

Relation relation(const Comparison& comparison, std::size_t p, std::size_t q) {
  const std::size_t a = std::min(p, q);
  const std::size_t b = std::max(p, q);
  const auto pair = std::find_if(comparison.pairs.begin(), comparison.pairs.end(),
                                 [a, b](const PairResult& one) { return one.a == a && one.b == b; });
  Relation seen{pair->saving.orders, pair->saving.verdict, pair->saving.reason, pair->lead_time_p50_hours_b_minus_a};
  seen.saved.interval = pair->saving.simultaneous;
  if (q == a) {
    turn(seen.saved);
    seen.verdict = turned(seen.verdict);
    if (seen.more_hours) {
      turn(*seen.more_hours);
    }
  }
  return seen;
}

std::optional<std::size_t> recommended_policy(const Comparison& comparison) {
  const std::size_t n = comparison.policies.size();
  std::vector<std::size_t> better;
  for (std::size_t p = 1; p < n; ++p) {
    const auto& net = comparison.against_reference(p).net_benefit_of_b;
    const bool loses_money = net && net->interval && net->interval->high < 0;
    if (!loses_money && comparison.against_reference(p).saving.verdict == stats::Verdict::kSettledBetter) {
      better.push_back(p);
    }
  }
  const auto hours = [&](std::size_t p) {
    return comparison.policies[p].lead_time_p50_hours.value_or(std::numeric_limits<double>::infinity());
  };
  std::optional<std::size_t> best;
  for (const std::size_t p : better) {
    const bool undercut = std::any_of(better.begin(), better.end(), [&](std::size_t q) {
      return q != p && relation(comparison, p, q).verdict == stats::Verdict::kSettledBetter;
    });
    if (!undercut && (!best || hours(p) < hours(*best))) {
      best = p;
    }
  }
  return best;
}

std::size_t policy_in_question(const Comparison& comparison) {
  if (const auto best = recommended_policy(comparison)) {
    return *best;
  }
  std::size_t most = 1;
  for (std::size_t p = 2; p < comparison.policies.size(); ++p) {
    const auto saved = [&](std::size_t policy) { return comparison.against_reference(policy).saving.orders.value; };
    most = saved(p) > saved(most) ? p : most;
  }
  return most;
}

LeadershipFacts leadership_facts(Comparison comparison, std::span<const Quarters> quarters, LeadershipExtras extras) {
  LeadershipFacts facts;
  facts.comparison = std::move(comparison);
  facts.extras = std::move(extras);
  const Comparison& compared = facts.comparison;
  // The p90 of the comparison is this quantile of the same losses.
  facts.budget = {facts.extras.budget.value_or(compared.policies[0].p90.value), facts.extras.budget.has_value()};
  for (const Quarters& policy : quarters) {
    const stats::SortedSample sample(policy.lost_orders);
    const auto lossy = static_cast<double>(sample.count_above(0));
    facts.policies.push_back({.over_budget = *stats::exceedance_at(sample, facts.budget.orders),
                              .share_without_loss = 1 - lossy / static_cast<double>(sample.size()),
                              .lead_time = lead_time(policy),
                              .dominated_by = std::nullopt,
                              .chance_of_front = std::nullopt});
  }
  for (std::size_t p = 0; p < quarters.size(); ++p) {
    for (std::size_t q = 0; q < quarters.size() && !facts.policies[p].dominated_by; ++q) {
      if (q != p && dominates(compared, q, p)) {
        facts.policies[p].dominated_by = q;
      }
    }
  }
  set_chances_of_front(quarters, facts);
  facts.recommended = recommended_policy(compared);
  return facts;
}

}  // namespace faultline::report
