#include "analysis/report/answer.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/report/figures.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

// Policies go by their ids, as in the table and in the scenario.
std::string policy_name(const PolicyResult& policy) { return printable(policy.id, 40); }

// The difference of the medians that the table shows.
std::string lead_time_clause(const PolicyResult& a, const PolicyResult& b) {
  if (!a.lead_time_p50_hours || !b.lead_time_p50_hours) {
    return "";
  }
  const double hours = *b.lead_time_p50_hours - *a.lead_time_p50_hours;
  if (std::abs(hours) < 0.1) {
    return " at the same lead time";
  }
  return " at " + format_hours(std::abs(hours)) + (hours > 0 ? " more" : " less") + " lead time";
}

// A finding that hangs on what a second reviewer is worth says so.
std::string low_clause(const Comparison& comparison, const PairResult& pair) {
  const bool affected = comparison.run.low_case(pair.b) < comparison.run.cases.size();
  if (!affected || !pair.saving_low || pair.saving_low->verdict == pair.saving.verdict) {
    return "";
  }
  return ", but " + std::string(stats::to_string(pair.saving_low->verdict)) + " if a second reviewer is worth little";
}

std::string settled_clause(const Comparison& comparison, const PairResult& pair, bool first) {
  const stats::Estimate& fraction = *pair.saving.fraction;
  const bool better = pair.saving.verdict == stats::Verdict::kSettledBetter;
  stats::Estimate shown = fraction;
  if (!better) {
    shown.value = -fraction.value;
    if (fraction.interval) {
      shown.interval = stats::Interval{-fraction.interval->high, -fraction.interval->low};
    }
  }
  const SavedText saved = format_saved(shown);
  const PolicyResult& a = comparison.policies[pair.a];
  const PolicyResult& b = comparison.policies[pair.b];
  std::string text = policy_name(b) + " loses " + saved.value + (better ? " fewer" : " more") + " orders";
  if (first) {
    text += " than " + policy_name(a);
  }
  if (!saved.interval.empty()) {
    text += " (95 %: " + saved.interval + ")";
  }
  return text + lead_time_clause(a, b) + low_clause(comparison, pair);
}

// A settled verdict on orders whose share is not known (the reference lost nothing) is said in orders.
std::string settled_clause_in_orders(const Comparison& comparison, const PairResult& pair) {
  const bool better = pair.saving.verdict == stats::Verdict::kSettledBetter;
  const PolicyResult& a = comparison.policies[pair.a];
  const PolicyResult& b = comparison.policies[pair.b];
  return policy_name(b) + " loses " +
         format_count(std::abs(pair.saving.orders.value), pair.saving.orders.standard_error) +
         (better ? " fewer" : " more") + " orders than " + policy_name(a) + lead_time_clause(a, b) +
         low_clause(comparison, pair);
}

}  // namespace

bool intervals_fall_short(const Comparison& comparison) {
  const auto warned = [](const stats::Estimate& estimate) { return !estimate.warnings.empty(); };
  return std::any_of(comparison.policies.begin(), comparison.policies.end(),
                     [&](const PolicyResult& policy) { return warned(policy.lost_orders.mean); }) ||
         std::any_of(comparison.pairs.begin(), comparison.pairs.end(),
                     [&](const PairResult& pair) { return pair.saving.fraction && warned(*pair.saving.fraction); });
}

std::string answer_sentence(const Comparison& comparison) {
  if (comparison.policies.size() < 2) {
    const PolicyResult& only = comparison.policies[0];
    const stats::Estimate& mean = only.lost_orders.mean;
    std::string text =
        policy_name(only) + " loses " + format_count(mean.value, mean.standard_error) + " orders a quarter";
    if (mean.interval) {
      text += " (95 %: " + format_count_interval(mean) + ")";
    }
    return text + ".";
  }
  std::vector<const PairResult*> pairs;
  for (std::size_t b = 1; b < comparison.policies.size(); ++b) {
    pairs.push_back(&comparison.against_reference(b));
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const PairResult* a, const PairResult* b) {
    return a->saving.orders.value > b->saving.orders.value;
  });
  std::vector<std::string> settled;
  std::vector<std::string> others;
  for (const PairResult* pair : pairs) {
    const stats::Verdict verdict = pair->saving.verdict;
    if (verdict == stats::Verdict::kSettledBetter || verdict == stats::Verdict::kSettledWorse) {
      settled.push_back(pair->saving.fraction ? settled_clause(comparison, *pair, settled.empty())
                                              : settled_clause_in_orders(comparison, *pair));
      continue;
    }
    std::string clause = policy_name(comparison.policies[pair->b]) + ": ";
    clause += stats::to_string(verdict);
    if (!pair->saving.reason.empty()) {
      clause += " (" + printable(pair->saving.reason, 200) + ")";
    }
    others.push_back(clause);
  }
  std::string text;
  for (const auto* list : {&settled, &others}) {
    for (const std::string& clause : *list) {
      text += (text.empty() ? "" : "; ") + clause;
    }
  }
  return (settled.empty() ? "No difference is settled: " : "") + text + ".";
}

}  // namespace faultline::report
