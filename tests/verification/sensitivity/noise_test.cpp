// Luck is no parameter: a model that is nothing but noise has indices of zero, and noise on top of a model leaves the
// model's indices. Noise has fixed keys; how often an estimate would be called settled by chance is counted below over
// 200 keys, and held to its binomial limit.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "analysis/stats/luck_groups.h"
#include "analysis/stats/morris.h"
#include "analysis/stats/regression.h"
#include "analysis/stats/sobol_indices.h"
#include "analysis/sweep/points.h"
#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

constexpr std::size_t kGroups = 10;
constexpr std::size_t kReplications = 40;

double normal(std::uint64_t key, std::size_t cell, std::size_t replication) {
  const KeyedDraws draws(key, static_cast<std::uint32_t>(replication));
  return elementary::normal_quantile(draws.uniform(static_cast<std::uint32_t>(cell), 77, 0));
}

using Model = std::function<double(std::span<const double> x, std::size_t cell, std::size_t replication)>;

SobolIndices indices_of(const Model& model, std::size_t parameters, std::size_t rows) {
  const PointSet points = saltelli_points(rows, parameters, true, 1);
  SaltelliOutputs outputs{parameters, kGroups, true, {}};
  for (std::size_t cell = 0; cell < points.size(); ++cell) {
    std::vector<double> replications;
    for (std::size_t r = 0; r < kReplications; ++r) {
      replications.push_back(model(points.point(cell), cell, r));
    }
    const std::vector<double> means = group_means(replications, kGroups);
    outputs.values.insert(outputs.values.end(), means.begin(), means.end());
  }
  return *sobol_indices(outputs);
}

void expect_zero(const SobolIndices& found) {
  EXPECT_FALSE(found.settled);
  EXPECT_GT(found.luck_fraction, 0.8);
  for (const auto* list : {&found.first, &found.total}) {
    for (const Estimate& index : *list) {
      EXPECT_EQ(index.value, 0);
      EXPECT_FALSE(index.interval);
    }
  }
  for (const PairIndex& pair : found.second) {
    EXPECT_EQ(pair.index.value, 0);
  }
  EXPECT_FALSE(found.warnings.empty());
}

TEST(PureNoise, NewInEveryCell) {
  expect_zero(indices_of([](auto, std::size_t cell, std::size_t r) { return 100 + 20 * normal(1, cell, r); }, 4, 64));
}

TEST(PureNoise, TheSameInEveryCell) {
  const SobolIndices found =
      indices_of([](auto, std::size_t, std::size_t r) { return 100 + 20 * normal(2, 0, r); }, 4, 64);
  EXPECT_FALSE(found.settled);
  for (const Estimate& total : found.total) {
    EXPECT_EQ(total.value, 0);
  }
}

// Whether x matters is decided by luck, replication by replication, and evens out.
TEST(PureNoise, LuckThatActsThroughTheParameters) {
  expect_zero(indices_of(
      [](std::span<const double> x, std::size_t, std::size_t r) {
        return normal(3, 0, r) * (x[0] - 0.5) + normal(3, 1, r) * (x[1] - 0.5) + normal(3, 2, r) * x[2] * x[3];
      },
      4, 64));
}

TEST(PureNoise, IsSeldomTakenForSettled) {
  int settled = 0;
  constexpr int kKeys = 200;
  for (int key = 0; key < kKeys; ++key) {
    const Model model = [key](auto, std::size_t cell, std::size_t r) {
      return normal(1000 + static_cast<std::uint64_t>(key), cell, r);
    };
    settled += indices_of(model, 1, 16).settled ? 1 : 0;
  }
  // The lower end of a 95 % interval: at most 2.5 % and three standard errors of that over 200 keys.
  EXPECT_LE(settled, kKeys * 0.025 + 3 * std::sqrt(kKeys * 0.025 * 0.975));
}

TEST(NoiseOnAModel, LeavesItsIndices) {
  // Variance 16/12 + 9/12 by two parameters, none by the third; noise as large as all of it in every cell.
  const SobolIndices found = indices_of([](std::span<const double> x, std::size_t cell,
                                           std::size_t r) { return 4 * x[0] + 3 * x[1] + 9.1 * normal(4, cell, r); },
                                        3, 512);
  EXPECT_TRUE(found.settled);
  EXPECT_GT(found.luck_fraction, 0.35);
  const double truth[3] = {0.64, 0.36, 0};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(found.first[i].value, truth[i], 3 * *found.first[i].standard_error);
    EXPECT_NEAR(found.total[i].value, truth[i], 3 * *found.total[i].standard_error);
    EXPECT_LT(*found.total[i].standard_error, 0.2) << "left in, luck would add 1 to each total index";
  }
  EXPECT_LE(found.total[2].interval->low, 0);
  EXPECT_GE(found.total[2].interval->high, 0);
}

TEST(PureNoise, MorrisShowsNothing) {
  const std::size_t trajectories = 30;
  ElementaryEffects effects{5, kGroups, {}};
  for (std::size_t i = 0; i < trajectories * 5 * kGroups; ++i) {
    effects.values.push_back(normal(5, i, 0));
  }
  for (const MorrisMeasures& found : morris_measures(effects)) {
    EXPECT_FALSE(found.settled);
    EXPECT_EQ(found.mean_absolute.value, 0);
    EXPECT_EQ(found.spread, 0);
    EXPECT_NEAR(found.luck_floor, std::sqrt(2 / (3.14159 * kGroups)), 0.05);
  }
}

TEST(PureNoise, RegressionExplainsNothing) {
  const PointSet points = latin_hypercube(200, 4, 8);
  std::vector<double> output;
  for (std::size_t i = 0; i < points.size(); ++i) {
    output.push_back(normal(6, i, 0));
  }
  const auto found = standardised_regression(points.values, 4, output);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->adjusted_r_squared, 0, 0.05);
  for (const Estimate& coefficient : found->coefficients) {
    EXPECT_LE(coefficient.interval->low, 0);
    EXPECT_GE(coefficient.interval->high, 0);
  }
}

}  // namespace
}  // namespace faultline::stats
