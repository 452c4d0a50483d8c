// How long each team's changes have taken lately: drives work out of the pipeline when it grows. (model, sections 4 and
// 12)
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace faultline {

/// Lead times by team and week of deployment, in bins a quarter of an octave wide. Their edges lie a thousandth below
/// the round numbers of hours that policies are written in, so that rounding does not part the changes that took one
/// and the same delay. A deployment may lie in the future. Copyable; never allocates after construction.
class LeadTimes {
 public:
  /// Weeks are counted so that one begins at `week_begins_hours`.
  LeadTimes(std::size_t teams, double week_begins_hours, double span_hours)
      : shift_hours_(kWeekHours * std::ceil(week_begins_hours / kWeekHours) - week_begins_hours),
        weeks_(static_cast<std::size_t>((span_hours + shift_hours_) / kWeekHours) + 1),
        counts_(teams * weeks_ * kBins, 0) {}

  void clear() { std::fill(counts_.begin(), counts_.end(), 0U); }

  /// `lead_hours` is not negative; `deployed_hours` lies within the span.
  void add(std::size_t team, double deployed_hours, double lead_hours) {
    ++counts_[(team * weeks_ + week_of(deployed_hours)) * kBins + bin_of(lead_hours)];
  }

  /// Median over the four whole weeks before `now`, interpolated within its bin, so off by less than a quarter;
  /// nothing when fewer than `fewest` changes, at least 1, were deployed in them.
  [[nodiscard]] std::optional<double> median_of_last_weeks(std::size_t team, double now, std::uint32_t fewest) const {
    const std::size_t end = week_of(now);
    const std::size_t begin = end < kWindowWeeks ? 0 : end - kWindowWeeks;
    std::array<std::uint32_t, kBins> sums{};
    std::uint32_t total = 0;
    for (std::size_t week = begin; week < end; ++week) {
      for (std::size_t bin = 0; bin < kBins; ++bin) {
        const std::uint32_t count = counts_[(team * weeks_ + week) * kBins + bin];
        sums[bin] += count;
        total += count;
      }
    }
    if (total < fewest) return std::nullopt;
    double below = 0.0;
    std::size_t bin = 0;
    while (below + sums[bin] < 0.5 * total) below += sums[bin++];
    const double within = (0.5 * total - below) / sums[bin];
    return lower_edge(bin) + within * (lower_edge(bin + 1) - lower_edge(bin));
  }

 private:
  static constexpr double kWeekHours = 168.0;
  static constexpr std::size_t kWindowWeeks = 4;
  static constexpr int kMantissaBits = 52;
  static constexpr int kBinBits = 2;
  static constexpr double kLowestHours = 0x1p-6;       // about a minute
  static constexpr double kHighestHours = 0x1p13;      // about a year
  static constexpr double kAboveEdge = 1.0 + 0x1p-10;  // moves a round number off the edge where its bin begins
  static constexpr std::size_t kBins = (19U << kBinBits) + 1;

  // Sign, exponent and two bits of the mantissa, read as an integer, grow by one for each quarter of an octave.
  static constexpr std::uint64_t leading_bits(double value) {
    return std::bit_cast<std::uint64_t>(value) >> (kMantissaBits - kBinBits);
  }
  static constexpr std::size_t bin_of(double hours) {
    return static_cast<std::size_t>(leading_bits(std::clamp(hours * kAboveEdge, kLowestHours, kHighestHours)) -
                                    leading_bits(kLowestHours));
  }
  static constexpr double lower_edge(std::size_t bin) {
    return std::bit_cast<double>((leading_bits(kLowestHours) + bin) << (kMantissaBits - kBinBits)) / kAboveEdge;
  }
  [[nodiscard]] std::size_t week_of(double hours) const {
    return static_cast<std::size_t>((hours + shift_hours_) / kWeekHours);
  }

  double shift_hours_;  // so that week borders fall on the given time
  std::size_t weeks_;
  std::vector<std::uint32_t> counts_;  // [team][week][bin]
};

}  // namespace faultline
