#include "analysis/sweep/cell_result.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "analysis/policy_result.h"
#include "analysis/run_description.h"
#include "analysis/stats/estimate.h"
#include "analysis/stats/quantile.h"

namespace faultline {
namespace {

stats::MomentAccumulator moments(const std::vector<double>& values) {
  stats::MomentAccumulator result;
  for (const double x : values) {
    result.add(x);
  }
  return result;
}

}  // namespace

double CellPolicy::mean() const { return moments(lost_orders).mean(); }

double CellPolicy::standard_deviation() const { return std::sqrt(moments(lost_orders).variance().value_or(0.0)); }

double CellPolicy::quantile(double probability) const {
  const stats::SortedSample sorted(lost_orders);
  return sorted.size() == 0 ? 0.0 : sorted.quantile(probability);
}

double CellPolicy::mean_of(Metric metric) const {
  for (std::size_t m = 0; m < kSweepMeans.size(); ++m) {
    if (kSweepMeans[m].metric == metric) {
      return means[m];
    }
  }
  return 0.0;
}

bool CellPolicy::delivers() const {
  return mean_of(Metric::changes_undelivered_horizon) <= kUndeliveredLimit * mean_of(Metric::changes_submitted);
}

std::size_t best_policy(const CellResult& cell) {
  std::size_t best = cell.policies.size();
  for (const bool must_deliver : {true, false}) {
    for (std::size_t p = 0; p < cell.policies.size(); ++p) {
      const bool allowed = !must_deliver || cell.policies[p].delivers();
      if (allowed && (best == cell.policies.size() || cell.policies[p].mean() < cell.policies[best].mean())) {
        best = p;
      }
    }
    if (best < cell.policies.size()) {
      break;
    }
  }
  return best;
}

CellAccumulator::CellAccumulator(std::size_t policies) : policies_(policies) {
  for (CellPolicy& policy : policies_) {
    policy.outputs.resize(kKeptOutputs.size());
    policy.sums.assign(kGridSums.size(), std::vector<double>(kGridGroups));
  }
}

void CellAccumulator::add(std::span<const Outcome> outcomes) {
  for (std::size_t p = 0; p < policies_.size(); ++p) {
    const std::size_t group = policies_[p].lost_orders.size() % kGridGroups;
    for (std::size_t s = 0; s < kGridSums.size(); ++s) {
      policies_[p].sums[s][group] += outcomes[p][kGridSums[s].metric];
    }
    policies_[p].lost_orders.push_back(outcomes[p][Metric::lost_orders_gross]);
    for (std::size_t m = 0; m < kSweepMeans.size(); ++m) {
      policies_[p].means[m] += outcomes[p][kSweepMeans[m].metric];
    }
    for (std::size_t o = 0; o < policies_[p].outputs.size(); ++o) {
      const std::span<const double> all(outcomes[p].metrics);
      const auto own = all.subspan(static_cast<std::size_t>(kKeptOutputs[o].metric), kKeptOutputs[o].metrics);
      policies_[p].outputs[o].push_back(std::accumulate(own.begin(), own.end(), 0.0));
    }
  }
}

std::uint32_t CellAccumulator::wanted(const stats::PrecisionGoal& goal) const {
  std::uint32_t wanted = 0;
  for (const CellPolicy& policy : policies_) {
    const auto n = static_cast<std::uint32_t>(policy.lost_orders.size());
    const auto mean = stats::mean_estimate(policy.lost_orders);
    wanted = std::max(
        wanted, goal.asked()
                    ? stats::next_look(n, mean ? stats::relative_half_width(*mean) : std::nullopt, goal, kBlockSize)
                    : n);
  }
  return wanted;
}

std::vector<CellPolicy> CellAccumulator::finish() && {
  for (CellPolicy& policy : policies_) {
    for (double& mean : policy.means) {
      mean /= static_cast<double>(policy.lost_orders.size());
    }
    for (std::vector<double>& sum : policy.sums) {
      sum.resize(grid_groups(policy.lost_orders.size()));
    }
  }
  return std::move(policies_);
}

}  // namespace faultline
