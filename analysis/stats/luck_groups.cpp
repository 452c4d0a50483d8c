#include "analysis/stats/luck_groups.h"

#include <algorithm>
#include <utility>

#include "analysis/stats/quantile.h"

namespace faultline::stats {
namespace {

std::vector<double> members(std::span<const double> replications, std::size_t group, std::size_t groups) {
  std::vector<double> values;
  for (std::size_t i = group; i < replications.size(); i += groups) {
    values.push_back(replications[i]);
  }
  return values;
}

}  // namespace

LuckGroups::LuckGroups(std::vector<std::uint32_t> multiplicity) {
  const auto drawn = std::count_if(multiplicity.begin(), multiplicity.end(), [](std::uint32_t m) { return m > 0; });
  if (drawn < 2) {
    std::fill(multiplicity.begin(), multiplicity.end(), 1U);
  }
  for (const std::uint32_t weight : multiplicity) {
    weights_.push_back(weight);
    sum_ += weight;
  }
  pairs_ = sum_ * sum_;
  for (const double weight : weights_) {
    pairs_ -= weight * weight;
  }
}

double LuckGroups::mean(const double* d) const {
  double sum = 0.0;
  for (std::size_t g = 0; g < weights_.size(); ++g) {
    sum += weights_[g] * d[g];
  }
  return sum / sum_;
}

double LuckGroups::product(const double* d1, const double* d0, const double* e1, const double* e0) const {
  if (weights_.size() == 1) {
    return (*d1 - *d0) * (*e1 - *e0);
  }
  double d_sum = 0.0;
  double e_sum = 0.0;
  double same = 0.0;
  for (std::size_t g = 0; g < weights_.size(); ++g) {
    const double d = weights_[g] * (d1[g] - d0[g]);
    const double e = weights_[g] * (e1[g] - e0[g]);
    d_sum += d;
    e_sum += e;
    same += d * e;
  }
  return (d_sum * e_sum - same) / pairs_;
}

std::vector<double> group_means(std::span<const double> replications, std::size_t groups) {
  std::vector<double> means;
  for (std::size_t g = 0; g < groups; ++g) {
    const std::vector<double> values = members(replications, g, groups);
    double sum = 0.0;
    for (const double x : values) {
      sum += x;
    }
    means.push_back(sum / static_cast<double>(values.size()));
  }
  return means;
}

std::vector<double> group_quantiles(std::span<const double> replications, std::size_t groups, double probability) {
  std::vector<double> quantiles;
  for (std::size_t g = 0; g < groups; ++g) {
    std::vector<double> values = members(replications, g, groups);
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(quantile_rank(values.size(), probability) - 1);
    std::nth_element(values.begin(), place, values.end());
    quantiles.push_back(*place);
  }
  return quantiles;
}

}  // namespace faultline::stats
