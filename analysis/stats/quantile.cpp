#include "analysis/stats/quantile.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "analysis/stats/special_functions.h"

namespace faultline::stats {
namespace {

constexpr double kTailQuartersForCoverage = 600;

// Largest rank l with P(B < l) <= tail, or 0: the quantile lies below S(l) with a chance of at most `tail`.
std::int64_t lower_rank(std::int64_t n, double p, double tail) {
  std::int64_t low = 0;
  std::int64_t high = n;
  while (low < high) {
    const std::int64_t middle = low + (high - low + 1) / 2;
    if (binomial_cdf(middle - 1, n, p) <= tail) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

// Smallest rank u with P(B >= u) <= tail, or n + 1.
std::int64_t upper_rank(std::int64_t n, double p, double tail) {
  std::int64_t low = 1;
  std::int64_t high = n + 1;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (binomial_upper_tail(middle, n, p) <= tail) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

SortedSample::SortedSample(std::span<const double> values) {
  if (std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); })) {
    values_.assign(values.begin(), values.end());
    std::sort(values_.begin(), values_.end());
  }
}

std::size_t SortedSample::count_above(double x) const {
  return static_cast<std::size_t>(values_.end() - std::upper_bound(values_.begin(), values_.end(), x));
}

double SortedSample::quantile(double p) const { return values_[quantile_rank(values_.size(), p) - 1]; }

std::size_t quantile_rank(std::size_t n, double p) {
  // n p that is whole on paper may round up past itself: 1000 * 0.999 must not give rank 1000.
  const double rank = std::ceil(static_cast<double>(n) * p * (1 - 1e-14));
  return std::clamp<std::size_t>(static_cast<std::size_t>(rank), 1, std::max<std::size_t>(n, 1));
}

std::size_t replications_for_quantile(double p, double confidence) {
  return static_cast<std::size_t>(std::floor(std::log((1 - confidence) / 2) / std::log(p))) + 1;
}

std::optional<Estimate> value_at_risk(const SortedSample& sample, double p, double confidence) {
  const auto& losses = sample.values();
  if (losses.empty() || !(p > 0 && p < 1)) {
    return std::nullopt;
  }
  Estimate estimate;
  estimate.value = sample.quantile(p);
  estimate.confidence = confidence;
  estimate.n = losses.size();
  estimate.method = "quantile, order statistics";
  const auto n = static_cast<std::int64_t>(losses.size());
  const double tail = (1 - confidence) / 2;
  const std::int64_t low = lower_rank(n, p, tail);
  const std::int64_t high = upper_rank(n, p, tail);
  if (low >= 1 && high <= n) {
    estimate.interval = Interval{losses[static_cast<std::size_t>(low - 1)], losses[static_cast<std::size_t>(high - 1)]};
  } else {
    const std::size_t needed = replications_for_quantile(std::max(p, 1 - p), confidence);
    estimate.warnings.push_back("N too small: an interval for this quantile needs " + std::to_string(needed) +
                                " replications");
  }
  return estimate;
}

std::optional<Estimate> tail_mean(const SortedSample& sample, double p, double confidence) {
  const auto& losses = sample.values();
  if (losses.empty() || !(p > 0 && p < 1)) {
    return std::nullopt;
  }
  const std::size_t rank = quantile_rank(losses.size(), p);
  const double v = losses[rank - 1];
  MomentAccumulator tail;
  for (const double loss : losses) {
    tail.add(v + std::max(loss - v, 0.0) / (1 - p));
  }
  auto estimate = tail.finalize(confidence);
  if (estimate) {
    estimate->method = "tail mean, Student t";
    if (losses.size() > 1) {
      estimate->warnings.clear();  // the flag below speaks of this estimator, not of a plain mean
    }
    if (rank == losses.size()) {  // the largest loss stands for the tail, and one value has no spread
      estimate->standard_error.reset();
      estimate->interval.reset();
      estimate->warnings.emplace_back("N too small: no quarter lies beyond the quantile");
    } else if (static_cast<double>(losses.size()) * (1 - p) < kTailQuartersForCoverage) {
      estimate->warnings.push_back(
          "fewer than 600 quarters in the tail: the interval covers less often than it claims");
    }
  }
  return estimate;
}

}  // namespace faultline::stats
