// Compound Poisson laws against published answers (section 7: six digits and more) and exact ones. Nothing is random.
#include "analysis/stats/compound_poisson.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <vector>

namespace faultline::stats {
namespace {

double lognormal_distribution(double x) { return x <= 0 ? 0.0 : 0.5 * std::erfc(-std::log(x) / 1.5 / std::sqrt(2.0)); }

GridLaw lognormal_severity() { return grid_law(lognormal_distribution, 1.0 / 64, std::size_t{1} << 18U); }

TEST(CompoundPoisson, LognormalAgreesWithThePublishedCurve) {
  const GridLaw severity = lognormal_severity();
  const GridLaw sum = compound_poisson(severity, 0.8);
  const std::map<double, double> aggregate{{1, 0.344916297},      {2, 0.247718354},     {5, 0.123989775},
                                           {10, 0.0575919085},    {20, 0.0212253427},   {50, 0.00403985058},
                                           {100, 0.000913379199}, {200, 0.000171008882}};
  // Half a step further, where the grid's mass lies that belongs to x and below.
  const double half = 0.5 * severity.step;
  for (const auto& [x, chance] : aggregate) EXPECT_NEAR(exceedance(sum, x + half / 2), chance, 4e-3 * chance) << x;
  EXPECT_NEAR(sum.chance[0], std::exp(-0.8 * (1 - severity.chance[0])), 1e-9);
  for (const auto& [p, quantile] :
       std::map<double, double>{{0.90, 6.207481}, {0.99, 31.085042}, {0.995, 44.905409}, {0.999, 96.093757}}) {
    EXPECT_NEAR(value_at_risk(sum, p), quantile, 1.01 * severity.step) << p;
  }
  for (const auto& [p, beyond] : std::map<double, double>{{0.90, 17.008367}, {0.99, 59.037097}, {0.999, 160.1929}}) {
    EXPECT_NEAR(tail_mean(sum, p), beyond, 2e-3 * beyond) << p;
  }
  EXPECT_NEAR(mean(sum), 2.464173479, 2e-3);
  const GridLaw largest = largest_of_poisson(severity, 0.8);
  EXPECT_NEAR(exceedance(largest, 50.0 + half / 2), 0.00363612817, 1e-5);
  EXPECT_NEAR(value_at_risk(largest, 0.999), 93.203485, 1.01 * severity.step);
}

TEST(CompoundPoisson, ExponentialAgreesWithTheExactSeries) {
  const double step = 1.0 / 1024;
  const GridLaw severity =
      grid_law([](double x) { return x <= 0 ? 0.0 : 1 - std::exp(-x); }, step, std::size_t{1} << 16U);
  const GridLaw sum = compound_poisson(severity, 3.0);
  EXPECT_NEAR(mean(sum), 3.0, 1e-5);
  EXPECT_NEAR(standard_deviation(sum), std::sqrt(6.0), 2e-5);
  const double quarter = 0.25 * step;
  EXPECT_NEAR(exceedance(sum, 1.0 + quarter), 0.77501529121, 2e-4);
  EXPECT_NEAR(exceedance(sum, 5.0 + quarter), 0.185061227513, 2e-4);
  EXPECT_NEAR(exceedance(sum, 20.0 + quarter), 3.18133001169e-5, 1e-7);
  EXPECT_NEAR(value_at_risk(sum, 0.999), 14.6011683003, 1.01 * step);
  EXPECT_NEAR(tail_mean(sum, 0.999), 16.1921078339, 2 * step);
}

// Losses of exactly one: the sum is the Poisson count itself.
TEST(CompoundPoisson, FixedLossesGiveThePoissonLaw) {
  const std::vector<WeightedValue> one{{1.0, 5.0}};
  const GridLaw sum = compound_poisson(grid_law(one, 1.0, 256), 40.0);
  double chance = std::exp(-40.0);
  for (int k = 0; k < 120; ++k) {
    EXPECT_NEAR(sum.chance[static_cast<std::size_t>(k)], chance, 1e-12) << k;
    chance *= 40.0 / (k + 1);
  }
}

TEST(CompoundPoisson, TheGridKeepsTheMean) {
  const std::vector<WeightedValue> values{{0.3, 1.0}, {2.7, 2.0}, {1000.0, 0.5}, {12.0, 0.0}};
  const GridLaw law = grid_law(values, 1.0, 4096);
  EXPECT_NEAR(std::accumulate(law.chance.begin(), law.chance.end(), 0.0), 1.0, 1e-14);
  EXPECT_NEAR(mean(law), (0.3 + 5.4 + 500.0) / 3.5, 1e-10);
  EXPECT_NEAR(mean(compound_poisson(law, 0.01)), 0.01 * mean(law), 1e-6);
}

// What lies beyond the grid hardly comes back at its beginning: exp(-10) of it.
TEST(CompoundPoisson, NothingWrapsRound) {
  const std::vector<WeightedValue> values{{900.0, 1.0}};
  const GridLaw sum = compound_poisson(grid_law(values, 1.0, 1024), 2.0);
  EXPECT_NEAR(sum.chance[0], std::exp(-2.0), 1e-9);
  EXPECT_NEAR(sum.chance[900], 2 * std::exp(-2.0), 1e-8);
  EXPECT_NEAR(sum.chance[1800 - 1024], 0.0, 2e-5);
}

TEST(CompoundPoisson, QuantilesOfAFewPoints) {
  const GridLaw law{10.0, {0.5, 0.25, 0.0, 0.25}};
  EXPECT_EQ(value_at_risk(law, 0.4), 0.0);
  EXPECT_EQ(value_at_risk(law, 0.6), 10.0);
  EXPECT_EQ(value_at_risk(law, 0.75), 10.0);
  EXPECT_EQ(value_at_risk(law, 0.76), 30.0);
  EXPECT_NEAR(tail_mean(law, 0.5), 20.0, 1e-12);
  EXPECT_EQ(exceedance(law, 10.0), 0.25);
  EXPECT_EQ(exceedance(law, 9.0), 0.5);
}

}  // namespace
}  // namespace faultline::stats
