#include "analysis/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "models/core/input_error.h"

namespace faultline {
namespace {

void warn_of_precision(Comparison& comparison) {
  const stats::PrecisionGoal& goal = comparison.run.precision;
  if (!goal.asked() || comparison.replications < goal.most) {
    return;
  }
  for (const PolicyResult& policy : comparison.policies) {
    if (!stats::is_known(policy.lost_orders.mean, goal)) {
      const std::optional<double> width = stats::relative_half_width(policy.lost_orders.mean);
      comparison.warnings.push_back(
          fmt::format("{}: its mean loss is known to {}, not to the {:.3g} % asked for, after the {} replications at "
                      "most; allow more with --most-replications",
                      printable(policy.id), width ? fmt::format("{:.3g} %", 100 * *width) : "no precision",
                      100 * goal.relative_half_width, comparison.replications));
    }
  }
}

}  // namespace

const PairResult& Comparison::against_reference(std::size_t b) const { return pairs[b - 1]; }

bool Comparison::reached_precision() const {
  return std::all_of(policies.begin(), policies.end(), [&](const PolicyResult& policy) {
    return stats::is_known(policy.lost_orders.mean, run.precision);
  });
}

ComparisonBuilder::ComparisonBuilder(RunDescription run)
    : run_(std::move(run)), cases_(run_.cases.size(), CaseData(run_)) {}

void ComparisonBuilder::add(const Block& block) {
  const std::size_t cases = run_.cases_in_block(block.first_replication / kBlockSize);
  for (std::size_t i = 0; i < block.outcomes.size(); ++i) {
    const std::size_t c = i % cases;
    cases_[c].add(block.outcomes[i], block.outcomes[i - c]);
  }
  replications_ += block.replications;
}

std::span<const double> ComparisonBuilder::values(std::size_t run_case, Metric metric) const {
  return cases_[run_case][metric];
}

std::uint32_t ComparisonBuilder::wanted_replications() const {
  if (!run_.precision.asked()) {
    return run_.replications;
  }
  std::uint32_t wanted = replications_;
  for (std::size_t p = 0; p < run_.policies.size(); ++p) {
    const auto mean = stats::mean_estimate(values(p, Metric::lost_orders_gross));
    wanted = std::max(wanted, stats::next_look(replications_, mean ? stats::relative_half_width(*mean) : std::nullopt,
                                               run_.precision, kBlockSize));
  }
  return wanted;
}

Comparison ComparisonBuilder::finish(std::string results_sha256) const {
  Comparison comparison;
  comparison.run = run_;
  comparison.replications = replications_;
  comparison.results_sha256 = std::move(results_sha256);
  comparison.warnings = run_.warnings;
  for (std::size_t p = 0; p < run_.policies.size(); ++p) {
    const std::size_t low = run_.low_case(p);
    comparison.policies.push_back(
        policy_result(run_, p, cases_[p], cases_[0], low < cases_.size() ? &cases_[low] : nullptr));
    warn_of_policy(comparison.policies[p], cases_[p], comparison.warnings);
  }
  warn_of_precision(comparison);
  comparison.pairs = pair_results(run_, comparison.policies, cases_);
  return comparison;
}

}  // namespace faultline
