#include "analysis/stats/regret.h"

#include <gtest/gtest.h>

namespace faultline::stats {
namespace {

// Three states, three alternatives, by hand: regrets (0, 2, 5), (4, 0, 1), (0, 0, 9).
TEST(Regret, ByHand) {
  const std::vector<double> losses{1, 3, 6, 14, 10, 11, 7, 7, 16};
  const std::vector<Regret> found = regrets(losses, 3);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_DOUBLE_EQ(found[0].mean, 4.0 / 3.0);
  EXPECT_DOUBLE_EQ(found[1].mean, 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(found[2].mean, 5.0);
  EXPECT_EQ(found[0].most, 4);
  EXPECT_EQ(found[0].worst_state, 1U);
  EXPECT_EQ(found[1].most, 2);
  EXPECT_EQ(found[1].worst_state, 0U);
  EXPECT_EQ(found[2].most, 9);
  EXPECT_EQ(found[2].worst_state, 2U);
  EXPECT_EQ(found[0].best_in, 2U);
  EXPECT_EQ(found[1].best_in, 2U);
  EXPECT_EQ(found[2].best_in, 0U);
}

// Regrets of 1, 2, ..., 10: the ninth smallest.
TEST(Regret, NinetyPercentIsAnOrderStatistic) {
  std::vector<double> losses;
  for (int state = 10; state >= 1; --state) {
    losses.insert(losses.end(), {100.0, 100.0 + state});
  }
  EXPECT_EQ(regrets(losses, 2)[1].p90, 9);
  EXPECT_EQ(regrets(losses, 2)[0].p90, 0);
}

// An alternative that cannot be chosen is no best one, and has no regret there.
TEST(Regret, LeavesOutWhatCannotBeChosen) {
  const double none = std::nan("");
  const std::vector<Regret> found = regrets(std::vector<double>{none, 5, 8, 2, none, 6}, 3);
  EXPECT_EQ(found[0].states, 1U);
  EXPECT_EQ(found[0].mean, 0);
  EXPECT_EQ(found[0].best_in, 1U);
  EXPECT_EQ(found[1].states, 1U);
  EXPECT_EQ(found[1].best_in, 1U);
  EXPECT_EQ(found[2].states, 2U);
  EXPECT_EQ(found[2].mean, 3.5);
  EXPECT_EQ(regrets(std::vector<double>{none}, 1)[0].states, 0U);
}

TEST(Regret, OfNothingIsEmpty) {
  EXPECT_TRUE(regrets({}, 2).empty());
  EXPECT_TRUE(regrets(std::vector<double>{1, 2, 3}, 2).empty());
  EXPECT_TRUE(regrets(std::vector<double>{1}, 0).empty());
}

}  // namespace
}  // namespace faultline::stats
