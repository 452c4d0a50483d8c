#include "analysis/backtest/duration_check.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/stats/quantile.h"
#include "analysis/stats/special_functions.h"

namespace faultline::backtest {

std::optional<stats::Interval> predicted_quantile(std::span<const double> sample, std::size_t m, double p) {
  std::vector<double> sorted(sample.begin(), sample.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t n = sorted.size();
  const std::size_t wanted = stats::quantile_rank(m, p);
  // Chance that the wanted one of those to come lies below the i-th (from 1), rising with i.
  const auto below = [&](std::size_t i) { return stats::beta_binomial_upper_tail(wanted, m, i, n + 1 - i); };
  constexpr double kTail = 0.025 + 1e-9;  // rounding of the sum is no reason to go one further out
  std::size_t low = 0;                    // the largest i with a chance of at most kTail; 0: none
  std::size_t high = n + 1;
  std::size_t from = 1;
  std::size_t to = n + 1;
  while (from < to) {
    const std::size_t i = (from + to) / 2;
    if (below(i) <= kTail) {
      low = i;
      from = i + 1;
    } else {
      to = i;
    }
  }
  from = 1;
  to = n + 1;
  while (from < to) {
    const std::size_t i = (from + to) / 2;
    if (below(i) >= 1.0 - kTail) {
      high = i;
      to = i;
    } else {
      from = i + 1;
    }
  }
  if (low == 0 || high > n) return std::nullopt;
  return stats::Interval{sorted[low - 1], sorted[high - 1]};
}

DurationScore score_durations(std::string predictor, std::span<const double> sample, std::span<const double> came) {
  const auto quantile = [](std::span<const double> values, double p) {
    return stats::SortedSample(values).quantile(p);
  };
  DurationScore result{std::move(predictor), sample.size(), {}};
  for (std::size_t i = 0; i < kDurationQuantiles.size(); ++i) {
    const double p = kDurationQuantiles.at(i);
    result.quantiles.at(i) = {p, quantile(came, p), quantile(sample, p), predicted_quantile(sample, came.size(), p)};
  }
  return result;
}

}  // namespace faultline::backtest
