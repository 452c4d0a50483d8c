// Points of the unit cube that are even in every dimension and correlated as asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace faultline::stats {

/// Correlation of the normal scores of two dimensions; 1: they are one and the same.
struct ScorePair {
  std::size_t a = 0;
  std::size_t b = 0;
  double rho = 0.0;
};

/// Positions in `pairs` of those that contradict each other: the pairs of the first group of dimensions that hang
/// together whose matrix is not positive definite, dimensions that are the same taken as one. Empty when there is none.
[[nodiscard]] std::vector<std::size_t> contradicting_pairs(std::span<const ScorePair> pairs);

/// `count` points, `names.size()` numbers in (0, 1) each, one point after another. Each dimension has exactly one point
/// in every interval [j, j + 1) / count (a Latin hypercube); its order follows the ranks of normal scores with the
/// correlations asked for, by Cholesky's factor (Eigen), so that dimensions are joined by a Gaussian copula (Stein
/// 1987, doi 10.1080/00401706.1987.10488205). Scores are keyed by (seed, point, name): a further name leaves the
/// numbers of all others as they are, but for those that are correlated with it. Preconditions: names differ, indices
/// are valid, -1 < rho <= 1, contradicting_pairs() is empty.
[[nodiscard]] std::vector<double> stratified_copula(std::span<const std::string> names,
                                                    std::span<const ScorePair> pairs, std::size_t count,
                                                    std::uint64_t seed);

}  // namespace faultline::stats
