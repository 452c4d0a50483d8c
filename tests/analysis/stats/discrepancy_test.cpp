#include "analysis/stats/discrepancy.h"

#include <gtest/gtest.h>

namespace faultline::stats {
namespace {

TEST(Discrepancy, OfOnePointInTheMiddleIsATwelfth) {
  EXPECT_NEAR(centred_discrepancy(std::vector<double>{0.5}, 1).value(), 1.0 / 12.0, 1e-15);
}

// n equal cells, each with its middle: 1 / (12 n^2) in one dimension (Hickernell 1998, the least there is).
TEST(Discrepancy, OfTheMiddlesOfEqualCells) {
  for (const std::size_t n : {2U, 5U, 16U}) {
    std::vector<double> points;
    for (std::size_t i = 0; i < n; ++i) {
      points.push_back((static_cast<double>(i) + 0.5) / static_cast<double>(n));
    }
    EXPECT_NEAR(centred_discrepancy(points, 1).value(), 1.0 / (12.0 * static_cast<double>(n * n)), 1e-14) << n;
  }
}

// The example of scipy.stats.qmc.discrepancy: six points of a square, published as 0.008142039609053464.
TEST(Discrepancy, OfAPublishedPointSet) {
  std::vector<double> points;
  for (const double x : {1, 3, 2, 6, 3, 2, 4, 5, 5, 1, 6, 4}) {
    points.push_back((x - 0.5) / 6.0);
  }
  EXPECT_NEAR(centred_discrepancy(points, 2).value(), 0.008142039609053464, 1e-15);
}

// (5/4 - 13/12) / n in one dimension, and the mean over a thousand places of one point.
TEST(Discrepancy, OfChanceFallsWithTheNumberOfPoints) {
  EXPECT_NEAR(centred_discrepancy_of_chance(1, 1), 1.0 / 6.0, 1e-15);
  EXPECT_NEAR(centred_discrepancy_of_chance(10, 1), 1.0 / 60.0, 1e-15);
  double mean = 0.0;
  for (int i = 0; i < 1000; ++i) {
    mean += centred_discrepancy(std::vector<double>{(i + 0.5) / 1000.0}, 1).value() / 1000.0;
  }
  EXPECT_NEAR(mean, centred_discrepancy_of_chance(1, 1), 1e-6);
}

TEST(Discrepancy, OfNothingIsAbsent) {
  EXPECT_FALSE(centred_discrepancy({}, 1));
  EXPECT_FALSE(centred_discrepancy(std::vector<double>{0.1, 0.2, 0.3}, 2));
  EXPECT_FALSE(centred_discrepancy(std::vector<double>{1.5}, 1));
  EXPECT_FALSE(centred_discrepancy(std::vector<double>{0.5}, 0));
}

}  // namespace
}  // namespace faultline::stats
