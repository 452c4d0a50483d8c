// Estimators against functions whose indices are published. Points have fixed keys. Each estimate must lie within its
// own 99.7 % error (three bootstrap standard errors) and a small absolute allowance; Sobol points err far less than the
// bootstrap, which takes rows for independent, thinks: with another seed fewer than one run in a hundred would fail.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <numbers>

#include "analysis/stats/morris.h"
#include "analysis/stats/regression.h"
#include "analysis/stats/sobol_indices.h"
#include "analysis/sweep/points.h"
#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

using Function = std::function<double(std::span<const double>)>;

SobolIndices indices_of(const Function& function, std::size_t parameters, std::size_t rows, bool second_order) {
  SaltelliOutputs outputs{parameters, 1, second_order, {}};
  const PointSet points = saltelli_points(rows, parameters, second_order, 2026);
  for (std::size_t i = 0; i < points.size(); ++i) {
    outputs.values.push_back(function(points.point(i)));
  }
  return *sobol_indices(outputs);
}

void expect_within(const Estimate& estimate, double truth, const char* what, std::size_t number = 0,
                   double errors = 3) {
  EXPECT_NEAR(estimate.value, truth, errors * estimate.standard_error.value_or(0) + 1e-4) << what << number;
  if (std::getenv("SHOW") != nullptr) {
    std::printf("%s%zu %.5f se %.5f published %.5f\n", what, number, estimate.value,
                estimate.standard_error.value_or(0), truth);
  }
}

// x in the unit cube for U(-pi, pi)
Function ishigami(double b) {
  return [b](std::span<const double> u) {
    const double x1 = std::numbers::pi * (2 * u[0] - 1);
    const double x2 = std::numbers::pi * (2 * u[1] - 1);
    const double x3 = std::numbers::pi * (2 * u[2] - 1);
    return std::sin(x1) + 7 * std::sin(x2) * std::sin(x2) + b * x3 * x3 * x3 * x3 * std::sin(x1);
  };
}

double sobol_g(std::span<const double> u) {
  const double a[8] = {0, 1, 4.5, 9, 99, 99, 99, 99};
  double product = 1.0;
  for (std::size_t i = 0; i < 8; ++i) {
    product *= (std::abs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
  }
  return product;
}

TEST(Ishigami, FirstTotalAndSecondOrder) {
  const SobolIndices found = indices_of(ishigami(0.1), 3, 4096, true);
  EXPECT_TRUE(found.settled);
  expect_within(found.variance, 13.844587940719, "variance");
  const double first[3] = {0.313905191, 0.442411145, 0};
  const double total[3] = {0.557588855, 0.442411145, 0.243683664};
  for (std::size_t i = 0; i < 3; ++i) {
    expect_within(found.first[i], first[i], "S", i + 1);
    expect_within(found.total[i], total[i], "ST", i + 1);
    EXPECT_LT(found.first[i].standard_error.value(), 0.02) << "the test says something";
  }
  ASSERT_EQ(found.second.size(), 3U);
  const double second[3] = {0, 0.243683664, 0};  // 12, 13, 23
  for (std::size_t pair = 0; pair < 3; ++pair) {
    expect_within(found.second[pair].index, second[pair], "pair", pair);
    EXPECT_LT(found.second[pair].index.standard_error.value(), 0.04);
  }
  EXPECT_LT(std::abs(found.dummy_first.value), 0.05);
  EXPECT_LT(std::abs(found.dummy_total.value), 0.05);
}

TEST(Ishigami, WeakerInteraction) {
  const SobolIndices found = indices_of(ishigami(0.05), 3, 4096, false);
  const double first[3] = {0.218518564, 0.686894644, 0};
  const double total[3] = {0.313105356, 0.686894644, 0.094586792};
  expect_within(found.variance, 8.916942440, "variance");
  for (std::size_t i = 0; i < 3; ++i) {
    expect_within(found.first[i], first[i], "S", i + 1);
    expect_within(found.total[i], total[i], "ST", i + 1);
  }
  EXPECT_TRUE(found.second.empty());
}

TEST(SobolG, EightParameters) {
  const SobolIndices found = indices_of(sobol_g, 8, 4096, false);
  const double first[8] = {0.716192169, 0.179048042, 0.023675774, 0.007161922,
                           7.16192e-5,  7.16192e-5,  7.16192e-5,  7.16192e-5};
  const double total[8] = {0.787144127, 0.242198193, 0.034316910, 0.010460387,
                           1.04949e-4,  1.04949e-4,  1.04949e-4,  1.04949e-4};
  expect_within(found.variance, 0.465424431902, "variance");
  for (std::size_t i = 0; i < 8; ++i) {
    expect_within(found.first[i], first[i], "S", i + 1);
    expect_within(found.total[i], total[i], "ST", i + 1);
  }
}

std::vector<double> elementary_effects(const Function& function, std::size_t parameters, std::size_t trajectories) {
  const PointSet points = morris_points(trajectories, parameters, 5);
  std::vector<double> effects(trajectories * parameters);
  for (std::size_t t = 0; t < trajectories; ++t) {
    for (std::size_t s = 1; s <= parameters; ++s) {
      const auto before = points.point(t * (parameters + 1) + s - 1);
      const auto after = points.point(t * (parameters + 1) + s);
      for (std::size_t p = 0; p < parameters; ++p) {
        if (before[p] != after[p]) {
          effects[t * parameters + p] = (function(after) - function(before)) / (after[p] - before[p]);
        }
      }
    }
  }
  return effects;
}

TEST(Morris, ProductOfTwo) {
  const Function product = [](std::span<const double> x) { return x[0] * x[1]; };
  for (const MorrisMeasures& found : morris_measures({2, 1, elementary_effects(product, 2, 4000)})) {
    expect_within(found.mean, 0.5, "mu", 0, 4);
    expect_within(found.mean_absolute, 0.5, "mu*", 0, 4);
    EXPECT_NEAR(found.spread, 0.372678, 0.01);
    EXPECT_TRUE(found.settled);
  }
}

TEST(Morris, LinearIsExact) {
  const Function linear = [](std::span<const double> x) { return 3 * x[0] - 2 * x[1] + 0 * x[2]; };
  const auto found = morris_measures({3, 1, elementary_effects(linear, 3, 10)});
  EXPECT_NEAR(found[0].mean.value, 3, 1e-12);
  EXPECT_NEAR(found[1].mean.value, -2, 1e-12);
  EXPECT_NEAR(found[1].mean_absolute.value, 2, 1e-12);
  EXPECT_NEAR(found[0].spread, 0, 1e-12);
  EXPECT_EQ(found[2].mean_absolute.value, 0);
  EXPECT_FALSE(found[2].settled);
}

// Morris's function of twenty inputs, its "random" coefficients standard normal from fixed keys.
class TwentyInputs {
 public:
  TwentyInputs() {
    const KeyedDraws draws(7, 0);
    for (std::uint32_t i = 0; i < 20; ++i) {
      one[i] = i < 10 ? 20 : elementary::normal_quantile(draws.uniform(i, 1, 0));
      for (std::uint32_t j = i + 1; j < 20; ++j) {
        two[i][j] = two[j][i] = j < 6 ? -15 : elementary::normal_quantile(draws.uniform(i, 2, j));
      }
    }
  }

  static double w(std::size_t i, double x) {
    return i == 2 || i == 4 || i == 6 ? 2 * (1.1 * x / (x + 0.1) - 0.5) : 2 * (x - 0.5);
  }

  double operator()(std::span<const double> x) const {
    double sum = 0;
    for (std::size_t i = 0; i < 20; ++i) {
      sum += one[i] * w(i, x[i]);
      for (std::size_t j = i + 1; j < 20; ++j) {
        sum += two[i][j] * w(i, x[i]) * w(j, x[j]);
      }
    }
    for (std::size_t i = 0; i < 5; ++i) {
      for (std::size_t j = i + 1; j < 5; ++j) {
        for (std::size_t l = j + 1; l < 5; ++l) {
          sum -= 10 * w(i, x[i]) * w(j, x[j]) * w(l, x[l]);
        }
      }
    }
    return sum + 5 * w(0, x[0]) * w(1, x[1]) * w(2, x[2]) * w(3, x[3]);
  }

  // Mean effect of an input beyond the tenth or the eighth to tenth: in no product of three.
  [[nodiscard]] double mean_effect(std::size_t i) const {
    double slope = one[i];
    for (const std::size_t bent : {2U, 4U, 6U}) {
      double mean = 0;
      for (const double level : {0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0}) {
        mean += w(bent, level) / 4;
      }
      slope += two[i][bent] * mean;
    }
    return 2 * slope;
  }

  double one[20] = {};
  double two[20][20] = {};
};

TEST(Morris, HisOwnFunctionOfTwentyInputs) {
  const TwentyInputs function;
  const auto found = morris_measures({20, 1, elementary_effects(std::cref(function), 20, 200)});
  for (std::size_t i = 7; i < 20; ++i) {
    expect_within(found[i].mean, function.mean_effect(i), "mu", i + 1, 4);
  }
  // What he says of it: 8 to 10 act alone, 1 to 7 bend or interact, the rest hardly matters.
  for (std::size_t i = 0; i < 10; ++i) {
    for (std::size_t rest = 10; rest < 20; ++rest) {
      EXPECT_GT(found[i].mean_absolute.value, 2 * found[rest].mean_absolute.value) << i << " " << rest;
    }
  }
  for (std::size_t alone = 7; alone < 10; ++alone) {
    EXPECT_LT(found[alone].spread, 0.4 * found[alone].mean_absolute.value);
    for (std::size_t i = 0; i < 6; ++i) {
      EXPECT_GT(found[i].spread, 2 * found[alone].spread);
    }
  }
}

TEST(Regression, LinearIsExact) {
  const PointSet points = scrambled_sobol(128, 3, 3);
  std::vector<double> output;
  for (std::size_t i = 0; i < points.size(); ++i) {
    output.push_back(4 * points.point(i)[0] - 3 * points.point(i)[1] + 10);
  }
  const auto found = standardised_regression(points.values, 3, output);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->r_squared, 1, 1e-12);
  EXPECT_NEAR(found->coefficients[0].value, 0.8, 0.01);
  EXPECT_NEAR(found->coefficients[1].value, -0.6, 0.01);
  EXPECT_NEAR(found->coefficients[2].value, 0, 1e-12);
}

}  // namespace
}  // namespace faultline::stats
