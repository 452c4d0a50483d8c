#include "analysis/sweep/cell_result.h"

#include <cmath>
#include <utility>

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
  return sorted.size() == 0 ? 0.0 : sorted.values()[stats::quantile_rank(sorted.size(), probability) - 1];
}

void CellAccumulator::add(std::span<const Outcome> outcomes) {
  for (std::size_t p = 0; p < policies_.size(); ++p) {
    policies_[p].lost_orders.push_back(outcomes[p][Metric::lost_orders_gross]);
    for (std::size_t m = 0; m < kSweepMeans.size(); ++m) {
      policies_[p].means[m] += outcomes[p][kSweepMeans[m].metric];
    }
  }
}

std::vector<CellPolicy> CellAccumulator::finish() && {
  for (CellPolicy& policy : policies_) {
    for (double& mean : policy.means) {
      mean /= static_cast<double>(policy.lost_orders.size());
    }
  }
  return std::move(policies_);
}

}  // namespace faultline
