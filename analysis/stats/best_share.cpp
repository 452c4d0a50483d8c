#include "analysis/stats/best_share.h"

#include <algorithm>

#include "analysis/stats/resample.h"

namespace faultline::stats {
namespace {

constexpr std::uint32_t kStream = 0x62657374;  // "best"

std::size_t smallest(std::span<const std::span<const double>> values, std::span<const std::uint32_t> times) {
  std::size_t best = 0;
  double least = 0;
  for (std::size_t c = 0; c < values.size(); ++c) {
    double sum = 0;
    for (std::size_t r = 0; r < times.size(); ++r) {
      sum += times[r] * values[c][r];
    }
    if (c == 0 || sum < least) {
      best = c;
      least = sum;
    }
  }
  return best;
}

}  // namespace

Best best_of(std::span<const std::span<const double>> values, std::uint64_t seed) {
  std::vector<std::uint32_t> times(values.front().size(), 1U);
  Best best{smallest(values, times), 0};
  if (times.size() < 2) {
    return best;
  }
  std::uint32_t wins = 0;
  for (std::uint32_t resample = 0; resample < kBestResamples; ++resample) {
    draw_resample(seed, resample, kStream, times);
    wins += smallest(values, times) == best.candidate ? 1 : 0;
  }
  best.share = static_cast<double>(wins) / kBestResamples;
  return best;
}

}  // namespace faultline::stats
