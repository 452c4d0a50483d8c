#include "analysis/report/scale.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace faultline::report {
namespace {

using Ticks = std::vector<double>;

void expect_ticks(const Scale& scale, const Ticks& expected) {
  ASSERT_EQ(scale.ticks().size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(scale.ticks()[i], expected[i], 1e-12 * (1 + std::abs(expected[i])));
  }
}

TEST(LinearScale, TicksAreRoundAndCoverTheDomain) {
  expect_ticks(Scale(ScaleKind::kLinear, 0, 97, 0, 100), {0, 20, 40, 60, 80, 100});
  expect_ticks(Scale(ScaleKind::kLinear, -3, 11, 0, 100), {-5, 0, 5, 10, 15});
  expect_ticks(Scale(ScaleKind::kLinear, 0.1, 0.5, 0, 100), {0.1, 0.2, 0.3, 0.4, 0.5});
  expect_ticks(Scale(ScaleKind::kLinear, 0, 1, 0, 100), {0, 0.2, 0.4, 0.6, 0.8, 1});
}

TEST(LinearScale, MapsEndsToEndsEvenWhenTurnedRound) {
  const Scale y(ScaleKind::kLinear, 0, 10, 300, 20);
  EXPECT_DOUBLE_EQ(y(0), 300);
  EXPECT_DOUBLE_EQ(y(5), 160);
  EXPECT_DOUBLE_EQ(y(10), 20);
  EXPECT_DOUBLE_EQ(y(99), 20);
}

TEST(LogarithmicScale, WholeDecadesOverManyAndFewerTicksOverVeryMany) {
  expect_ticks(Scale(ScaleKind::kLogarithmic, 2, 5000, 0, 100), {1, 10, 100, 1000, 10000});
  EXPECT_LE(Scale(ScaleKind::kLogarithmic, 1e-12, 1e12, 0, 100).ticks().size(), 10U);
}

TEST(LogarithmicScale, OneTwoFiveBelowTwoDecades) {
  expect_ticks(Scale(ScaleKind::kLogarithmic, 3, 40, 0, 100), {2, 5, 10, 20, 50});
  expect_ticks(Scale(ScaleKind::kLogarithmic, 1, 10, 0, 100), {1, 2, 5, 10});
}

TEST(LogarithmicScale, ZeroLandsOnTheStart) {
  const Scale x(ScaleKind::kLogarithmic, 0, 1000, 50, 450);
  EXPECT_DOUBLE_EQ(x.low(), 1);
  EXPECT_DOUBLE_EQ(x(0), 50);
  EXPECT_NEAR(x(1000), 450, 1e-9);
}

TEST(Scale, AnEmptyDomainStillDraws) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const ScaleKind kind : {ScaleKind::kLinear, ScaleKind::kLogarithmic}) {
    for (const auto& [low, high] : {std::pair{infinity, -infinity}, std::pair{7.0, 7.0}, std::pair{0.0, 0.0},
                                    std::pair{-4.0, -4.0}, std::pair{std::nan(""), 1.0}}) {
      const Scale scale(kind, low, high, 0, 100);
      EXPECT_GE(scale.ticks().size(), 2U);
      EXPECT_LT(scale.low(), scale.high());
      EXPECT_TRUE(std::isfinite(scale(7)));
    }
  }
}

}  // namespace
}  // namespace faultline::report
