// Monte-Carlo checks use z < 4 (false alarm 6e-5 each, had the seed been random) and the Kolmogorov-Smirnov bound
// D sqrt(n) < 2.23 (1e-4 each).
#include "sim/response/fault.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/core/elementary.h"

namespace faultline {
namespace {

constexpr std::uint32_t kDraws = 100'000;

double fraction_sd(double p) { return std::sqrt(p * (1.0 - p) / kDraws); }

double kolmogorov_distance(std::vector<double> uniforms) {
  std::sort(uniforms.begin(), uniforms.end());
  const auto n = static_cast<double>(uniforms.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < uniforms.size(); ++i) {
    const auto below = static_cast<double>(i);
    distance = std::max({distance, uniforms[i] - below / n, (below + 1.0) / n - uniforms[i]});
  }
  return distance;
}

TEST(DrawStealth, RanksAreUniformAndTiedByTheCopula) {
  ClassMatrix correlation{};
  const double asked[5][5] = {{1.0, 0.3, 0.6, 0.2, 0.1},
                              {0.3, 1.0, 0.4, 0.1, 0.0},
                              {0.6, 0.4, 1.0, 0.2, -0.1},
                              {0.2, 0.1, 0.2, 1.0, 0.5},
                              {0.1, 0.0, -0.1, 0.5, 1.0}};
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < 5; ++j) correlation[i][j] = asked[i][j];
  }
  const CopulaFactor factor = copula_factor(correlation);
  ASSERT_TRUE(factor.ok);
  const KeyedDraws draws(5, 0);
  std::vector<std::vector<double>> ranks(5);
  for (std::uint32_t defect = 0; defect < kDraws; ++defect) {
    const auto rank = draw_stealth(factor.lower, draws, {defect, 77});
    for (std::size_t i = 0; i < 5; ++i) ranks[i].push_back(rank[i]);
  }
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_LT(kolmogorov_distance(ranks[i]) * std::sqrt(static_cast<double>(kDraws)), 2.23) << "class " << i;
  }
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      double product = 0.0;
      for (std::size_t k = 0; k < kDraws; ++k) {
        product += elementary::normal_quantile(ranks[i][k]) * elementary::normal_quantile(ranks[j][k]);
      }
      const double r = asked[i][j];
      // The mean product of two standard normals has variance 1 + r^2.
      EXPECT_NEAR(product / kDraws, r, 4.0 * std::sqrt((1.0 + r * r) / kDraws)) << i << ' ' << j;
    }
  }
}

TEST(DrawFault, FractionsAreThoseOfTheModel) {
  DefectModel model;
  model.scope.marketplace_fraction = 0.1;
  model.scope.fleet_fraction_out_of_band = 0.2;
  const KeyedDraws draws(9, 3);
  double cell = 0, marketplace = 0, fleet = 0, total_in_fleet = 0, total_elsewhere = 0, invisible = 0, soft = 0,
         damage = 0, fix_forward = 0, config = 0;
  double partial_sum = 0, partial_count = 0;
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const FaultAttributes fault = draw_fault(model, draws, {i, 4}, Channel::out_of_band);
    const bool is_fleet = fault.scope == DefectScope::fleet;
    cell += fault.scope == DefectScope::cell ? 1 : 0;
    marketplace += fault.scope == DefectScope::marketplace ? 1 : 0;
    fleet += is_fleet ? 1 : 0;
    (is_fleet ? total_in_fleet : total_elsewhere) += fault.magnitude == 1.0 ? 1 : 0;
    if (fault.magnitude < 1.0) {
      partial_sum += fault.magnitude;
      partial_count += 1;
    }
    invisible += fault.visible_fraction == 0.0 ? 1 : 0;
    soft += fault.order_loss_given_error < 1.0 ? 1 : 0;
    damage += fault.data_damage ? 1 : 0;
    fix_forward += fault.rollbackable ? 0 : 1;
    config += fault.category == DefectCategory::config ? 1 : 0;
  }
  const auto expect = [](double count, double p, const char* what) {
    EXPECT_NEAR(count / kDraws, p, 4.0 * fraction_sd(p)) << what;
  };
  expect(fleet, 0.2, "fleet");
  expect(marketplace, 0.1, "marketplace");
  expect(cell, 0.30, "cell");
  expect(total_in_fleet, 0.2 * 0.5, "total given fleet");
  expect(total_elsewhere, 0.8 * 0.01, "total elsewhere");
  expect(invisible, 0.15, "invisible");
  expect(soft, 0.20, "soft loss");
  expect(damage, 0.05, "data damage");
  expect(fix_forward, 0.2, "fix forward");
  expect(config, 0.20, "category");
  // Beta(1.5, 25): mean a/(a+b), variance ab/((a+b)^2 (a+b+1)).
  const double mean = 1.5 / 26.5;
  const double sd = std::sqrt(1.5 * 25.0 / (26.5 * 26.5 * 27.5) / partial_count);
  EXPECT_NEAR(partial_sum / partial_count, mean, 4.0 * sd);
}

TEST(DrawFault, LeavingThePipelineCanOnlyWidenAndStrengthen) {
  const DefectModel model;
  const KeyedDraws draws(9, 4);
  int widened = 0;
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const FaultAttributes inside = draw_fault(model, draws, {i, 4}, Channel::pipeline);
    const FaultAttributes outside = draw_fault(model, draws, {i, 4}, Channel::out_of_band);
    ASSERT_GE(outside.magnitude, inside.magnitude);
    if (outside.scope != inside.scope) {
      ASSERT_EQ(inside.scope, DefectScope::service);
      ASSERT_EQ(outside.scope, DefectScope::fleet);
    }
    if (outside.scope == DefectScope::fleet && inside.scope != DefectScope::fleet) ++widened;
    ASSERT_EQ(outside.category, inside.category);
    ASSERT_EQ(outside.data_damage, inside.data_damage);
  }
  const double p = model.scope.fleet_fraction_out_of_band - model.scope.fleet_fraction_pipeline;
  EXPECT_NEAR(static_cast<double>(widened) / kDraws, p, 4.0 * fraction_sd(p));
  // Nothing but an operator or the control plane strikes the whole fleet.
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    ASSERT_NE(draw_fault(model, draws, {i, 4}, Channel::background).scope, DefectScope::fleet);
  }
}

TEST(DrawActivation, IsAMixtureOfThreeLaws) {
  const ActivationLaw law;
  const KeyedDraws draws(2, 2);
  const double at_hours = 3.0;
  double early = 0, by_exposure = 0;
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const Activation activation = draw_activation(law, draws, {i, 5});
    early += activation.hours <= at_hours ? 1 : 0;
    by_exposure += activation.by_exposure ? 1 : 0;
  }
  const double p = 0.55 * (1.0 - std::exp(-at_hours * 6.0)) + 0.30 * 0.5 +
                   0.15 * 0.5 * std::erfc(-std::log(at_hours / 120.0) / 1.5 / std::sqrt(2.0));
  EXPECT_NEAR(early / kDraws, p, 4.0 * fraction_sd(p));
  EXPECT_NEAR(by_exposure / kDraws, 0.3, 4.0 * fraction_sd(0.3));
}

}  // namespace
}  // namespace faultline
