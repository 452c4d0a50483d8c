// On made data whose truth is known, 95 % intervals hold it as often as they say. Each check is wrong by luck, were the
// seeds free, with a chance of 0.1 % (3.29 binomial standard deviations); the seeds are fixed.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "analysis/fit/arrivals.h"
#include "analysis/fit/revert_risk.h"
#include "analysis/fit/size_law.h"
#include "analysis/stats/quantile.h"
#include "tests/analysis/fit/made_events.h"

namespace faultline::fit {
namespace {

constexpr double kZ = 3.29;
constexpr std::uint32_t kRuns = 400;

class Coverage {
 public:
  void add(const stats::Estimate& estimate, double truth) {
    ASSERT_TRUE(estimate.interval);
    ++runs_;
    held_ += truth >= estimate.interval->low && truth <= estimate.interval->high ? 1 : 0;
  }
  [[nodiscard]] double share() const { return held_ / runs_; }
  [[nodiscard]] double slack() const { return kZ * std::sqrt(0.95 * 0.05 / runs_); }

 private:
  double runs_ = 0.0;
  double held_ = 0.0;
};

const std::vector<double> kWeek{2.0, 2.2, 2.4, 2.0, 1.6, 0.3, 0.3};

TEST(Coverage, RateAndDispersion) {
  Coverage rate;
  Coverage raw;
  Coverage within;
  double mean = 0.0;
  double mean_square = 0.0;
  for (const double m : kWeek) {
    mean += m / 7.0;
    mean_square += m * m / 7.0;
  }
  constexpr double kD = 2.5;
  const double raw_truth = (kD * mean + mean_square - mean * mean) / mean;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const DayCounts counts = count_days(testing::made_days(run, 730, kWeek, kD), std::vector<Window>{{0, 729}});
    rate.add(rate_per_day(counts)->estimate, mean);
    raw.add(raw_dispersion(counts)->estimate, raw_truth);
    within.add(weekday_dispersion(counts)->estimate, kD);
  }
  EXPECT_NEAR(rate.share(), 0.95, rate.slack());
  EXPECT_NEAR(raw.share(), 0.95, raw.slack());
  EXPECT_NEAR(within.share(), 0.95, within.slack());
}

TEST(Coverage, RateOfFewWeeks) {
  Coverage rate;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const DayCounts counts = count_days(testing::made_days(run, 56, kWeek, 2.5), std::vector<Window>{{0, 55}});
    rate.add(rate_per_day(counts)->estimate, 10.8 / 7.0);
  }
  EXPECT_NEAR(rate.share(), 0.95, rate.slack());
}

TEST(Coverage, SizesOfALognormal) {
  Coverage median;
  Coverage p90;
  Coverage log_mean;
  Coverage log_sd;
  constexpr double kMean = 3.5;
  constexpr double kSd = 1.8;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    Group group;
    add_size_figures(testing::made_sizes(run, 25, kMean, kSd), {"lines", "lines", 1e-3}, group);
    for (const Figure& figure : group.figures) {
      if (figure.name == "lines_median") median.add(figure.estimate, std::exp(kMean));
      if (figure.name == "lines_ln_mean") log_mean.add(figure.estimate, kMean);
      if (figure.name == "lines_ln_sd") log_sd.add(figure.estimate, kSd);
    }
    const std::vector<double> many = testing::made_sizes(run + 1000, 400, kMean, kSd);
    const auto quantile = stats::value_at_risk(stats::SortedSample(many), 0.9);
    p90.add(*quantile, std::exp(kMean + 1.2815515655446004 * kSd));
  }
  EXPECT_GT(median.share(), 0.95 - median.slack()) << "order statistics hold at least as often as they say";
  EXPECT_GT(p90.share(), 0.95 - p90.slack());
  EXPECT_NEAR(log_mean.share(), 0.95, log_mean.slack());
  EXPECT_NEAR(log_sd.share(), 0.95, log_sd.slack());
}

TEST(Coverage, RiskBySize) {
  Coverage alpha;
  Coverage beta;
  constexpr double kAlpha = 0.42;
  constexpr double kBeta = 0.01;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const std::vector<double> lines = testing::made_sizes(run, 1500, 3.5, 1.8);
    const KeyedDraws draws(99, run);
    std::vector<bool> failed;
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
      failed.push_back(draws.uniform(i, 4, draw_detail(4)) < -std::expm1(-kBeta * std::pow(lines[i], kAlpha)));
    }
    const auto risk = risk_by_size(lines, failed);
    ASSERT_TRUE(risk);
    Group group;
    add_risk_figures(*risk, group);
    alpha.add(group.figures[0].estimate, kAlpha);
    beta.add(group.figures[1].estimate, kBeta);
  }
  EXPECT_NEAR(alpha.share(), 0.95, alpha.slack());
  EXPECT_NEAR(beta.share(), 0.95, beta.slack());
}

/// What the information matrix says of alpha and beta is what repeated samples show.
TEST(Coverage, CorrelationOfTheRiskBySize) {
  constexpr std::uint32_t kSamples = 300;
  std::vector<double> alphas;
  std::vector<double> betas;
  double said = 0.0;
  for (std::uint32_t run = 0; run < kSamples; ++run) {
    const std::vector<double> lines = testing::made_sizes(run, 2000, 3.0, 1.5);
    const KeyedDraws draws(77, run);
    std::vector<bool> failed;
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
      failed.push_back(draws.uniform(i, 4, draw_detail(4)) < -std::expm1(-0.01 * std::pow(lines[i], 0.4)));
    }
    const auto risk = risk_by_size(lines, failed);
    ASSERT_TRUE(risk);
    alphas.push_back(risk->alpha);
    betas.push_back(risk->log_beta);
    said += risk->correlation / kSamples;
  }
  double product = 0.0;
  double square_a = 0.0;
  double square_b = 0.0;
  const double mean_a = std::accumulate(alphas.begin(), alphas.end(), 0.0) / kSamples;
  const double mean_b = std::accumulate(betas.begin(), betas.end(), 0.0) / kSamples;
  for (std::uint32_t run = 0; run < kSamples; ++run) {
    product += (alphas[run] - mean_a) * (betas[run] - mean_b);
    square_a += (alphas[run] - mean_a) * (alphas[run] - mean_a);
    square_b += (betas[run] - mean_b) * (betas[run] - mean_b);
  }
  EXPECT_NEAR(std::atanh(product / std::sqrt(square_a * square_b)), std::atanh(said), kZ / std::sqrt(kSamples - 3.0));
}

/// A true law is refused in 5 % of samples, as the test of it says.
TEST(Coverage, BootstrapTestOfALognormal) {
  constexpr std::uint32_t kSamples = 200;
  double refused = 0.0;
  double two = 0.0;
  for (std::uint32_t run = 0; run < kSamples; ++run) {
    std::vector<double> sizes = testing::made_sizes(run, 120, 3.0, 1.5);
    for (double& size : sizes) size = std::max(1.0, std::round(size));
    const auto law = size_law(sizes, 1.0, 39);
    refused += law->choice == LawChoice::empirical ? 1.0 : 0.0;
    two += law->mixture.bic < law->single.bic ? 1.0 : 0.0;
  }
  // The criterion's own choice of a second part on a whim takes some refusals away, never adds any.
  EXPECT_LT(refused / kSamples, 0.05 + kZ * std::sqrt(0.05 * 0.95 / kSamples));
  EXPECT_LT(two / kSamples, 0.05);
}

}  // namespace
}  // namespace faultline::fit
