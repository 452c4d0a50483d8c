#include "analysis/stats/scenario_discovery.h"

#include <gtest/gtest.h>

#include "models/core/philox.h"

namespace faultline::stats {
namespace {

struct Made {
  std::vector<double> points{};
  std::vector<bool> wrong{};
};

// A grid of 20 x 20 points with a third input that means nothing; wrong where x >= 0.6 and y <= 0.3.
Made corner() {
  Made made;
  for (std::uint32_t i = 0; i < 400; ++i) {
    const double x = (i / 20) / 19.0;
    const double y = (i % 20) / 19.0;
    made.points.insert(made.points.end(), {x, y, KeyedDraws(5, i).uniform(0, 1, 0)});
    made.wrong.push_back(x >= 0.6 && y <= 0.3);
  }
  return made;
}

TEST(ScenarioBox, FindsTheCornerThatGoesWrong) {
  const Made made = corner();
  const auto box = scenario_box(made.points, 3, made.wrong);
  ASSERT_TRUE(box);
  EXPECT_EQ(box->coverage, 1.0);
  EXPECT_EQ(box->density, 1.0);
  ASSERT_TRUE(box->bounds[0] && box->bounds[1]);
  EXPECT_NEAR(box->bounds[0]->low, 12.0 / 19.0, 1e-12);
  EXPECT_EQ(box->bounds[0]->high, std::numeric_limits<double>::infinity());
  EXPECT_NEAR(box->bounds[1]->high, 5.0 / 19.0, 1e-12);
  EXPECT_FALSE(box->bounds[2]) << "an input that means nothing has no bound";
  EXPECT_EQ(box->points, 8U * 6U);
}

// One in twenty of the other points goes wrong by luck: the box stays, and its figures say so.
TEST(ScenarioBox, LivesWithNoise) {
  Made made = corner();
  for (std::uint32_t i = 0; i < 400; ++i) {
    made.wrong[i] = made.wrong[i] || KeyedDraws(6, i).uniform(0, 1, 0) < 0.05;
  }
  const auto box = scenario_box(made.points, 3, made.wrong);
  ASSERT_TRUE(box);
  EXPECT_GT(box->density, 0.9);
  EXPECT_LT(box->coverage, 1.0);
  EXPECT_GT(box->coverage, 0.6);
}

TEST(ScenarioBox, NeedsBothKindsOfPoints) {
  const std::vector<double> points(40, 0.5);
  EXPECT_FALSE(scenario_box(points, 1, std::vector<bool>(40, false)));
  EXPECT_FALSE(scenario_box(points, 1, std::vector<bool>(40, true)));
  EXPECT_FALSE(scenario_box(points, 0, std::vector<bool>(40, true)));
  EXPECT_FALSE(scenario_box(std::vector<double>{1, 2}, 1, {true, false}));
}

// Where all points stand at one place nothing can be peeled: the box is the whole space.
TEST(ScenarioBox, OfOnePlaceIsEverything) {
  std::vector<bool> wrong(40, false);
  wrong[3] = true;
  const auto box = scenario_box(std::vector<double>(40, 0.5), 1, wrong);
  ASSERT_TRUE(box);
  EXPECT_FALSE(box->bounds[0]);
  EXPECT_EQ(box->points, 40U);
}

}  // namespace
}  // namespace faultline::stats
