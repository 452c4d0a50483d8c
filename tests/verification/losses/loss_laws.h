// The compound Poisson laws whose answers are known, drawn with the product's own samplers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline::verification {

struct Quarters {
  std::vector<double> total;    ///< S of each quarter
  std::vector<double> largest;  ///< M, its largest single loss
};

/// `n` quarters of Poisson(rate) incidents with losses loss(uniform).
template <class Loss>
Quarters compound_poisson(std::uint32_t n, double rate, std::uint64_t seed, Loss loss) {
  constexpr std::uint32_t kCount = 1;
  constexpr std::uint32_t kSize = 2;
  Quarters quarters;
  for (std::uint32_t i = 0; i < n; ++i) {
    const KeyedDraws draws(seed, i);
    const std::uint32_t incidents = poisson(draws.uniform(0, kCount, 0), rate);
    double total = 0;
    double largest = 0;
    for (std::uint32_t k = 0; k < incidents; ++k) {
      const double x = loss(draws.uniform(k, kSize, 0));
      total += x;
      largest = std::max(largest, x);
    }
    quarters.total.push_back(total);
    quarters.largest.push_back(largest);
  }
  return quarters;
}

/// Reference case 7.1: 0.8 incidents a quarter, lognormal with median 1 and sigma 1.5.
struct HeavyTail {
  static constexpr double kRate = 0.8;
  static constexpr double kMeanLoss = 3.080216848918;
  static constexpr double kExpectedLoss = 2.464173479134;
  static double loss(double uniform) { return lognormal(uniform, 1, 1.5); }
  static Quarters draw(std::uint32_t n, std::uint64_t seed) { return compound_poisson(n, kRate, seed, loss); }
};

}  // namespace faultline::verification
