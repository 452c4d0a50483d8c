#include "analysis/report/chart_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace faultline::report {
namespace {

TEST(SpreadLabels, LeavesRoomyOnesAlone) {
  EXPECT_EQ(spread_labels({10, 50, 90}, 15, 0, 100), (std::vector<double>{10, 50, 90}));
}

TEST(SpreadLabels, KeepsTheGapAndTheBounds) {
  for (const std::vector<double>& wanted :
       {std::vector<double>{50, 50, 50}, {98, 99, 100}, {0, 0, 1}, {100, 0, 100, 3}, {-50, 200}}) {
    auto placed = spread_labels(wanted, 15, 0, 100);
    ASSERT_EQ(placed.size(), wanted.size());
    std::sort(placed.begin(), placed.end());
    EXPECT_GE(placed.front(), 0);
    EXPECT_LE(placed.back(), 100);
    for (std::size_t i = 1; i < placed.size(); ++i) {
      EXPECT_GE(placed[i] - placed[i - 1], 15 - 1e-9);
    }
  }
}

TEST(SpreadLabels, EqualWishesKeepTheirOrder) {
  const auto placed = spread_labels({50, 50, 50}, 10, 0, 100);
  EXPECT_LT(placed[0], placed[1]);
  EXPECT_LT(placed[1], placed[2]);
}

TEST(SpreadLabels, TooManyShareTheSpaceEvenly) {
  const auto placed = spread_labels(std::vector<double>(21, 0.0), 15, 0, 100);
  EXPECT_NEAR(placed[20], 100, 1e-9);
  EXPECT_NEAR(placed[1] - placed[0], 5, 1e-9);
  EXPECT_TRUE(spread_labels({}, 15, 0, 100).empty());
}

TEST(WrapText, BreaksAtSpaces) {
  EXPECT_EQ(wrap_text("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap_text("unbreakable", 5), (std::vector<std::string>{"unbr\u2026"}));
  EXPECT_TRUE(wrap_text("", 5).empty());
}

}  // namespace
}  // namespace faultline::report
