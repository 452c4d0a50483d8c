// Where a saving comes from: steps that add up. Outcomes are made by hand, so the figures are worked out beside them.
#include "analysis/waterfall.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/analysis/made_comparison.h"

namespace faultline {
namespace {

using test::compared;
using test::made_run;

TEST(Waterfall, StepsAddUpToTheDifference) {
  const Comparison comparison = compared(made_run(40));
  EXPECT_FALSE(comparison.policies.at(0).waterfall) << "there is no way from the reference to itself";
  const WaterfallResult& waterfall = comparison.policies.at(1).waterfall.value();
  EXPECT_EQ(waterfall.total.value, comparison.against_reference(1).saving.orders.value);
  ASSERT_EQ(waterfall.steps.size(), 6U);
  double sum = 0;
  for (const WaterfallStep& step : waterfall.steps) {
    sum += step.orders.alone.value;
  }
  EXPECT_NEAR(sum, waterfall.total.value, 1e-9 * waterfall.total.value);
}

TEST(Waterfall, StepsComeInTheOrderOfAChangesLife) {
  const WaterfallResult waterfall = *compared(made_run(40)).policies.at(1).waterfall;
  using Part = WaterfallPart;
  const std::vector<Part> parts{Part::not_shipped, Part::caught,    Part::caught,
                                Part::contained,   Part::recovered, Part::interaction};
  const std::vector<double> shares{0.1, 0.2, 0.5, 0.15, 0.1, -0.05};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    EXPECT_EQ(waterfall.steps[i].part, parts[i]) << i;
    EXPECT_NEAR(waterfall.steps[i].orders.alone.value, shares[i] * waterfall.total.value, 1e-3) << i;
  }
  EXPECT_EQ(waterfall.steps[1].gate, 0U);
  EXPECT_EQ(waterfall.steps[2].gate, 1U);
}

// Every step is a fixed share of one difference, so its paired error is that share of the difference's.
TEST(Waterfall, IntervalsArePairedAndHoldTogether) {
  const WaterfallResult waterfall = *compared(made_run(40)).policies.at(1).waterfall;
  for (const WaterfallStep& step : waterfall.steps) {
    const double share = std::abs(step.orders.alone.value / waterfall.total.value);
    EXPECT_NEAR(*step.orders.alone.standard_error, share * *waterfall.total.standard_error, 1e-3);
    EXPECT_LT(step.orders.together->low, step.orders.alone.interval->low);
    EXPECT_GT(step.orders.together->high, step.orders.alone.interval->high);
    EXPECT_TRUE(step.settled());
  }
}

TEST(Waterfall, PartsThatNeverHappenAreLeftOut) {
  const Comparison comparison = compared(made_run(40), [](Outcome& outcome, std::size_t) {
    outcome.waterfall.not_shipped += outcome.waterfall.interaction;
    outcome.waterfall.interaction = 0;
  });
  EXPECT_EQ(comparison.policies.at(1).waterfall->steps.size(), 5U);
}

TEST(Waterfall, StepsThatDoNotAddUpAreNotShown) {
  const Comparison comparison = compared(made_run(40), [](Outcome& outcome, std::size_t c) {
    if (c == 1) {
      outcome.waterfall.contained += 100;
    }
  });
  EXPECT_FALSE(comparison.policies.at(1).waterfall);
  ASSERT_EQ(comparison.warnings.size(), 2U);
  EXPECT_NE(comparison.warnings[1].find("do not add up"), std::string::npos);
}

TEST(Waterfall, ADifferenceThatNobodySplitHasNone) {
  const Comparison comparison = compared(made_run(40), [](Outcome& outcome, std::size_t) { outcome.waterfall = {}; });
  EXPECT_FALSE(comparison.policies.at(1).waterfall);
  EXPECT_EQ(comparison.warnings.size(), 1U);
}

TEST(Waterfall, APolicyAgainstItselfHasNoSteps) {
  RunDescription run = made_run(40, false);
  run.cases[1].policy = 0;
  const WaterfallResult waterfall = compared(run).policies.at(1).waterfall.value();
  EXPECT_TRUE(waterfall.steps.empty());
  EXPECT_EQ(waterfall.total.value, 0);
}

TEST(Waterfall, AsOneArrayAndBack) {
  const Waterfall waterfall = test::made_waterfall(1000);
  const std::vector<double> values = waterfall_values(waterfall, 2);
  EXPECT_EQ(values, (std::vector<double>{100, 150, 100, -50, 200, 500}));
  EXPECT_EQ(waterfall_of(values).caught, waterfall.caught);
  EXPECT_EQ(waterfall_of(values).recovered, waterfall.recovered);
}

}  // namespace
}  // namespace faultline
