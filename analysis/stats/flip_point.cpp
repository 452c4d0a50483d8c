#include "analysis/stats/flip_point.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "analysis/stats/resample.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

constexpr std::uint32_t kResamples = 1000;
constexpr std::uint64_t kSeed = 0x666C6970706F696E;  // "flippoin"
constexpr std::uint32_t kStream = stable_hash("replications");

double weighted_mean(std::span<const double> values, std::span<const std::uint32_t> weights) {
  double sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += weights[i] * values[i];
  }
  return sum / static_cast<double>(values.size());
}

// Share of the way from a to b, kept within it. Where a resample does not turn sign, the nearer end.
double share_of_way(double a, double b) {
  if ((a < 0) == (b < 0)) {
    return std::abs(a) < std::abs(b) ? 0.0 : 1.0;
  }
  return std::clamp(a / (a - b), 0.0, 1.0);
}

}  // namespace

std::optional<Estimate> flip_point(double x_a, double x_b, std::span<const double> difference_a,
                                   std::span<const double> difference_b, double confidence) {
  const std::size_t n = difference_a.size();
  if (n == 0 || difference_b.size() != n) {
    return std::nullopt;
  }
  std::vector<std::uint32_t> weights(n, 1U);
  const double a = weighted_mean(difference_a, weights);
  const double b = weighted_mean(difference_b, weights);
  if (!std::isfinite(a) || !std::isfinite(b) || a == b || a * b > 0) {
    return std::nullopt;
  }
  Estimate estimate;
  estimate.value = x_a + share_of_way(a, b) * (x_b - x_a);
  estimate.confidence = confidence;
  estimate.n = n;
  estimate.method = "linear crossing, bootstrap of replications";
  std::vector<double> resampled;
  for (std::uint32_t r = 0; r < kResamples; ++r) {
    draw_resample(kSeed, r, kStream, weights);
    resampled.push_back(x_a + share_of_way(weighted_mean(difference_a, weights), weighted_mean(difference_b, weights)) *
                                  (x_b - x_a));
  }
  take_error_from(std::move(resampled), estimate);
  if (estimate.interval->low <= std::min(x_a, x_b) || estimate.interval->high >= std::max(x_a, x_b)) {
    estimate.warnings.emplace_back("not settled: it may lie beyond the neighbouring levels");
  }
  return estimate;
}

}  // namespace faultline::stats
