// What may happen in a week: the chance of each count.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace faultline::backtest {

/// A central interval of whole numbers, and the chance that it holds: at least its level, for counts are whole.
struct Band {
  double level = 0.0;
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  double mass = 0.0;

  [[nodiscard]] bool holds(std::uint64_t count) const { return count >= low && count <= high; }
};

/// A law of counts 0, 1, ... by its distribution function, cut off where less than 1e-12 is left.
class CountLaw {
 public:
  /// Chances of 0, 1, ... in proportion. Precondition: not empty, none negative, some above 0.
  explicit CountLaw(std::span<const double> weights);
  /// Negative binomial with this mean > 0 and variance `dispersion` x mean, dispersion >= 1; Poisson at 1.
  [[nodiscard]] static CountLaw negative_binomial(double mean, double dispersion);
  /// As often as each count was seen. Precondition: not empty.
  [[nodiscard]] static CountLaw seen(std::span<const std::uint64_t> counts);
  /// One of `laws`, each with the same chance. Precondition: not empty.
  [[nodiscard]] static CountLaw mixture(std::span<const CountLaw> laws);
  /// The law when events are `factor` times as many: below 1 each event counts with that chance, above 1 as many
  /// independent ones (Poisson) are added as are missing.
  [[nodiscard]] CountLaw moved(double factor) const;

  [[nodiscard]] double chance(std::uint64_t count) const;
  /// P(X <= count).
  [[nodiscard]] double below_or_at(std::uint64_t count) const;
  [[nodiscard]] double mean() const;
  /// Variance over mean; 0 when the mean is 0.
  [[nodiscard]] double dispersion() const;
  /// Smallest count with P(X <= count) >= probability, in (0, 1).
  [[nodiscard]] std::uint64_t quantile(double probability) const;
  [[nodiscard]] Band band(double level) const;
  /// P(X < count) + P(X = count) / 2: where among all futures a count stands (mid-PIT).
  [[nodiscard]] double rank(std::uint64_t count) const;
  /// Continuous ranked probability score, in counts, the smaller the better: sum over k of (P(X <= k) - [count <= k])^2
  /// (Gneiting and Raftery 2007, doi 10.1198/016214506000001437; Czado, Gneiting and Held 2009).
  [[nodiscard]] double ranked_score(std::uint64_t count) const;

 private:
  CountLaw() = default;
  std::vector<double> cumulative_;
};

inline constexpr std::size_t kRankBins = 10;
using RankHistogram = std::array<double, kRankBins>;

/// Adds 1 to a histogram of ranks in tenths, spread evenly over [P(X < count), P(X <= count)]: the non-randomised PIT
/// of Czado, Gneiting and Held (2009, doi 10.1111/j.1541-0420.2009.01191.x), flat when the law is right.
void add_rank(const CountLaw& law, std::uint64_t count, RankHistogram& histogram);

}  // namespace faultline::backtest
