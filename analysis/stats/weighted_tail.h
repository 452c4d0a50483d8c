// Tails from weighted quarters: importance sampling with likelihood ratios.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// What a figure of the tail rests on.
struct TailSupport {
  double effective = 0.0;      ///< quarters beyond, by weight: (sum w)^2 / sum w^2 (Kish 1965)
  double largest_share = 0.0;  ///< of the weight beyond, the largest of one quarter
};

/// Losses of independent replications, each with a likelihood ratio whose mean is 1. Weights are not scaled to sum to
/// n: the upper tail is estimated by itself, with the least error where it is rare (Glynn 1996,
/// Importance sampling for Monte Carlo estimation of quantiles, Second St. Petersburg Workshop on Simulation). Empty
/// when a value is not finite, a weight is not above 0, or there is not one weight for each loss. Intervals are
/// Student's t with one degree of freedom less than the quarters beyond count as, each weighing as much as it adds to
/// the figure: few of all say anything of a tail.
class WeightedTail {
 public:
  WeightedTail(std::span<const double> losses, std::span<const double> weights);

  [[nodiscard]] std::size_t size() const { return values_.size(); }
  /// P(S > x): the mean of w over those above x; the interval is cut at 0 and 1.
  [[nodiscard]] std::optional<Estimate> exceedance(double x, double confidence = kConfidence) const;
  /// Smallest x with P(S > x) at most 1 - p. Its interval holds every x whose own interval of P(S > x) holds 1 - p.
  [[nodiscard]] std::optional<Estimate> value_at_risk(double p, double confidence = kConfidence) const;
  /// v + mean of w (S - v)+ / (1 - p), v the quantile; its error is that of this mean, for v moves it in second order
  /// alone (Rockafellar and Uryasev 2002, doi 10.1016/S0378-4266(02)00271-6).
  [[nodiscard]] std::optional<Estimate> tail_mean(double p, double confidence = kConfidence) const;

  [[nodiscard]] TailSupport support_above(double x) const;
  /// Plain replications that would know P(S > x) as well as each of these: the ratio of variances, both from this
  /// sample.
  [[nodiscard]] std::optional<double> worth_of_exceedance(double x) const;
  /// The same for the tail mean.
  [[nodiscard]] std::optional<double> worth_of_tail_mean(double p) const;
  /// Effective sample size of all weights, as a share of their number.
  [[nodiscard]] double effective_share() const;

 private:
  struct Value {
    double loss;
    double weight;
  };
  struct Sums {
    double weight = 0.0;   // mean of w over those above
    double squares = 0.0;  // of w^2
  };
  [[nodiscard]] Sums sums_above(double x) const;
  [[nodiscard]] double effective(Sums sums) const;
  [[nodiscard]] double error(Sums sums) const;
  [[nodiscard]] double quantile(double p) const;

  std::vector<Value> values_;  // falling
};

/// Each replication's part in the tail mean beyond v: v + w (S - v)+ / (1 - p). Their mean is the tail mean. Empty for
/// spans of unequal length.
[[nodiscard]] std::vector<double> tail_parts(std::span<const double> losses, std::span<const double> weights, double v,
                                             double p);

/// Share of a's tail mean that b saves: 1 - mean of b's parts / mean of a's, paired, error of the log of the ratio by
/// the delta method. Absent when one of the means is not above 0.
[[nodiscard]] std::optional<Estimate> tail_saving(std::span<const double> a, std::span<const double> b,
                                                  double confidence = kConfidence);

}  // namespace faultline::stats
