// A histogram of durations with bins of near-equal relative width, cheap enough for the engine's hot loop.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace faultline {

/// Counts of durations in hours, 32 equal bins in each octave from 2^-10 h (3.5 s) to 2^17 h (15 years), so a bin
/// is 1.6 to 3.1 % wide (as in HdrHistogram). Shorter durations count as nothing (0 h), longer ones as the upper limit.
/// Counts add, so merging is exact in any order.
class LogHistogram {
 public:
  static constexpr double kLowestHours = 0x1p-10;
  static constexpr double kHighestHours = 0x1p17;
  static constexpr int kBinBits = 5;  ///< 32 bins an octave
  static constexpr std::size_t kOctaves = 27;
  static constexpr std::size_t kBins = (kOctaves << kBinBits) + 2;  ///< one below and one above

  /// `hours` is not negative and not NaN.
  void add(double hours) { ++counts_[bin(hours)]; }

  void merge(const LogHistogram& other) {
    for (std::size_t i = 0; i < kBins; ++i) {
      counts_[i] += other.counts_[i];
    }
  }

  /// Counts by bin, for storing; add_count() gives them back.
  [[nodiscard]] const std::array<std::uint64_t, kBins>& counts() const { return counts_; }
  /// `i` < kBins.
  void add_count(std::size_t i, std::uint64_t count) { counts_[i] += count; }

  [[nodiscard]] std::uint64_t count() const {
    std::uint64_t total = 0;
    for (const std::uint64_t n : counts_) {
      total += n;
    }
    return total;
  }

  /// Durations of kHighestHours or more: a quantile that falls among them is a lower bound.
  [[nodiscard]] std::uint64_t overflow_count() const { return counts_[kBins - 1]; }

  /// Smallest duration in hours that a share `probability` in [0, 1] of the durations does not exceed, interpolated
  /// within its bin; nothing when the histogram is empty.
  [[nodiscard]] std::optional<double> quantile(double probability) const {
    const std::uint64_t total = count();
    if (total == 0) {
      return std::nullopt;
    }
    const double rank = probability * static_cast<double>(total);
    double below = 0;
    std::size_t last_used = 0;
    for (std::size_t i = 0; i < kBins; ++i) {
      if (counts_[i] == 0) {
        continue;
      }
      last_used = i;
      const double here = static_cast<double>(counts_[i]);
      if (below + here >= rank) {
        return interpolate(i, (rank - below) / here);
      }
      below += here;
    }
    return interpolate(last_used, 1);
  }

 private:
  static constexpr int kMantissaBits = 52;

  // The sign, exponent and leading mantissa bits of a positive double, read as one integer, grow with the value in
  // steps of 1/32 octave: no logarithm needed.
  static constexpr std::uint64_t leading_bits(double value) {
    return std::bit_cast<std::uint64_t>(value) >> (kMantissaBits - kBinBits);
  }
  static constexpr std::uint64_t kFirst = std::bit_cast<std::uint64_t>(kLowestHours) >> (kMantissaBits - kBinBits);

  static constexpr std::size_t bin(double hours) {
    if (!(hours >= kLowestHours)) {
      return 0;
    }
    if (hours >= kHighestHours) {
      return kBins - 1;
    }
    return static_cast<std::size_t>(leading_bits(hours) - kFirst) + 1;
  }

  static constexpr double lower_edge(std::size_t i) {
    return std::bit_cast<double>((kFirst + i - 1) << (kMantissaBits - kBinBits));
  }

  static constexpr double interpolate(std::size_t i, double share) {
    if (i == 0) {
      return 0;
    }
    if (i == kBins - 1) {
      return kHighestHours;
    }
    return lower_edge(i) + share * (lower_edge(i + 1) - lower_edge(i));
  }

  std::array<std::uint64_t, kBins> counts_{};
};

}  // namespace faultline
