#include "analysis/stats/shared_luck.h"

#include <gtest/gtest.h>

namespace faultline::stats {
namespace {

// b = a / 2: variances v and v / 4, that of the difference v / 4, so the factor is 5.
TEST(VarianceReduction, OfAHalfIsFive) {
  const std::vector<double> a{1, 2, 4, 9};
  const std::vector<double> b{0.5, 1, 2, 4.5};
  const auto found = variance_reduction(a, b);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->factor().value(), 5.0, 1e-12);
}

// Figures that have nothing to do with each other gain nothing; opposite ones lose half.
TEST(VarianceReduction, OfUnrelatedFiguresIsOneAndOfOppositeOnesAHalf) {
  const std::vector<double> a{-1, -1, 1, 1};
  const std::vector<double> b{-1, 1, -1, 1};
  EXPECT_NEAR(variance_reduction(a, b)->factor().value(), 1.0, 1e-12);
  const std::vector<double> opposite{1, 1, -1, -1};
  EXPECT_NEAR(variance_reduction(a, opposite)->factor().value(), 0.5, 1e-12);
}

TEST(VarianceReduction, AddsUpAndHasNoFactorWithoutADifference) {
  const std::vector<double> a{1, 2, 3};
  VarianceReduction same = *variance_reduction(a, a);
  EXPECT_FALSE(same.factor());
  same += VarianceReduction{2.0, 1.0};
  EXPECT_DOUBLE_EQ(same.factor().value(), 4.0);
}

TEST(VarianceReduction, NeedsTwoPairsOfNumbers) {
  EXPECT_FALSE(variance_reduction(std::vector<double>{1}, std::vector<double>{1}));
  EXPECT_FALSE(variance_reduction(std::vector<double>{1, 2}, std::vector<double>{1}));
  EXPECT_FALSE(variance_reduction(std::vector<double>{1, std::nan("")}, std::vector<double>{1, 2}));
}

}  // namespace
}  // namespace faultline::stats
