// Products of figures from which luck is taken out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace faultline::stats {

/// A figure is given once for each of G groups: independent parts of the luck, such as the mean over the replications
/// of that group. The product of two means over the luck is then estimated without bias by products of different
/// groups:
/// ((sum w d)(sum w e) - sum w^2 d e) / ((sum w)^2 - sum w^2). With one group there is no luck, and the product is d e.
class LuckGroups {
 public:
  /// Every group once.
  explicit LuckGroups(std::size_t groups) : LuckGroups(std::vector<std::uint32_t>(groups, 1U)) {}
  /// Each group as often as a resample drew it. Should only one group have been drawn, every group counts once.
  explicit LuckGroups(std::vector<std::uint32_t> multiplicity);

  [[nodiscard]] std::size_t groups() const { return weights_.size(); }
  /// Mean over groups.
  [[nodiscard]] double mean(const double* d) const;
  /// Product of means over the luck of (d1 - d0) and (e1 - e0), each with a value for each group.
  [[nodiscard]] double product(const double* d1, const double* d0, const double* e1, const double* e0) const;

 private:
  std::vector<double> weights_;
  double sum_ = 0.0;
  double pairs_ = 0.0;  // (sum w)^2 - sum w^2
};

/// Values of G groups of replications i, i + G, i + 2 G, ...: means, or quantiles of the given probability.
[[nodiscard]] std::vector<double> group_means(std::span<const double> replications, std::size_t groups);
[[nodiscard]] std::vector<double> group_quantiles(std::span<const double> replications, std::size_t groups,
                                                  double probability);

}  // namespace faultline::stats
