// Policies side by side, from outcomes made by hand. No luck is involved: the figures are worked out beside the code.
#include "analysis/comparison.h"

#include <gtest/gtest.h>

#include "analysis/limit.h"
#include "tests/analysis/made_run.h"

namespace faultline {
namespace {

using test::made_block;
using test::made_run;

Comparison compared(const RunDescription& run, const std::function<void(Outcome&, std::size_t)>& change = {}) {
  ComparisonBuilder builder(run);
  for (std::uint32_t b = 0; b < run.blocks(); ++b) {
    Block block = made_block(run, b);
    for (std::size_t i = 0; change && i < block.outcomes.size(); ++i) {
      change(block.outcomes[i], i % run.cases_in_block(b));
    }
    builder.add(block);
  }
  return builder.finish("hash");
}

TEST(Comparison, MeansRatiosAndQuantiles) {
  const Comparison comparison = compared(made_run(40));
  const PolicyResult& baseline = comparison.policies.at(0);
  double total = 0;
  for (std::uint32_t r = 0; r < 40; ++r) {
    total += 1e6 * (0.5 + test::made_luck(r));
  }
  EXPECT_NEAR(baseline.lost_orders.mean.value, total / 40, 1e-6);
  EXPECT_NEAR(baseline.lost_orders_net.value, total / 80, 1e-6);
  EXPECT_NEAR(*baseline.undelivered_fraction, 0.01, 1e-12);
  EXPECT_NEAR(baseline.deployed_per_day, 980.0 / 90, 1e-12);
  EXPECT_NEAR(baseline.lost_orders_per_1000_deployed->value, 0.9 * total / 40 / 990 * 1000, 1e-6);
  EXPECT_NEAR(baseline.loss_by_service.at(0), total / 40, 1e-6);
  EXPECT_EQ(baseline.caught_by_gate.at(1), 3);
  EXPECT_EQ(baseline.bypassed_fraction, std::nullopt) << "no change needed review";
  EXPECT_FALSE(baseline.p99.interval) << "40 replications give no interval at 99 %";
  EXPECT_NEAR(*baseline.lead_time_p50_hours, 4.5, 0.2);
}

TEST(Comparison, SettledSavingOfAThird) {
  const Comparison comparison = compared(made_run(40));
  const PairResult& pair = comparison.against_reference(1);
  EXPECT_EQ(pair.saving.verdict, stats::Verdict::kSettledBetter);
  EXPECT_NEAR(pair.saving.fraction->value, 0.275, 0.01);
  EXPECT_EQ(pair.order.b_loses_less.value, 1);
  EXPECT_NEAR(pair.lead_time_p50_hours_b_minus_a->value, 9, 1e-9);
  ASSERT_TRUE(pair.saving_low);
  EXPECT_EQ(pair.saving_low->orders.n, 10U);
  ASSERT_TRUE(pair.saving.simultaneous && pair.saving.orders.interval);
  EXPECT_LE(pair.saving.simultaneous->low, pair.saving.orders.interval->low + 1e-6);
}

TEST(Comparison, APolicyAgainstItselfIsExactlyZero) {
  RunDescription run = made_run(40, false);
  run.cases[1].policy = 0;  // the same outcomes under another name
  const Comparison comparison = compared(run);
  const Saving& saving = comparison.against_reference(1).saving;
  EXPECT_EQ(saving.orders.value, 0);
  EXPECT_EQ(saving.orders.interval, (stats::Interval{0, 0}));
  EXPECT_EQ(saving.verdict, stats::Verdict::kNoDifferenceThatMatters);
  EXPECT_EQ(comparison.against_reference(1).order.tie.value, 1);
}

TEST(Comparison, NoVerdictOnAPolicyThatShipsLittle) {
  const Comparison comparison = compared(made_run(40), [](Outcome& outcome, std::size_t c) {
    if (c % 2 == 1) {
      outcome[Metric::changes_undelivered_horizon] = 60;
    }
  });
  const Saving& saving = comparison.against_reference(1).saving;
  EXPECT_EQ(saving.verdict, stats::Verdict::kNotSettled);
  EXPECT_EQ(saving.reason, "leaves 6.0 % of its changes undelivered at the horizon's end");
  ASSERT_EQ(comparison.warnings.size(), 2U);
  EXPECT_NE(comparison.warnings[1].find("decides nothing"), std::string::npos);
}

TEST(Comparison, NothingShips) {
  const Comparison comparison = compared(made_run(40), [](Outcome& outcome, std::size_t c) {
    if (c % 2 == 1) {
      outcome[Metric::changes_deployed] = outcome[Metric::changes_deployed_in_horizon] = 0;
      outcome[Metric::changes_undelivered_horizon] = 1000;
      outcome[Metric::lost_orders_gross] = 0;
      outcome.lead_time_hours = {};
    }
  });
  const PolicyResult& policy = comparison.policies.at(1);
  EXPECT_EQ(policy.lead_time_p50_hours, std::nullopt);
  EXPECT_EQ(policy.lost_orders_per_1000_deployed, std::nullopt);
  EXPECT_EQ(comparison.against_reference(1).lead_time_p50_hours_b_minus_a, std::nullopt);
  EXPECT_NE(
      std::find(comparison.warnings.begin(), comparison.warnings.end(), "under controlled-friction nothing ships"),
      comparison.warnings.end());
}

TEST(Comparison, OneReplicationHasNoIntervals) {
  const Comparison comparison = compared(made_run(1));
  EXPECT_FALSE(comparison.policies.at(0).lost_orders.mean.interval);
  EXPECT_EQ(comparison.against_reference(1).saving.verdict, stats::Verdict::kNotSettled);
}

TEST(Limit, WholeIntervalDecides) {
  stats::Estimate figure;
  figure.value = 10;
  figure.interval = stats::Interval{8, 12};
  EXPECT_EQ(check_limit(figure, 7.9), LimitState::broken);
  EXPECT_EQ(check_limit(figure, 8), LimitState::undecided);
  EXPECT_EQ(check_limit(figure, 10), LimitState::undecided);
  EXPECT_EQ(check_limit(figure, 12), LimitState::kept);
  figure.interval.reset();
  EXPECT_EQ(check_limit(figure, 100), LimitState::undecided);
}

}  // namespace
}  // namespace faultline
