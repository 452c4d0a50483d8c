#include "analysis/backtest/count_law.h"

#include <gtest/gtest.h>

#include <numeric>

namespace faultline::backtest {
namespace {

TEST(CountLaw, NegativeBinomialHasItsMoments) {
  const CountLaw law = CountLaw::negative_binomial(12.5, 3.2);
  EXPECT_NEAR(law.mean(), 12.5, 1e-7);
  EXPECT_NEAR(law.dispersion(), 3.2, 1e-7);
  EXPECT_NEAR(CountLaw::negative_binomial(2.0, 1.0).chance(0), std::exp(-2.0), 1e-12);
}

TEST(CountLaw, MovedByThinningAndByAdding) {
  const CountLaw law = CountLaw::negative_binomial(20.0, 3.0);
  const CountLaw thin = law.moved(0.25);
  EXPECT_NEAR(thin.mean(), 5.0, 1e-7);
  EXPECT_NEAR(thin.dispersion(), 1.0 + 0.25 * 2.0, 1e-6) << "an event in four: a quarter of what exceeds Poisson";
  const CountLaw more = law.moved(1.5);
  EXPECT_NEAR(more.mean(), 30.0, 1e-7);
  EXPECT_NEAR(more.dispersion() * 30.0, 60.0 + 10.0, 1e-5) << "variances add up";
  EXPECT_NEAR(law.moved(1.0).chance(17), law.chance(17), 1e-15);
}

TEST(CountLaw, BandsHoldAtLeastTheirLevel) {
  const CountLaw law = CountLaw::negative_binomial(1.2, 1.1);
  for (const double level : {0.5, 0.8, 0.95}) {
    const Band band = law.band(level);
    double mass = 0.0;
    for (std::uint64_t k = band.low; k <= band.high; ++k) mass += law.chance(k);
    EXPECT_NEAR(mass, band.mass, 1e-12);
    EXPECT_GE(band.mass, level);
    EXPECT_TRUE(band.holds(band.high));
    EXPECT_FALSE(band.holds(band.high + 1));
  }
}

TEST(CountLaw, RankedScoreByHand) {
  // 0, 1, 2 with chances 1/2, 1/4, 1/4; 1 came: (1/2)^2 + (3/4 - 1)^2.
  const CountLaw law(std::vector<double>{2, 1, 1});
  EXPECT_NEAR(law.ranked_score(1), 0.25 + 0.0625, 1e-15);
  EXPECT_NEAR(law.ranked_score(4), 0.25 + 0.5625 + 2.0, 1e-15) << "two beyond all that may be cost one each";
  EXPECT_NEAR(law.rank(1), 0.625, 1e-15);
  EXPECT_EQ(law.chance(9), 0.0);
}

TEST(CountLaw, MixtureIsTheMean) {
  const std::vector<CountLaw> laws{CountLaw(std::vector<double>{1, 0}), CountLaw(std::vector<double>{0, 0, 1})};
  const CountLaw mixed = CountLaw::mixture(laws);
  EXPECT_NEAR(mixed.chance(0), 0.5, 1e-15);
  EXPECT_NEAR(mixed.chance(1), 0.0, 1e-15);
  EXPECT_NEAR(mixed.chance(2), 0.5, 1e-15);
}

// Weighted with the law's own chances ranks are flat, exactly, however few counts there are.
TEST(CountLaw, RanksOfTheLawItselfAreFlat) {
  const CountLaw law = CountLaw::negative_binomial(0.7, 1.5);
  RankHistogram flat{};
  for (std::uint64_t k = 0; k < 60; ++k) {
    RankHistogram one{};
    add_rank(law, k, one);
    for (std::size_t bin = 0; bin < kRankBins; ++bin) flat.at(bin) += law.chance(k) * one.at(bin);
    EXPECT_NEAR(std::accumulate(one.begin(), one.end(), 0.0), 1.0, 1e-9);
  }
  for (const double share : flat) EXPECT_NEAR(share, 0.1, 1e-9);
}

TEST(CountLaw, WhatTheLawForbidsIsTheLastTenth) {
  RankHistogram ranks{};
  add_rank(CountLaw(std::vector<double>{1, 1}), 7, ranks);
  EXPECT_EQ(ranks.back(), 1.0);
}

}  // namespace
}  // namespace faultline::backtest
