// Quantiles and tail means of a quarter's loss.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// Losses of independent replications in rising order; empty when any value is not finite.
class SortedSample {
 public:
  explicit SortedSample(std::span<const double> values);
  [[nodiscard]] const std::vector<double>& values() const { return values_; }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  /// Number of values strictly above x.
  [[nodiscard]] std::size_t count_above(double x) const;
  /// The value of rank quantile_rank(size(), p). Precondition: not empty.
  [[nodiscard]] double quantile(double p) const;

 private:
  std::vector<double> values_;
};

/// Rank (from 1) of the sample quantile: ceil(n p), at least 1.
[[nodiscard]] std::size_t quantile_rank(std::size_t n, double p);

/// Smallest number of replications for which an upper bound of the p quantile exists: the first above ln(alpha/2) / ln
/// p (368 at 99 %, 3,688 at 99.9 %, both at 95 % confidence).
[[nodiscard]] std::size_t replications_for_quantile(double p, double confidence = kConfidence);

/// Value at risk: the ceil(n p)-th smallest loss, with the distribution-free interval between order statistics whose
/// ranks come from Bin(n, p) (David and Nagaraja, Order Statistics, 2003, section 7.1). Conservative: covers at least
/// at its level. Without enough replications the interval is absent and the warning says "N too small". p in (0, 1);
/// absent for an empty sample.
[[nodiscard]] std::optional<Estimate> value_at_risk(const SortedSample& sample, double p,
                                                    double confidence = kConfidence);

/// Tail mean (TVaR, expected shortfall), ties with the quantile included: v + sum (S - v)+ / (n (1 - p)), v the sample
/// quantile (Rockafellar and Uryasev 2002, doi 10.1016/S0378-4266(02)00271-6). Standard error from
/// Y = v + (S - v)+ / (1 - p), interval by Student's t. Below 600 quarters in the tail the interval covers less often
/// than it claims and a warning says so; with none beyond v there is no interval. p in (0, 1); absent for an empty
/// sample.
[[nodiscard]] std::optional<Estimate> tail_mean(const SortedSample& sample, double p, double confidence = kConfidence);

}  // namespace faultline::stats
