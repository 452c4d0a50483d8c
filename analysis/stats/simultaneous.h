// All pairs of policies at once, with intervals that hold together.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

struct PairDifference {
  std::size_t a;
  std::size_t b;
  Estimate saving;  ///< E[S_a - S_b]: how much policy b saves against a
};

struct SimultaneousDifferences {
  double critical_value;  ///< of max |t| over the pairs; not below the single pair's Student t
  std::vector<PairDifference> pairs;
};

/// Paired differences of every pair of policies (a < b) with intervals that hold all at once at `confidence`: the
/// single step max-t procedure (Hothorn, Bretz and Westfall 2008, doi 10.1002/bimj.200810425), with the critical value
/// of the multivariate t with the pairs' sample correlations taken from 32,768 Philox draws (its own error is about 1
/// %; a fixed key makes it the same every time). Every policy's span holds the same replications in the same order.
/// With rare, heavy-tailed savings the family covers less often than it claims (78 % at 1,000 and 91 % at 10,000
/// quarters of the reference case in docs/methodology/statistics.md): it errs towards small savings, and every pair
/// carries a warning. Absent with fewer than two policies or replications, or spans of unequal length.
[[nodiscard]] std::optional<SimultaneousDifferences> simultaneous_differences(
    std::span<const std::span<const double>> policies, double confidence = kConfidence);

/// The same for the pairs of the first policy with each other one alone, many to one, in their order: a smaller family,
/// so narrower intervals.
[[nodiscard]] std::optional<SimultaneousDifferences> differences_from_first(
    std::span<const std::span<const double>> policies, double confidence = kConfidence);

/// The confidence at which one interval alone has the family's critical value, so that another figure of the same pairs
/// can be given an interval as wide; at least kConfidence.
[[nodiscard]] double single_confidence(double critical_value, std::size_t n);

}  // namespace faultline::stats
