// The law of a sum of a Poisson number of independent losses, without simulation.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace faultline::stats {

/// A law on the grid 0, step, 2 step, ...: the chance of each point. The chances sum to 1, less what lies beyond.
struct GridLaw {
  double step = 1.0;
  std::vector<double> chance;
};

/// A value and its weight.
struct WeightedValue {
  double value;
  double weight;
};

/// Values from 0 to below (points - 1) step, each split between its two neighbours on the grid so that total and mean
/// are kept (Gerber 1982, Insurance: Mathematics and Economics 1, local moment matching of order 1), then scaled to sum
/// to 1. `points` at least 2, some weight above 0. Values beyond the grid are put at its end.
[[nodiscard]] GridLaw grid_law(std::span<const WeightedValue> values, double step, std::size_t points);

/// The same from a distribution function: each point gets what lies within half a step of it.
[[nodiscard]] GridLaw grid_law(const std::function<double(double)>& distribution, double step, std::size_t points);

/// Law of the sum of Poisson(mean_count) independent values of `severity`, on its grid, which needs a power of two of
/// points and should reach well beyond what the sum does. Fast Fourier transform with exponential tilting against what
/// would wrap round (Gruebel and Hermesmeier 1999, ASTIN Bulletin 29). mean_count in [0, 700).
[[nodiscard]] GridLaw compound_poisson(const GridLaw& severity, double mean_count);

/// Law of the largest of them: exp(-mean_count (1 - F(x))).
[[nodiscard]] GridLaw largest_of_poisson(const GridLaw& severity, double mean_count);

[[nodiscard]] double mean(const GridLaw& law);
[[nodiscard]] double standard_deviation(const GridLaw& law);
/// P(S > x).
[[nodiscard]] double exceedance(const GridLaw& law, double x);
/// Smallest point x with P(S <= x) >= p; the last point when the grid ends before. p in (0, 1).
[[nodiscard]] double value_at_risk(const GridLaw& law, double p);
/// Mean beyond the p quantile, ties with it included. p in (0, 1).
[[nodiscard]] double tail_mean(const GridLaw& law, double p);

}  // namespace faultline::stats
