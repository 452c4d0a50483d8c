// How surely one of several is the smallest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace faultline::stats {

/// The candidate with the smallest mean.
struct Best {
  std::size_t candidate = 0;
  double share = 0;  ///< of resamples in which it is; 0 with fewer than two replications
};

inline constexpr std::uint32_t kBestResamples = 1000;

/// `values` holds one figure a replication (or group of them) for each candidate, paired; at least one candidate, all
/// of the same length and not empty. Replications are resampled with all candidates together, so that luck they share
/// cancels (the bootstrap of Efron and Tibshirani, An Introduction to the Bootstrap, 1993). Ties go to the first. The
/// share is no probability of being right: with few replications it is known roughly, and the largest luck that none of
/// them met is in no resample.
[[nodiscard]] Best best_of(std::span<const std::span<const double>> values, std::uint64_t seed);

}  // namespace faultline::stats
