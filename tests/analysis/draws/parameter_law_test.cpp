// Laws have the quantiles that the scenario states, and stay where their field lets them.
#include "analysis/draws/parameter_law.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

namespace faultline {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

Uncertainty stated(UncertaintyKind kind, double value, double low, double high, double least, double most) {
  return {kind, value, low, high, least, most, false, false};
}

ParameterLaw posterior(double value, double low, double high, double least, double most) {
  return ParameterLaw(stated(UncertaintyKind::interval95, value, low, high, least, most));
}

void expect_stated_quantiles(const ParameterLaw& law) {
  const Uncertainty& about = law.uncertainty();
  const double rounding = 1e-7 * std::max(std::abs(about.low), std::abs(about.high));
  EXPECT_NEAR(law.quantile(0.025), about.low, rounding);
  EXPECT_NEAR(law.quantile(0.5), about.value, rounding);
  EXPECT_NEAR(law.quantile(0.975), about.high, rounding);
}

TEST(ParameterLaw, AnIntervalsEndsAreQuantiles) {
  const ParameterLaw rate = posterior(2, 1, 4, 0, 1000);
  expect_stated_quantiles(rate);
  EXPECT_EQ(rate.name(), "lognormal");
  const ParameterLaw skewed = posterior(2, 1.9, 9, 0, 1000);
  expect_stated_quantiles(skewed);
  EXPECT_EQ(skewed.name(), "two-piece lognormal");
  const ParameterLaw share = posterior(0.1, 0.02, 0.3, 0, 1);
  expect_stated_quantiles(share);
  EXPECT_EQ(share.name(), "two-piece logit-normal");
  const ParameterLaw growth = posterior(0.1, -0.1, 0.3, -kInfinite, kInfinite);
  expect_stated_quantiles(growth);
  EXPECT_EQ(growth.name(), "normal");
}

TEST(ParameterLaw, KeepsTheSupport) {
  const std::vector<ParameterLaw> laws{posterior(2, 1, 4, 0, 1000),      posterior(0.5, -0.4, 1.4, 0, 1000),
                                       posterior(0.9, 0.2, 0.999, 0, 1), posterior(0, 0, 0.02, 0, 1),
                                       posterior(1, 0.9, 1, 0, 1),       posterior(1.1, 1, 3, 1, 1000)};
  for (const ParameterLaw& law : laws) {
    double before = -kInfinite;
    for (int i = 1; i < 2000; ++i) {
      const double x = law.quantile(i / 2000.0);
      EXPECT_GE(x, law.uncertainty().least);
      EXPECT_LE(x, law.uncertainty().most);
      EXPECT_GE(x, before) << law.name();
      before = x;
    }
  }
  // Half of what a count of none allows is none.
  EXPECT_EQ(laws[3].quantile(0.4), 0);
  EXPECT_NEAR(laws[3].quantile(0.975), 0.02, 1e-9);
  Uncertainty above = stated(UncertaintyKind::interval95, 0.5, -0.4, 1.4, 0, 1000);
  above.above_least = true;
  EXPECT_GT(ParameterLaw(above).quantile(1e-15), 0);
}

TEST(ParameterLaw, RangesHaveTheShapeThatIsStated) {
  const ParameterLaw uniform(stated(UncertaintyKind::uniform, 3, 2, 6, 0, 10));
  EXPECT_DOUBLE_EQ(uniform.quantile(0.25), 3);
  const ParameterLaw decades(stated(UncertaintyKind::log_uniform, 3, 1, 100, 0, 1000));
  EXPECT_NEAR(decades.quantile(0.5), 10, 1e-9);
  const ParameterLaw triangle(stated(UncertaintyKind::triangular, 3, 2, 6, 0, 10));
  EXPECT_DOUBLE_EQ(triangle.quantile(0.25), 3);  // (3 - 2) / (6 - 2) lies below the mode
  double sum = 0;
  constexpr int kSteps = 100'000;
  for (int i = 0; i < kSteps; ++i) {
    sum += triangle.quantile((i + 0.5) / kSteps);
  }
  EXPECT_NEAR(sum / kSteps, (2 + 3 + 6) / 3.0, 1e-6);
  EXPECT_FALSE(ParameterLaw(stated(UncertaintyKind::interval95, 3, 3, 3, 0, 10)).varies());
}

TEST(ParameterLaw, WholeNumbersAreAllAlike) {
  Uncertainty people = stated(UncertaintyKind::uniform, 5, 4, 8, 0, 100);
  people.whole = true;
  const ParameterLaw law(people);
  std::map<double, int> seen;
  for (int i = 0; i < 1000; ++i) {
    ++seen[law.quantile((i + 0.5) / 1000)];
  }
  EXPECT_EQ(seen, (std::map<double, int>{{4, 200}, {5, 200}, {6, 200}, {7, 200}, {8, 200}}));
}

}  // namespace
}  // namespace faultline
