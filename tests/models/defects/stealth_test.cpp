// Monte-Carlo checks use z < 4: each raises a false alarm with probability 6e-5 had the seed been drawn at random.
#include "models/defects/stealth.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline {
namespace {

struct ImmuneRow {
  double catch_probability;
  double ratio;
  double missed_by_effort;
  double effort;
  double undetectable;
  double third_over_catch;
};

// published-answers, section 10, immune share.
constexpr ImmuneRow kImmuneRows[] = {
    {0.30, 0.1, 0.07, 2.659260, 0.677419, 0.0072},  {0.30, 0.5, 0.35, 1.049822, 0.538462, 0.2059},
    {0.30, 0.8, 0.56, 0.579818, 0.318182, 0.5895},  {0.45, 0.1, 0.055, 2.900422, 0.523810, 0.0058},
    {0.45, 0.5, 0.275, 1.290984, 0.379310, 0.1774}, {0.45, 0.8, 0.44, 0.820981, 0.196429, 0.5500},
    {0.60, 0.1, 0.04, 3.218876, 0.375000, 0.0043},  {0.60, 0.5, 0.20, 1.609438, 0.250000, 0.1429},
    {0.60, 0.8, 0.32, 1.139434, 0.117647, 0.4923},
};

TEST(ImmuneShare, AgreesWithThePublishedTable) {
  for (const ImmuneRow& row : kImmuneRows) {
    SCOPED_TRACE(testing::Message() << "c " << row.catch_probability << ", r " << row.ratio);
    const ImmuneShare fitted = immune_share(row.catch_probability, row.ratio);
    EXPECT_NEAR(fitted.effort, row.effort, 5.1e-7);
    EXPECT_NEAR(fitted.undetectable_fraction, row.undetectable, 5.1e-7);
    EXPECT_NEAR(std::exp(-fitted.effort), row.missed_by_effort, 1e-12);
    // What the fit is for: the first review catches c, the second r c of what the first missed.
    const double missed_once = 1.0 - caught_below_rank(fitted.undetectable_fraction, fitted.effort);
    const double missed_twice = 1.0 - caught_below_rank(fitted.undetectable_fraction, 2.0 * fitted.effort);
    const double missed_thrice = 1.0 - caught_below_rank(fitted.undetectable_fraction, 3.0 * fitted.effort);
    EXPECT_NEAR(missed_once, 1.0 - row.catch_probability, 1e-12);
    EXPECT_NEAR(missed_twice, missed_once * (1.0 - row.catch_probability * row.ratio), 1e-12);
    EXPECT_NEAR((missed_twice - missed_thrice) / missed_twice / row.catch_probability, row.third_over_catch, 5.1e-5);
  }
}

// Draws stealth as the model tells it (infinite with probability pi, else exponential) and lets effort accumulate.
TEST(ImmuneShare, SimulatedReviewsMissAsOftenAsFitted) {
  constexpr std::uint32_t kDefects = 200'000;
  std::uint32_t row_number = 0;
  for (const ImmuneRow& row : kImmuneRows) {
    SCOPED_TRACE(testing::Message() << "c " << row.catch_probability << ", r " << row.ratio);
    const ImmuneShare fitted = immune_share(row.catch_probability, row.ratio);
    const KeyedDraws draws(11, row_number++);
    double missed[3] = {0.0, 0.0, 0.0};
    for (std::uint32_t defect = 0; defect < kDefects; ++defect) {
      const bool immune = draws.uniform(defect, 1, 0) < fitted.undetectable_fraction;
      const double stealth =
          immune ? std::numeric_limits<double>::infinity() : exponential(draws.uniform(defect, 2, 0), 1.0);
      for (int reviews = 1; reviews <= 3; ++reviews)
        missed[reviews - 1] += stealth > reviews * fitted.effort ? 1.0 : 0.0;
    }
    const double missed_once = 1.0 - row.catch_probability;
    const double missed_twice = missed_once * (1.0 - row.catch_probability * row.ratio);
    const double expected[3] = {missed_once, missed_twice,
                                missed_twice * (1.0 - row.third_over_catch * row.catch_probability)};
    for (int i = 0; i < 3; ++i) {
      const double sd = std::sqrt(expected[i] * (1.0 - expected[i]) / kDefects);
      // The third is published to four digits only.
      EXPECT_NEAR(missed[i] / kDefects, expected[i], 4.0 * sd + (i == 2 ? 5e-5 : 0.0)) << i + 1 << " reviews";
    }
  }
}

TEST(ImmuneShare, EffortAccumulates) {
  EXPECT_EQ(caught_below_rank(0.25, 0.0), 0.0);
  EXPECT_NEAR(caught_below_rank(0.25, 1e9), 0.75, 1e-15);
  // Two half looks are worth one full look.
  EXPECT_EQ(caught_below_rank(0.4, 0.3 + 0.3), caught_below_rank(0.4, 0.6));
  // Nobody is immune when the second reviewer is as good as the first.
  EXPECT_NEAR(immune_share(0.45, 1.0).undetectable_fraction, 0.0, 1e-15);
}

// Evidence Z8: 0.60 / (1 + (rate / 450)^1.5).
TEST(CatchCurve, FollowsTheInspectionRate) {
  const HumanDetection human;
  EXPECT_NEAR(attentive_catch_probability(human, 450.0, 1.0), 0.30, 1e-12);
  EXPECT_NEAR(attentive_catch_probability(human, 225.0, 0.5), 0.30, 1e-12);
  EXPECT_NEAR(attentive_catch_probability(human, 200.0, 1.0), 0.4628567, 1e-6);
  EXPECT_NEAR(attentive_catch_probability(human, 900.0, 1.0), 0.60 / (1.0 + 2.0 * std::sqrt(2.0)), 1e-12);
  EXPECT_NEAR(attentive_catch_probability(human, 1.0, 1.0), 0.60, 1e-4);
  // The general exponent and the short cut for 1.5 agree.
  HumanDetection nearly = human;
  nearly.exponent = std::nextafter(1.5, 2.0);
  EXPECT_NEAR(attentive_catch_probability(nearly, 700.0, 0.8), attentive_catch_probability(human, 700.0, 0.8), 1e-12);
}

ClassMatrix identity() {
  ClassMatrix matrix{};
  for (std::size_t i = 0; i < kDetectorClassCount; ++i) matrix[i][i] = 1.0;
  return matrix;
}

void set_pair(ClassMatrix& matrix, DetectorClass a, DetectorClass b, double correlation) {
  matrix[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)] = correlation;
  matrix[static_cast<std::size_t>(b)][static_cast<std::size_t>(a)] = correlation;
}

TEST(CopulaFactor, TimesItsTransposeIsTheMatrix) {
  ClassMatrix matrix = identity();
  set_pair(matrix, DetectorClass::human, DetectorClass::agent, 0.6);
  set_pair(matrix, DetectorClass::human, DetectorClass::tests, 0.3);
  set_pair(matrix, DetectorClass::rules, DetectorClass::tests, -0.2);
  set_pair(matrix, DetectorClass::agent, DetectorClass::runtime, 0.1);
  const CopulaFactor factor = copula_factor(matrix);
  ASSERT_TRUE(factor.ok);
  for (std::size_t row = 0; row < kDetectorClassCount; ++row) {
    for (std::size_t column = 0; column < kDetectorClassCount; ++column) {
      double product = 0.0;
      for (std::size_t k = 0; k < kDetectorClassCount; ++k) product += factor.lower[row][k] * factor.lower[column][k];
      EXPECT_NEAR(product, matrix[row][column], 1e-14);
      if (column > row) {
        EXPECT_EQ(factor.lower[row][column], 0.0);
      }
    }
  }
}

TEST(CopulaFactor, NamesThePairThatIsNotPositiveDefinite) {
  ClassMatrix matrix = identity();
  set_pair(matrix, DetectorClass::rules, DetectorClass::tests, 1.2);
  const CopulaFactor factor = copula_factor(matrix);
  EXPECT_FALSE(factor.ok);
  EXPECT_EQ(factor.problem_pair[0], DetectorClass::rules);
  EXPECT_EQ(factor.problem_pair[1], DetectorClass::tests);
}

// Each pair is possible, the three together are not.
TEST(CopulaFactor, RefusesThreePairsThatContradictEachOther) {
  ClassMatrix matrix = identity();
  set_pair(matrix, DetectorClass::human, DetectorClass::rules, 0.9);
  set_pair(matrix, DetectorClass::human, DetectorClass::agent, 0.9);
  set_pair(matrix, DetectorClass::rules, DetectorClass::agent, -0.95);
  const CopulaFactor factor = copula_factor(matrix);
  EXPECT_FALSE(factor.ok);
  EXPECT_EQ(factor.problem_pair[0], DetectorClass::rules);
  EXPECT_EQ(factor.problem_pair[1], DetectorClass::agent);
}

}  // namespace
}  // namespace faultline
