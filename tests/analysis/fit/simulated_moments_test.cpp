// A simulator whose answer is known: n values of a lognormal with median a x b, of which mean and spread of the
// logarithm are the moments. Coverage is wrong by luck with a chance of 0.1 % (3.29 binomial standard deviations), were
// the seeds free.
#include "analysis/fit/simulated_moments.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::fit {
namespace {

constexpr std::uint32_t kValues = 30;
constexpr double kSd = 0.8;

/// Mean and spread of the logarithm of one sample.
std::vector<double> sample_moments(double log_median, double log_sd, std::uint64_t seed, std::uint32_t replication) {
  const KeyedDraws draws(seed, replication);
  double mean = 0.0;
  double square = 0.0;
  for (std::uint32_t i = 0; i < kValues; ++i) {
    const double x = log_median + log_sd * elementary::normal_quantile(draws.uniform(i, 1, draw_detail(1)));
    mean += x / kValues;
    square += x * x / kValues;
  }
  return {mean, std::log(std::sqrt(square - mean * mean))};
}

/// Parameters: two factors of the median. Nothing tells them apart.
MomentModel factors() {
  MomentModel model;
  model.moments = 2;
  model.resolution = 1e-3;
  model.simulate = [](std::span<const double> parameters, std::size_t, std::uint32_t count) {
    std::vector<double> rows;
    for (std::uint32_t r = 0; r < count; ++r) {
      for (const double m : sample_moments(std::log(parameters[0] * parameters[1]), kSd, 7, r)) rows.push_back(m);
    }
    return rows;
  };
  return model;
}

/// Parameters: median and spread.
MomentModel lognormal_sample() {
  MomentModel model = factors();
  model.simulate = [](std::span<const double> parameters, std::size_t, std::uint32_t count) {
    std::vector<double> rows;
    for (std::uint32_t r = 0; r < count; ++r) {
      for (const double m : sample_moments(std::log(parameters[0]), parameters[1], 7, r)) rows.push_back(m);
    }
    return rows;
  };
  return model;
}

const std::vector<ParameterBounds> kBounds{{0.1, 10.0}, {0.1, 10.0}};
const std::vector<MomentTarget> kTargets{{{1, 0}}, {{0, 1}}, {{1, 1}}};

TEST(SimulatedMoments, IntervalsHoldTheTruth) {
  constexpr double kRuns = 150.0;
  double median_held = 0.0;
  double sd_held = 0.0;
  double width = 0.0;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const std::vector<double> observed = sample_moments(std::log(1.3), kSd, 99, run);
    const auto fit = fit_simulated_moments(lognormal_sample(), observed, kBounds, kTargets);
    ASSERT_TRUE(fit);
    median_held += fit->targets[0].low <= 1.3 && 1.3 <= fit->targets[0].high ? 1.0 : 0.0;
    sd_held += fit->targets[1].low <= kSd && kSd <= fit->targets[1].high ? 1.0 : 0.0;
    width += std::log(fit->targets[0].high / fit->targets[0].low) / kRuns;
    EXPECT_FALSE(fit->targets[0].open_low || fit->targets[0].open_high);
  }
  const double slack = 3.29 * std::sqrt(0.95 * 0.05 / kRuns);
  EXPECT_GT(median_held / kRuns, 0.95 - slack);
  EXPECT_GT(sd_held / kRuns, 0.95 - slack);
  const double ideal = 2.0 * 1.96 * kSd / std::sqrt(kValues);
  EXPECT_LT(width, 1.5 * ideal) << "not by being wide";
}

TEST(SimulatedMoments, WhatTheDataCannotTellApartIsOpen) {
  const std::vector<double> observed = sample_moments(0.0, kSd, 99, 1);
  const auto fit = fit_simulated_moments(factors(), observed, kBounds, kTargets);
  ASSERT_TRUE(fit);
  for (const std::size_t factor : {0U, 1U}) {
    EXPECT_TRUE(fit->targets[factor].open_low);
    EXPECT_TRUE(fit->targets[factor].open_high);
  }
  EXPECT_LT(fit->targets[2].high / fit->targets[2].low, 3.0) << "their product is told";
  EXPECT_LE(fit->targets[2].low, 1.1);
  EXPECT_GE(fit->targets[2].high, 0.9);
}

TEST(SimulatedMoments, AModelThatCannotBeSaysSoAndIsWide) {
  std::vector<double> observed = sample_moments(0.0, kSd, 99, 1);
  const auto right = fit_simulated_moments(factors(), observed, kBounds, kTargets);
  observed[1] += 1.5;  // a spread that the factors never give
  const auto wrong = fit_simulated_moments(factors(), observed, kBounds, kTargets);
  ASSERT_TRUE(right && wrong);
  EXPECT_GT(right->p_value, 0.05);
  EXPECT_EQ(right->inflation, 1.0);
  EXPECT_LE(wrong->p_value, 0.05);
  EXPECT_GT(wrong->inflation, 3.0);
  EXPECT_GT(wrong->targets[2].high / wrong->targets[2].low, right->targets[2].high / right->targets[2].low);
}

/// A setting that shifts the median by a factor of two widens the answer to either.
TEST(SimulatedMoments, SettingsWiden) {
  MomentModel model = lognormal_sample();
  const std::vector<double> observed = sample_moments(0.0, kSd, 99, 1);
  const auto one = fit_simulated_moments(model, observed, kBounds, kTargets);
  model.settings = 2;
  model.simulate = [simulate = model.simulate](std::span<const double> parameters, std::size_t setting,
                                               std::uint32_t count) {
    const std::vector<double> shifted{parameters[0] * (setting == 0 ? 1.0 : 2.0), parameters[1]};
    return simulate(shifted, 0, count);
  };
  const auto two = fit_simulated_moments(model, observed, kBounds, kTargets);
  ASSERT_TRUE(one && two);
  EXPECT_LT(two->targets[0].low, 0.7 * one->targets[0].low);
  EXPECT_GE(two->targets[0].high, 0.9 * one->targets[0].high);
}

TEST(SimulatedMoments, TheSameInWhateverOrderPointsAreSimulated) {
  const std::vector<double> observed = sample_moments(0.2, kSd, 99, 5);
  MomentSearch backwards;
  backwards.for_each = [](std::size_t n, const std::function<void(std::size_t)>& work) {
    std::thread other([&] {
      for (std::size_t i = n; i-- > 0;) work(i);
    });
    other.join();
  };
  const auto a = fit_simulated_moments(lognormal_sample(), observed, kBounds, kTargets);
  const auto b = fit_simulated_moments(lognormal_sample(), observed, kBounds, kTargets, backwards);
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->parameters, b->parameters);
  EXPECT_EQ(a->targets[0].low, b->targets[0].low);
  EXPECT_EQ(a->targets[1].high, b->targets[1].high);
  EXPECT_EQ(a->p_value, b->p_value);
}

TEST(SimulatedMoments, NothingFromNothing) {
  const std::vector<double> no_number{std::numeric_limits<double>::quiet_NaN(), 0.0};
  EXPECT_FALSE(fit_simulated_moments(factors(), no_number, kBounds, kTargets));
  const std::vector<double> observed{0.0, 0.0};
  const std::vector<ParameterBounds> upside_down{{1.0, 0.5}, {0.1, 10.0}};
  EXPECT_FALSE(fit_simulated_moments(factors(), observed, upside_down, kTargets));
  MomentModel nowhere = factors();
  nowhere.allowed = [](std::span<const double>, std::size_t) { return false; };
  EXPECT_FALSE(fit_simulated_moments(nowhere, observed, kBounds, kTargets));
}

}  // namespace
}  // namespace faultline::fit
