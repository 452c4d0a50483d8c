#include "analysis/stats/scenario_discovery.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

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
  EXPECT_EQ(box->bounds[0]->low, 12.0 / 19.0);
  EXPECT_EQ(box->bounds[0]->high, std::numeric_limits<double>::infinity());
  EXPECT_EQ(box->bounds[1]->high, 5.0 / 19.0);
  EXPECT_FALSE(box->bounds[2]) << "an input that means nothing has no bound";
  EXPECT_EQ(box->points, 8U * 6U);
  EXPECT_EQ(box->harmonic_mean, 1.0);
  EXPECT_EQ(box_p_value(*box, made.points, 3, made.wrong), 1.0 / (kBoxDeals + 1)) << "no deal is as good";
}

// One in twenty of the other points goes wrong by luck: the box found is at least as good as the corner is, and its
// figures count what went wrong by luck.
TEST(ScenarioBox, LivesWithNoise) {
  Made made = corner();
  std::size_t by_luck = 0;
  for (std::uint32_t i = 0; i < 400; ++i) {
    const bool now = !made.wrong[i] && KeyedDraws(6, i).uniform(0, 1, 0) < 0.05;
    by_luck += now ? 1 : 0;
    made.wrong[i] = made.wrong[i] || now;
  }
  EXPECT_NEAR(static_cast<double>(by_luck), 352 * 0.05, 4 * std::sqrt(352 * 0.05 * 0.95));
  const auto all = static_cast<double>(48 + by_luck);
  const auto box = scenario_box(made.points, 3, made.wrong);
  ASSERT_TRUE(box);
  EXPECT_GE(box->harmonic_mean, 2 * 48 / (all + 48));
  EXPECT_DOUBLE_EQ(box->coverage * all, box->density * static_cast<double>(box->points)) << "both count the same";
  EXPECT_DOUBLE_EQ(box->harmonic_mean, 2 / (1 / box->coverage + 1 / box->density));
  EXPECT_EQ(box_p_value(*box, made.points, 3, made.wrong), 1.0 / (kBoxDeals + 1));
}

// What goes wrong has nothing to do with the inputs: nearly always some box has bounds all the same, and its p-value is
// below 0.05 in no more than one case in twenty.
TEST(ScenarioBox, PValueTellsNoiseApart) {
  constexpr std::uint32_t kCases = 300;
  std::uint32_t bounded = 0;
  std::uint32_t believed = 0;
  for (std::uint32_t c = 0; c < kCases; ++c) {
    Made made;
    for (std::uint32_t i = 0; i < 80; ++i) {
      const KeyedDraws draws(100 + c, i);
      made.points.insert(made.points.end(), {draws.uniform(0, 1, 0), draws.uniform(1, 1, 0)});
      made.wrong.push_back(draws.uniform(2, 1, 0) < 0.3);
    }
    const auto box = scenario_box(made.points, 2, made.wrong);
    ASSERT_TRUE(box);
    bounded += std::any_of(box->bounds.begin(), box->bounds.end(), [](const auto& b) { return b.has_value(); }) ? 1 : 0;
    believed += box_p_value(*box, made.points, 2, made.wrong) <= 0.05 ? 1 : 0;
  }
  EXPECT_GT(bounded, kCases / 2);
  EXPECT_LE(believed, kCases * 0.05 + 4 * std::sqrt(kCases * 0.05 * 0.95));
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
