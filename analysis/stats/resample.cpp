#include "analysis/stats/resample.h"

#include <algorithm>
#include <cmath>

#include "analysis/stats/quantile.h"
#include "models/core/philox.h"

namespace faultline::stats {

void draw_resample(std::uint64_t seed, std::uint32_t resample, std::uint32_t stream,
                   std::span<std::uint32_t> multiplicity) {
  const KeyedDraws draws(seed, resample);
  const std::size_t n = multiplicity.size();
  std::fill(multiplicity.begin(), multiplicity.end(), 0U);
  for (std::size_t i = 0; i < n; i += 4) {
    const PhiloxCounter words = draws.block(static_cast<std::uint32_t>(i / 4), stream, 0);
    for (std::size_t j = 0; j < std::min<std::size_t>(4, n - i); ++j) {
      ++multiplicity[static_cast<std::size_t>((static_cast<std::uint64_t>(words[j]) * n) >> 32)];
    }
  }
}

void take_error_from(std::vector<double> resampled, Estimate& estimate) {
  MomentAccumulator spread;
  for (const double x : resampled) {
    spread.add(x);
  }
  estimate.standard_error = std::sqrt(spread.variance().value_or(0.0));
  std::sort(resampled.begin(), resampled.end());
  const double tail = (1 - estimate.confidence) / 2;
  estimate.interval = Interval{resampled[quantile_rank(resampled.size(), tail) - 1],
                               resampled[quantile_rank(resampled.size(), 1 - tail) - 1]};
}

}  // namespace faultline::stats
