#include "analysis/stats/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/core/elementary.h"

namespace faultline::stats {
namespace {

// Pearson's, of the ranks; nothing when one side never varies.
std::optional<double> correlation_of_ranks(std::span<const double> a, std::span<const double> b) {
  const double mean = 0.5 * static_cast<double>(a.size() + 1);
  double product = 0;
  double square_a = 0;
  double square_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    product += (a[i] - mean) * (b[i] - mean);
    square_a += (a[i] - mean) * (a[i] - mean);
    square_b += (b[i] - mean) * (b[i] - mean);
  }
  if (!(square_a > 0) || !(square_b > 0)) {
    return std::nullopt;
  }
  return std::clamp(product / std::sqrt(square_a * square_b), -1.0, 1.0);
}

}  // namespace

std::vector<double> mean_ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) {
      ++end;
    }
    for (std::size_t k = i; k < end; ++k) {
      ranks[order[k]] = 0.5 * static_cast<double>(i + end + 1);
    }
    i = end;
  }
  return ranks;
}

std::optional<Estimate> rank_correlation(std::span<const double> a, std::span<const double> b, double confidence) {
  constexpr std::size_t kFewest = 4;
  const auto finite = [](double x) { return std::isfinite(x); };
  if (a.size() < kFewest || a.size() != b.size() || !std::all_of(a.begin(), a.end(), finite) ||
      !std::all_of(b.begin(), b.end(), finite)) {
    return std::nullopt;
  }
  Estimate estimate;
  estimate.n = a.size();
  estimate.confidence = confidence;
  estimate.method = "Spearman's rank correlation, Fisher's z";
  const std::optional<double> r = correlation_of_ranks(mean_ranks(a), mean_ranks(b));
  if (!r) {
    return estimate;
  }
  const auto n = static_cast<double>(a.size());
  const double two_swapped = 1 - 12 / (n * (n * n - 1));
  const double middle = std::atanh(std::clamp(*r, -two_swapped, two_swapped));
  const double reach = elementary::normal_quantile(0.5 + confidence / 2) * std::sqrt((1 + *r * *r / 2) / (n - 3));
  estimate.value = *r;
  estimate.interval = Interval{std::min(*r, std::tanh(middle - reach)), std::max(*r, std::tanh(middle + reach))};
  return estimate;
}

}  // namespace faultline::stats
