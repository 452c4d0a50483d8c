#include "analysis/stats/compound_poisson.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>
#include <unsupported/Eigen/FFT>

namespace faultline::stats {
namespace {

// The tilt divides what wraps round by exp(10), and multiplies rounding by as much at the grid's end: larger ones would
// disturb tail means.
constexpr double kTilt = 10.0;

void scale_to_one(std::vector<double>& chance) {
  const double total = std::accumulate(chance.begin(), chance.end(), 0.0);
  for (double& one : chance) {
    one /= total;
  }
}

}  // namespace

GridLaw grid_law(std::span<const WeightedValue> values, double step, std::size_t points) {
  GridLaw law{step, std::vector<double>(points)};
  for (const WeightedValue& one : values) {
    const double place = std::min(one.value / step, static_cast<double>(points - 1));
    const std::size_t below = std::min(static_cast<std::size_t>(place), points - 2);
    const double above = place - static_cast<double>(below);
    law.chance[below] += one.weight * (1 - above);
    law.chance[below + 1] += one.weight * above;
  }
  scale_to_one(law.chance);
  return law;
}

GridLaw grid_law(const std::function<double(double)>& distribution, double step, std::size_t points) {
  GridLaw law{step, std::vector<double>(points)};
  double below = 0;
  for (std::size_t i = 0; i < points; ++i) {
    const double up_to = distribution((static_cast<double>(i) + 0.5) * step);
    law.chance[i] = up_to - below;
    below = up_to;
  }
  return law;
}

GridLaw compound_poisson(const GridLaw& severity, double mean_count) {
  const std::size_t points = severity.chance.size();
  const double tilt = kTilt / static_cast<double>(points);
  std::vector<std::complex<double>> tilted(points);
  for (std::size_t i = 0; i < points; ++i) {
    tilted[i] = severity.chance[i] * std::exp(-tilt * static_cast<double>(i));
  }
  Eigen::FFT<double> transform;
  std::vector<std::complex<double>> spectrum;
  transform.fwd(spectrum, tilted);
  for (std::complex<double>& one : spectrum) {
    one = std::exp(mean_count * (one - 1.0));
  }
  transform.inv(tilted, spectrum);
  GridLaw sum{severity.step, std::vector<double>(points)};
  for (std::size_t i = 0; i < points; ++i) {
    sum.chance[i] = std::max(0.0, tilted[i].real() * std::exp(tilt * static_cast<double>(i)));
  }
  return sum;
}

GridLaw largest_of_poisson(const GridLaw& severity, double mean_count) {
  GridLaw largest{severity.step, std::vector<double>(severity.chance.size())};
  double beyond = 1;
  double below = 0;
  for (std::size_t i = 0; i < largest.chance.size(); ++i) {
    beyond = std::max(0.0, beyond - severity.chance[i]);
    const double up_to = std::exp(-mean_count * beyond);
    largest.chance[i] = up_to - below;
    below = up_to;
  }
  return largest;
}

double mean(const GridLaw& law) {
  double sum = 0;
  for (std::size_t i = 0; i < law.chance.size(); ++i) {
    sum += static_cast<double>(i) * law.chance[i];
  }
  return sum * law.step;
}

double standard_deviation(const GridLaw& law) {
  const double centre = mean(law);
  double sum = 0;
  for (std::size_t i = 0; i < law.chance.size(); ++i) {
    const double off = static_cast<double>(i) * law.step - centre;
    sum += off * off * law.chance[i];
  }
  return std::sqrt(sum);
}

// Summed from the far end, where the chances are small, so that small ones keep their digits.
double exceedance(const GridLaw& law, double x) {
  double beyond = 0;
  for (std::size_t i = law.chance.size(); i-- > 0 && static_cast<double>(i) * law.step > x;) {
    beyond += law.chance[i];
  }
  return beyond;
}

double value_at_risk(const GridLaw& law, double p) {
  double beyond = 0;
  std::size_t i = law.chance.size();
  while (i > 1 && beyond + law.chance[i - 1] <= 1 - p) {
    beyond += law.chance[--i];
  }
  return static_cast<double>(i - 1) * law.step;
}

double tail_mean(const GridLaw& law, double p) {
  const double quantile = value_at_risk(law, p);
  double excess = 0;
  for (std::size_t i = law.chance.size(); i-- > 0 && static_cast<double>(i) * law.step > quantile;) {
    excess += (static_cast<double>(i) * law.step - quantile) * law.chance[i];
  }
  return quantile + excess / (1 - p);
}

}  // namespace faultline::stats
