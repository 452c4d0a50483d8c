#include "analysis/changes/run_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "analysis/means.h"
#include "analysis/stats/paired.h"
#include "analysis/stats/unpaired.h"

namespace faultline {
namespace {

std::optional<std::size_t> position_of(const RunDescription& run, const std::string& id) {
  for (std::size_t p = 0; p < run.policies.size(); ++p) {
    if (run.policies[p].id == id) {
      return p;
    }
  }
  return std::nullopt;
}

std::vector<FactChange> fact_changes(const Comparison& before, const Comparison& now) {
  std::vector<FactChange> changes;
  const auto add = [&changes](std::string what, std::string old_value, std::string new_value) {
    if (old_value != new_value) {
      changes.push_back({std::move(what), std::move(old_value), std::move(new_value)});
    }
  };
  const RunDescription& a = before.run;
  const RunDescription& b = now.run;
  add("scenario", a.scenario_id, b.scenario_id);
  add("variant", a.variant_id, b.variant_id);
  add("seed", std::to_string(a.seed), std::to_string(b.seed));
  add("replications", std::to_string(before.replications), std::to_string(now.replications));
  add("compared with", a.policies[0].id, b.policies[0].id);
  add("first day", a.start_utc, b.start_utc);
  add("warm-up, days", fmt::format("{:g}", a.warm_up_days), fmt::format("{:g}", b.warm_up_days));
  add("horizon, days", fmt::format("{:g}", a.horizon_days), fmt::format("{:g}", b.horizon_days));
  add("run-off, days", fmt::format("{:g}", a.run_off_days), fmt::format("{:g}", b.run_off_days));
  add("program", a.tool_version + " " + a.git_hash, b.tool_version + " " + b.git_hash);
  add("scenario, SHA-256", a.scenario_sha256, b.scenario_sha256);
  add("results, SHA-256", before.results_sha256, now.results_sha256);
  return changes;
}

std::vector<PolicyChange> policy_changes(const RunDescription& before, const RunDescription& now,
                                         const std::vector<InputChange>& inputs) {
  std::map<std::string, std::size_t> counts;
  for (const InputChange& change : inputs) {
    ++counts[change.policy];
  }
  std::vector<PolicyChange> changes;
  for (const PolicyLabel& policy : now.policies) {
    if (!position_of(before, policy.id)) {
      changes.push_back({policy.id, PolicyChange::Kind::added});
    } else if (counts.contains(policy.id)) {
      changes.push_back({policy.id, PolicyChange::Kind::changed, counts[policy.id]});
    }
  }
  for (const PolicyLabel& policy : before.policies) {
    if (!position_of(now, policy.id)) {
      changes.push_back({policy.id, PolicyChange::Kind::removed});
    }
  }
  return changes;
}

std::optional<stats::Estimate> difference(std::span<const double> a, std::span<const double> b, bool paired,
                                          double confidence = stats::kConfidence) {
  return paired ? stats::paired_difference(a, b, confidence) : stats::unpaired_difference(a, b, confidence);
}

// Medians of the quarters that ship something; of both runs' quarters together when they are paired.
std::optional<stats::Estimate> lead_time_difference(const ReadRun& before, std::size_t old_policy, const ReadRun& now,
                                                    std::size_t policy, bool paired) {
  const auto usable = [](const ReadRun& run, std::size_t p, std::size_t i) {
    return run.builder.values(p, Metric::changes_deployed)[i] > 0 &&
           std::isfinite(run.builder.values(p, Metric::lead_time_median_hours)[i]);
  };
  std::vector<double> old_hours;
  std::vector<double> new_hours;
  for (std::size_t i = 0; i < before.comparison.replications; ++i) {
    if (usable(before, old_policy, i) && (!paired || usable(now, policy, i))) {
      old_hours.push_back(before.builder.values(old_policy, Metric::lead_time_median_hours)[i]);
    }
  }
  for (std::size_t i = 0; i < now.comparison.replications; ++i) {
    if (usable(now, policy, i) && (!paired || usable(before, old_policy, i))) {
      new_hours.push_back(now.builder.values(policy, Metric::lead_time_median_hours)[i]);
    }
  }
  return difference(new_hours, old_hours, paired);
}

std::optional<stats::Verdict> against_reference(const Comparison& comparison, std::size_t policy) {
  return policy > 0 ? std::optional(comparison.against_reference(policy).saving.verdict) : std::nullopt;
}

AnswerChange answer_change(const ReadRun& before, std::size_t old_policy, const ReadRun& now, std::size_t policy,
                           bool paired, double confidence) {
  const PolicyResult& old_result = before.comparison.policies[old_policy];
  const PolicyResult& new_result = now.comparison.policies[policy];
  const auto values = [](const ReadRun& run, std::size_t p, Metric metric) { return run.builder.values(p, metric); };
  AnswerChange change{
      .id = new_result.id,
      .policy = policy,
      .lost_before = old_result.lost_orders.mean,
      .lost_now = new_result.lost_orders.mean,
      .saved = existing(difference(values(before, old_policy, Metric::lost_orders_gross),
                                   values(now, policy, Metric::lost_orders_gross), paired, confidence)),
      .verdict = stats::Verdict::kNotSettled,
      .reason = "",
      .more_engineer_hours = existing(difference(values(now, policy, Metric::engineer_hours),
                                                 values(before, old_policy, Metric::engineer_hours), paired)),
      .more_lead_time_hours = lead_time_difference(before, old_policy, now, policy, paired),
      .against_reference_before = against_reference(before.comparison, old_policy),
      .against_reference_now = against_reference(now.comparison, policy),
  };
  const double matters = now.comparison.run.smallest_difference_that_matters_fraction *
                         before.comparison.policies[0].lost_orders.mean.value;
  if (before.comparison.run.horizon_days != now.comparison.run.horizon_days) {
    change.reason = "the horizons differ in length";
  } else if (holds_back(new_result)) {
    change.reason = undelivered_reason(new_result);
  } else if (holds_back(old_result)) {
    change.reason = "before, it " + undelivered_reason(old_result);
  } else if (!change.saved.interval) {
    change.reason = "too few replications for an interval";
  } else {
    change.verdict = stats::verdict(change.saved.interval, matters);
  }
  return change;
}

std::string how_compared(const Comparison& before, const Comparison& now, bool paired) {
  if (paired) {
    return "Paired, quarter by quarter: both runs have the same seed and as many replications.";
  }
  const std::string why = before.run.seed != now.run.seed ? "the seeds differ" : "the numbers of replications differ";
  return "Not paired, because " + why + ": the intervals are those of two samples, wider than paired ones.";
}

}  // namespace

RunChanges run_changes(const ReadRun& before, const ReadRun& now) {
  RunChanges changes;
  const Comparison& a = before.comparison;
  const Comparison& b = now.comparison;
  changes.same_results = !a.results_sha256.empty() && a.results_sha256 == b.results_sha256;
  changes.paired = a.run.seed == b.run.seed && a.replications == b.replications;
  changes.how_compared = how_compared(a, b, changes.paired);
  changes.facts = fact_changes(a, b);
  changes.inputs = input_changes(a.run, b.run);
  changes.policies = policy_changes(a.run, b.run, changes.inputs);
  std::vector<std::pair<std::size_t, std::size_t>> both;
  for (std::size_t p = 0; p < b.policies.size(); ++p) {
    if (const auto at = position_of(a.run, b.policies[p].id)) {
      both.emplace_back(*at, p);
    }
  }
  // Bonferroni: one interval for each policy, holding together at 95 %.
  const double confidence = 1 - (1 - stats::kConfidence) / static_cast<double>(std::max<std::size_t>(both.size(), 1));
  for (const auto& [old_policy, policy] : both) {
    changes.answers.push_back(answer_change(before, old_policy, now, policy, changes.paired, confidence));
  }
  return changes;
}

}  // namespace faultline
