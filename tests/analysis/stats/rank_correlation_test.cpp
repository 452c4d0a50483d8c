// Intervals of rank correlations, by hand and by how often they hold.
#include "analysis/stats/rank_correlation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

TEST(MeanRanks, TiesShareTheirMean) {
  EXPECT_EQ(mean_ranks(std::vector<double>{5, 1, 5, 9}), (std::vector<double>{2.5, 1, 2.5, 4}));
  EXPECT_TRUE(mean_ranks({}).empty());
}

TEST(RankCorrelation, ByHand) {
  // Squared differences of ranks sum to 8: r = 1 - 6 * 8 / (6 * 35).
  const std::vector<double> a{1, 2, 3, 4, 5, 6};
  const std::vector<double> b{10, 30, 20, 60, 50, 40};
  const Estimate found = *rank_correlation(a, b);
  const double r = 1 - 6.0 * (0 + 1 + 1 + 4 + 0 + 4) / (6.0 * 35);
  EXPECT_NEAR(found.value, r, 1e-12);
  const double reach = 1.959963984540054 * std::sqrt((1 + r * r / 2) / 3);
  EXPECT_NEAR(found.interval->low, std::tanh(std::atanh(r) - reach), 1e-9);
  EXPECT_NEAR(found.interval->high, std::tanh(std::atanh(r) + reach), 1e-9);
}

TEST(RankCorrelation, NeverLeavesWhatACorrelationCanBe) {
  const std::vector<double> a{1, 2, 3, 4, 5, 6, 7, 8};
  const std::vector<double> nearly{1, 2, 3, 4, 5, 6, 8, 7};
  for (const double confidence : {0.95, 0.9999}) {
    for (const std::vector<double>& b : {a, nearly, std::vector<double>{8, 7, 6, 5, 4, 3, 2, 1}}) {
      const Estimate found = *rank_correlation(a, b, confidence);
      EXPECT_GE(found.interval->low, -1);
      EXPECT_LE(found.interval->high, 1);
      EXPECT_LT(found.interval->low, found.interval->high) << "even a perfect one of 8 is not certain";
      EXPECT_LE(found.interval->low, found.value);
      EXPECT_GE(found.interval->high, found.value);
    }
  }
}

TEST(RankCorrelation, HoldsAsOftenAsItSays) {
  constexpr double kRho = 0.6;  // of normals; Spearman's is 6 / pi asin(rho / 2)
  const double truth = 6 / std::numbers::pi * std::asin(kRho / 2);
  constexpr std::uint32_t kSamples = 2000;
  std::size_t held = 0;
  for (std::uint32_t s = 0; s < kSamples; ++s) {
    const KeyedDraws draws(17, s);
    std::vector<double> a;
    std::vector<double> b;
    for (std::uint32_t i = 0; i < 40; ++i) {
      const double x = elementary::normal_quantile(draws.uniform(i, 1, 0));
      const double y = elementary::normal_quantile(draws.uniform(i, 2, 0));
      a.push_back(x);
      b.push_back(kRho * x + std::sqrt(1 - kRho * kRho) * y);
    }
    const Interval interval = *rank_correlation(a, b)->interval;
    held += interval.low <= truth && truth <= interval.high ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(held) / kSamples, 0.95, 0.02);
}

TEST(RankCorrelation, IsAbsentWhereItCannotBe) {
  EXPECT_FALSE(rank_correlation(std::vector<double>{1, 2, 3}, std::vector<double>{1, 2, 3}));
  EXPECT_FALSE(rank_correlation(std::vector<double>{1, 2, 3, 4}, std::vector<double>{1, 2, 3}));
  EXPECT_FALSE(rank_correlation(std::vector<double>{1, 2, 3, std::numeric_limits<double>::infinity()},
                                std::vector<double>{1, 2, 3, 4}));
  const Estimate still = *rank_correlation(std::vector<double>{1, 2, 3, 4}, std::vector<double>{7, 7, 7, 7});
  EXPECT_EQ(still.value, 0);
  EXPECT_FALSE(still.interval);
}

}  // namespace
}  // namespace faultline::stats
