// Comparisons of two policies that lived through the same futures: element i of both spans is replication i.
#pragma once

#include <optional>
#include <span>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// E[S_A - S_B] by the paired t interval: how much policy B saves against A. A policy against itself gives exactly 0
/// with the interval [0, 0]. Absent when the spans are empty or differ in length. With rare, heavy-tailed savings the
/// interval covers less often than it claims (90 % at 1,000 quarters of the reference case) and a warning says so.
[[nodiscard]] std::optional<Estimate> paired_difference(std::span<const double> a, std::span<const double> b,
                                                        double confidence = kConfidence);

/// Share saved, 1 - E[S_B] / E[S_A], for losses that are not negative.
///
/// Interval by the delta method on log(mean B / mean A), paired: its variance is var(B/mean B - A/mean A) / n. When A's
/// mean is noisy, (t s.e. / mean)^2 >= 0.05, or B lost nothing, by Fieller's theorem instead (1954,
/// doi 10.1111/j.2517-6161.1954.tb00159.x); where Fieller's set is unbounded there is no interval and a warning says
/// so. No share is above 1: an interval ends there. Absent when A lost nothing: there was nothing to save.
[[nodiscard]] std::optional<Estimate> percentage_saved(std::span<const double> a, std::span<const double> b,
                                                       double confidence = kConfidence);

/// Shares of quarters in which B loses less than A, exactly as much, and more; each with Wilson's interval.
struct LossOrder {
  Estimate b_loses_less;
  Estimate tie;
  Estimate b_loses_more;
};
[[nodiscard]] std::optional<LossOrder> loss_order(std::span<const double> a, std::span<const double> b,
                                                  double confidence = kConfidence);

/// Ratio of sums over replications, sum numerator / sum denominator (e.g. orders lost per 1,000 deployments), with the
/// delta-method standard error sd(numerator_i - ratio denominator_i) / (sqrt(n) mean denominator) (Cochran, Sampling
/// Techniques, 1977, section 6.4) and Student's t. Absent when the denominators do not sum to more than 0. A warning
/// says when the denominator is noisy (coefficient of variation of its mean above 0.1: the ratio is then biased).
[[nodiscard]] std::optional<Estimate> ratio_estimate(std::span<const double> numerator,
                                                     std::span<const double> denominator,
                                                     double confidence = kConfidence);

/// E[numerator] / E[denominator] for paired figures of either sign (orders saved for each engineer hour more), with
/// Fieller's interval (1954). Where his set is unbounded, the denominator's mean is not settled away from 0: there is
/// no interval, and a warning says so. Absent when that mean is 0.
[[nodiscard]] std::optional<Estimate> ratio_of_means(std::span<const double> numerator,
                                                     std::span<const double> denominator,
                                                     double confidence = kConfidence);

/// VaR_A - VaR_B, the p quantiles' difference, with the percentile interval of a bootstrap of whole replications, so
/// that pairing is kept (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3). Draws come from
/// Philox with a fixed key: the same spans give the same interval. p in (0, 1). Without enough replications for a
/// quantile's interval (replications_for_quantile) there is none here either.
[[nodiscard]] std::optional<Estimate> quantile_difference(std::span<const double> a, std::span<const double> b,
                                                          double p, double confidence = kConfidence);

}  // namespace faultline::stats
