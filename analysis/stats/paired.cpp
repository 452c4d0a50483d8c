#include "analysis/stats/paired.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "analysis/stats/special_functions.h"

namespace faultline::stats {
namespace {

constexpr double kNoisyDenominator = 0.05;    // Finney's limit on (t s.e. / mean)^2 for the delta method
constexpr double kNoisyRatioVariation = 0.1;  // Cochran's limit on the bias of a ratio

bool comparable(std::span<const double> a, std::span<const double> b) {
  const auto finite = [](double x) { return std::isfinite(x); };
  return !a.empty() && a.size() == b.size() && std::all_of(a.begin(), a.end(), finite) &&
         std::all_of(b.begin(), b.end(), finite);
}

MomentAccumulator moments_of(std::span<const double> values) {
  MomentAccumulator moments;
  for (const double x : values) {
    moments.add(x);
  }
  return moments;
}

double covariance(std::span<const double> a, double mean_a, std::span<const double> b, double mean_b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += (a[i] - mean_a) * (b[i] - mean_b);
  }
  return sum / static_cast<double>(a.size() - 1);
}

// The set of r with (mean_b - r mean_a)^2 <= t^2 var(mean_b - r mean_a), when it is one bounded interval.
std::optional<Interval> fieller(double mean_a, double mean_b, double var_a, double var_b, double cov, double t) {
  const double square = mean_a * mean_a - t * t * var_a;
  const double linear = mean_a * mean_b - t * t * cov;
  const double constant = mean_b * mean_b - t * t * var_b;
  if (!(square > 0)) {
    return std::nullopt;
  }
  const double root = std::sqrt(std::max(0.0, linear * linear - square * constant));
  return Interval{(linear - root) / square, (linear + root) / square};
}

}  // namespace

std::optional<Estimate> paired_difference(std::span<const double> a, std::span<const double> b, double confidence) {
  if (!comparable(a, b)) {
    return std::nullopt;
  }
  MomentAccumulator difference;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference.add(a[i] - b[i]);
  }
  auto estimate = difference.finalize(confidence);
  if (estimate) {
    estimate->method = "paired difference, Student t";
  }
  return estimate;
}

std::optional<Estimate> percentage_saved(std::span<const double> a, std::span<const double> b, double confidence) {
  if (!comparable(a, b)) {
    return std::nullopt;
  }
  const MomentAccumulator of_a = moments_of(a);
  const MomentAccumulator of_b = moments_of(b);
  const double mean_a = of_a.mean();
  const double mean_b = of_b.mean();
  if (!(mean_a > 0) || mean_b < 0) {
    return std::nullopt;
  }
  const double ratio = mean_b / mean_a;
  Estimate estimate{1 - ratio, std::nullopt, std::nullopt, confidence, a.size(), "share saved, paired log ratio", {}};
  if (a.size() < 2) {
    estimate.warnings.emplace_back("one replication: no standard error");
    return estimate;
  }
  const double n = static_cast<double>(a.size());
  const double t = student_t_quantile(0.5 + confidence / 2, n - 1);
  const double var_a = *of_a.variance() / n;
  MomentAccumulator residual;
  for (std::size_t i = 0; i < a.size(); ++i) {
    residual.add((b[i] - ratio * a[i]) / mean_a);
  }
  const double error = std::sqrt(*residual.variance() / n);
  estimate.standard_error = error;
  if (auto warning = residual.heavy_tail_warning()) {
    estimate.warnings.push_back(*std::move(warning));
  }
  if (mean_b > 0 && t * t * var_a / (mean_a * mean_a) < kNoisyDenominator) {
    const double log_half = t * error / ratio;
    estimate.interval = Interval{1 - ratio * std::exp(log_half), 1 - ratio * std::exp(-log_half)};
    return estimate;
  }
  estimate.method = "share saved, Fieller";
  const double cov = covariance(a, mean_a, b, mean_b) / n;
  if (const auto bounds = fieller(mean_a, mean_b, var_a, *of_b.variance() / n, cov, t)) {
    // Fieller's set knows nothing of losses that are not negative; what it holds below 0 is no ratio of such.
    estimate.interval = Interval{1 - bounds->high, 1 - std::max(0.0, bounds->low)};
  } else {
    estimate.warnings.emplace_back("the reference's mean is not settled: no interval for the share saved");
  }
  return estimate;
}

std::optional<LossOrder> loss_order(std::span<const double> a, std::span<const double> b, double confidence) {
  if (!comparable(a, b)) {
    return std::nullopt;
  }
  std::uint64_t less = 0;
  std::uint64_t more = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    less += b[i] < a[i] ? 1U : 0U;
    more += b[i] > a[i] ? 1U : 0U;
  }
  const std::uint64_t n = a.size();
  return LossOrder{*proportion_estimate(less, n, confidence), *proportion_estimate(n - less - more, n, confidence),
                   *proportion_estimate(more, n, confidence)};
}

std::optional<Estimate> ratio_estimate(std::span<const double> numerator, std::span<const double> denominator,
                                       double confidence) {
  if (!comparable(numerator, denominator)) {
    return std::nullopt;
  }
  const MomentAccumulator below = moments_of(denominator);
  if (!(below.mean() > 0)) {
    return std::nullopt;
  }
  const double ratio = moments_of(numerator).mean() / below.mean();
  const std::size_t n = numerator.size();
  if (n < 2) {
    return Estimate{ratio,
                    std::nullopt,
                    std::nullopt,
                    confidence,
                    n,
                    "ratio, delta method",
                    {"one replication: no standard error"}};
  }
  MomentAccumulator residual;
  for (std::size_t i = 0; i < n; ++i) {
    residual.add((numerator[i] - ratio * denominator[i]) / below.mean());
  }
  const double size = static_cast<double>(n);
  auto estimate = t_estimate(ratio, std::sqrt(*residual.variance() / size), n, confidence, "ratio, delta method");
  if (auto warning = residual.heavy_tail_warning(); estimate && warning) {
    estimate->warnings.push_back(*std::move(warning));
  }
  if (estimate && std::sqrt(*below.variance() / size) > kNoisyRatioVariation * below.mean()) {
    estimate->warnings.emplace_back("noisy denominator: the ratio is biased");
  }
  return estimate;
}

std::optional<Estimate> ratio_of_means(std::span<const double> numerator, std::span<const double> denominator,
                                       double confidence) {
  if (!comparable(numerator, denominator)) {
    return std::nullopt;
  }
  const MomentAccumulator above = moments_of(numerator);
  const MomentAccumulator below = moments_of(denominator);
  if (below.mean() == 0) {
    return std::nullopt;
  }
  const double ratio = above.mean() / below.mean();
  const std::size_t size = numerator.size();
  Estimate estimate{ratio, std::nullopt, std::nullopt, confidence, size, "ratio of means, Fieller", {}};
  if (size < 2) {
    estimate.warnings.emplace_back("one replication: no standard error");
    return estimate;
  }
  const double n = static_cast<double>(size);
  const double t = student_t_quantile(0.5 + confidence / 2, n - 1);
  MomentAccumulator residual;
  for (std::size_t i = 0; i < size; ++i) {
    residual.add((numerator[i] - ratio * denominator[i]) / below.mean());
  }
  estimate.standard_error = std::sqrt(*residual.variance() / n);
  if (auto warning = residual.heavy_tail_warning()) {
    estimate.warnings.push_back(*std::move(warning));
  }
  const double cov = covariance(denominator, below.mean(), numerator, above.mean()) / n;
  estimate.interval = fieller(below.mean(), above.mean(), *below.variance() / n, *above.variance() / n, cov, t);
  if (!estimate.interval) {
    estimate.warnings.emplace_back("the denominator is not settled away from 0: no interval for the ratio");
  }
  return estimate;
}

}  // namespace faultline::stats
