// How often an interval holds the truth, by repeating the experiment.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <iostream>
#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"
#include "models/core/philox.h"
#include "models/core/samplers.h"
#include "tests/verification/losses/loss_laws.h"

namespace faultline::verification {

inline constexpr std::uint32_t kQuarters = 1000;

/// Share of experiments 0, 1, ... for which `covers(seed)` holds.
inline double rate_of(int experiments, const std::function<bool(std::uint64_t)>& covers) {
  int covered = 0;
  for (int i = 0; i < experiments; ++i) {
    covered += covers(static_cast<std::uint64_t>(1000 + i)) ? 1 : 0;
  }
  return static_cast<double>(covered) / experiments;
}

/// Quarters in an experiment, the coverage that the page claims there, and how many experiments check it.
struct Size {
  std::uint32_t n;
  double claimed;
  int experiments;
};

enum class Claim { kExactly, kAtLeast };

inline void expect_coverage(Claim claim, double claimed, int experiments,
                            const std::function<bool(std::uint64_t)>& covers) {
  const double rate = rate_of(experiments, covers);
  std::cout << "covered " << rate << ", claimed " << (claim == Claim::kAtLeast ? "at least " : "") << claimed << '\n';
  const double slack = 3 * std::sqrt(claimed * (1 - claimed) / experiments);
  EXPECT_GE(rate, claimed - slack);
  if (claim == Claim::kExactly) {
    EXPECT_LE(rate, claimed + slack);
  }
}

inline bool holds(const std::optional<stats::Estimate>& estimate, double truth) {
  return estimate && estimate->interval && estimate->interval->low <= truth && truth <= estimate->interval->high;
}

/// Quarters under several policies on the same incidents: policy k prevents those whose own uniform is below share[k].
inline std::vector<std::vector<double>> thinned(std::uint32_t n, std::uint64_t seed,
                                                std::span<const double> prevented_share) {
  std::vector<std::vector<double>> totals(prevented_share.size(), std::vector<double>(n, 0.0));
  for (std::uint32_t i = 0; i < n; ++i) {
    const KeyedDraws draws(seed, i);
    const std::uint32_t incidents = poisson(draws.uniform(0, 1, 0), HeavyTail::kRate);
    for (std::uint32_t k = 0; k < incidents; ++k) {
      const double loss = HeavyTail::loss(draws.uniform(k, 2, 0));
      const double luck = draws.uniform(k, 3, 0);
      for (std::size_t policy = 0; policy < totals.size(); ++policy) {
        totals[policy][i] += luck < prevented_share[policy] ? 0 : loss;
      }
    }
  }
  return totals;
}

}  // namespace faultline::verification
