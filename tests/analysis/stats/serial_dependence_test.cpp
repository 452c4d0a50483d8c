#include "analysis/stats/serial_dependence.h"

#include <gtest/gtest.h>

#include "analysis/stats/special_functions.h"
#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

/// Normal values, each correlated with the one before.
std::vector<double> made_series(std::uint32_t run, std::uint32_t n, double correlation) {
  const KeyedDraws draws(20260309, run);
  std::vector<double> values;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double e = elementary::normal_quantile(draws.uniform(i, 1, 1));
    values.push_back(i == 0 ? e : correlation * values.back() + std::sqrt(1.0 - correlation * correlation) * e);
  }
  return values;
}

TEST(SerialDependence, ByHand) {
  // Mean 4.5, deviations -3.5 ... 3.5; lag floor(4 x 0.08^(2/9)) = 2 with weights 2/3 and 1/3.
  const std::vector<double> rising{1, 2, 3, 4, 5, 6, 7, 8};
  const double sum = 42.0 + 2.0 * (2.0 / 3.0 * 26.25 + 1.0 / 3.0 * 11.5);
  const auto mean = long_run_mean(rising);
  EXPECT_DOUBLE_EQ(mean->value, 4.5);
  EXPECT_NEAR(*mean->standard_error, std::sqrt(sum * 8.0 / 7.0) / 8.0, 1e-12);
  const auto trend = long_run_trend(rising);
  EXPECT_NEAR(trend->value, 1.0, 1e-12);
  EXPECT_NEAR(*trend->standard_error, 0.0, 1e-12);
  EXPECT_NEAR(lag_one_correlation(rising), 26.25 / 42.0, 1e-12);
  EXPECT_EQ(lag_one_correlation(std::vector<double>{2, 2, 2}), 0.0);
  EXPECT_FALSE(long_run_mean(std::vector<double>{1, 2, 3}));
}

// 400 runs of 200 values with a correlation of 0.5: the plain error would hold the mean in three of four.
TEST(SerialDependence, ErrorsHoldWhereNeighboursHangTogether) {
  constexpr double kRuns = 400;
  double held = 0;
  double trend_held = 0;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const std::vector<double> values = made_series(run, 200, 0.5);
    const auto mean = long_run_mean(values);
    held += mean->interval->low <= 0.0 && mean->interval->high >= 0.0 ? 1 : 0;
    const auto trend = long_run_trend(values);
    trend_held += trend->interval->low <= 0.0 && trend->interval->high >= 0.0 ? 1 : 0;
  }
  // Up to lag 4 Bartlett's weights take 2.225 of this series' 3 variances: 1.96 errors are 1.69 true ones, 91 %.
  const double slack = 3.29 * std::sqrt(0.91 * 0.09 / kRuns);
  EXPECT_NEAR(held / kRuns, 0.91, slack);
  EXPECT_NEAR(trend_held / kRuns, 0.91, slack);
}

TEST(SerialDependence, BetaBinomialTail) {
  // Beta(1, 1): every number of successes is as likely.
  EXPECT_NEAR(beta_binomial_upper_tail(3, 9, 1, 1), 0.7, 1e-12);
  EXPECT_NEAR(beta_binomial_upper_tail(0, 9, 4, 7), 1.0, 1e-12);
  EXPECT_NEAR(beta_binomial_upper_tail(1, 1, 3, 7), 0.3, 1e-12) << "one trial: the mean of the chance";
}

}  // namespace
}  // namespace faultline::stats
