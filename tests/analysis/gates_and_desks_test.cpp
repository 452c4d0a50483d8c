// What changes met at the gates, and who reviewed how much, from quarters made by hand.
#include <gtest/gtest.h>

#include "tests/analysis/made_comparison.h"

namespace faultline {
namespace {

using test::compared;
using test::made_run;

TEST(GateFlow, MeansAndShares) {
  const std::vector<GateResult> gates = compared(made_run(40)).policies.at(0).gates;
  ASSERT_EQ(gates.size(), 2U);
  EXPECT_EQ(gates[0].met, 1000);
  EXPECT_EQ(*gates[0].bypassed_fraction, 0);
  EXPECT_NEAR(*gates[0].mean_hours, 0.5, 1e-12);
  EXPECT_EQ(gates[1].met, 800);
  EXPECT_NEAR(*gates[1].bypassed_fraction, 40.0 / 800, 1e-12);
  EXPECT_NEAR(gates[1].mean_changes, 4320.0 / 2160, 1e-12) << "Little's law over 90 days";
  EXPECT_NEAR(*gates[1].mean_hours, 4320.0 / 800, 1e-12);
}

TEST(GateFlow, LossByMissHasItsOwnInterval) {
  const Comparison comparison = compared(made_run(40));
  const PolicyResult& baseline = comparison.policies.at(0);
  const GateResult& review = baseline.gates.at(1);
  const stats::Estimate& lost = baseline.lost_orders.mean;
  const std::array<double, kGateMissCount> shares{0.1, 0.25, 0.4};
  for (std::size_t miss = 0; miss < kGateMissCount; ++miss) {
    EXPECT_NEAR(review.loss[miss].value, shares[miss] * lost.value, 1e-6);
    EXPECT_NEAR(review.loss[miss].interval->high, shares[miss] * lost.interval->high, 1e-6);
  }
  EXPECT_EQ(baseline.gates.at(0).loss[0].value, 0);
}

TEST(GateFlow, AGateThatNothingMetHasNoShares) {
  const Comparison comparison = compared(made_run(40), [](Outcome& outcome, std::size_t) { outcome.gates = {}; });
  const GateResult& gate = comparison.policies.at(0).gates.at(1);
  EXPECT_FALSE(gate.seen());
  EXPECT_EQ(gate.bypassed_fraction, std::nullopt);
  EXPECT_EQ(gate.mean_hours, std::nullopt);
}

// 90 days are 12.857 weeks. The team's eight give 180 h and a little, four seniors 96 h, the agents do not count.
TEST(ReviewerLoad, ByPersonAndWeek) {
  const ReviewerLoad load = compared(made_run(40)).policies.at(0).reviewer_load;
  double luck = 0;
  for (std::uint32_t r = 0; r < 40; ++r) {
    luck += test::made_luck(r) / 40;
  }
  const double weeks = 90.0 / 7;
  ASSERT_EQ(load.desks.size(), 3U);
  EXPECT_NEAR(load.hours_per_person_week->value, (180 + 10 * luck) / (8 * weeks), 1e-12);
  EXPECT_NEAR(*load.desks[0].utilisation, (180 + 10 * luck) / (8 * weeks * 3.2), 1e-12);
  EXPECT_NEAR(*load.desks[1].hours_per_person_week, 96 / (4 * weeks), 1e-12);
  EXPECT_NEAR(*load.desks[1].utilisation, 96 / (4 * weeks * 16), 1e-12);
  EXPECT_NEAR(*load.desks[2].utilisation, 400 / (2 * weeks * 168), 1e-12);
  EXPECT_EQ(load.most_loaded, 1U) << "1.87 h a week for each senior, for each of the team "
                                  << *load.desks[0].hours_per_person_week;
}

TEST(ReviewerLoad, NobodyReviews) {
  RunDescription run = made_run(40);
  for (DeskLabel& desk : run.desks) {
    desk.people = 0;
  }
  const ReviewerLoad load = compared(run).policies.at(0).reviewer_load;
  EXPECT_FALSE(load.hours_per_person_week);
  EXPECT_FALSE(load.most_loaded);
  EXPECT_FALSE(load.desks[0].hours_per_person_week);
}

}  // namespace
}  // namespace faultline
