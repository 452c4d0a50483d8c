#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "analysis/stats/paired.h"
#include "analysis/stats/quantile.h"
#include "analysis/stats/resample.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

constexpr std::uint32_t kResamples = 2000;
constexpr std::uint64_t kSeed = 0x7175616e74696c65;  // "quantile"
constexpr std::uint32_t kStream = stable_hash("bootstrap");

// One policy's replications from the largest loss down.
class Ranking {
 public:
  explicit Ranking(std::span<const double> losses) : losses_(losses), order_(losses.size()) {
    std::iota(order_.begin(), order_.end(), 0U);
    std::sort(order_.begin(), order_.end(), [losses](std::uint32_t x, std::uint32_t y) {
      return losses[x] != losses[y] ? losses[x] > losses[y] : x < y;
    });
  }

  // The loss at `from_top` (from 1) of a resample in which replication i stands multiplicity[i] times.
  [[nodiscard]] double resampled(std::span<const std::uint32_t> multiplicity, std::size_t from_top) const {
    std::size_t passed = 0;
    for (const std::uint32_t i : order_) {
      passed += multiplicity[i];
      if (passed >= from_top) {
        return losses_[i];
      }
    }
    return losses_[order_.back()];
  }

 private:
  std::span<const double> losses_;
  std::vector<std::uint32_t> order_;
};

}  // namespace

std::optional<Estimate> quantile_difference(std::span<const double> a, std::span<const double> b, double p,
                                            double confidence) {
  const SortedSample sorted_a(a);
  const SortedSample sorted_b(b);
  const std::size_t n = a.size();
  if (n == 0 || sorted_a.size() != n || sorted_b.size() != n || !(p > 0 && p < 1)) {
    return std::nullopt;
  }
  const std::size_t rank = quantile_rank(n, p);
  Estimate estimate;
  estimate.value = sorted_a.values()[rank - 1] - sorted_b.values()[rank - 1];
  estimate.confidence = confidence;
  estimate.n = n;
  estimate.method = "quantile difference, paired bootstrap";
  const std::size_t needed = replications_for_quantile(std::max(p, 1 - p), confidence);
  if (n < needed) {
    estimate.warnings.push_back("N too small: an interval for this quantile needs " + std::to_string(needed) +
                                " replications");
    return estimate;
  }
  const Ranking ranking_a(a);
  const Ranking ranking_b(b);
  std::vector<std::uint32_t> multiplicity(n);
  std::vector<double> resampled;
  resampled.reserve(kResamples);
  for (std::uint32_t r = 0; r < kResamples; ++r) {
    draw_resample(kSeed, r, kStream, multiplicity);
    const std::size_t from_top = n - rank + 1;
    resampled.push_back(ranking_a.resampled(multiplicity, from_top) - ranking_b.resampled(multiplicity, from_top));
  }
  take_error_from(std::move(resampled), estimate);
  return estimate;
}

}  // namespace faultline::stats
