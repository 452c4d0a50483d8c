// Policies side by side, from outcomes made by hand. No luck is involved: the figures are worked out beside the code.
#include "analysis/comparison.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "analysis/limit.h"
#include "tests/analysis/made_comparison.h"

namespace faultline {
namespace {

using test::compared;
using test::made_run;

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
  EXPECT_NEAR(baseline.loss_by_service.at(0).value, total / 40, 1e-6);
  EXPECT_NEAR(*baseline.loss_by_service.at(0).standard_error, *baseline.lost_orders.mean.standard_error, 1e-6)
      << "all of it starts there";
  EXPECT_EQ(baseline.loss_by_service.at(1).value, 0);
  EXPECT_EQ(baseline.lead_time_hours.quantile(0.5), baseline.lead_time_p50_hours);
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

// 900 to 1,000 hours more a quarter save 255,000 to 300,000 orders times (0.5 + luck).
TEST(Comparison, WhatTheSavingCosts) {
  RunDescription run = made_run(40);
  run.margin_per_order = 2;
  run.cost_per_engineer_hour = 100;
  run.cost_of_delay_per_change_day = 50;
  const PairResult pair = compared(run).against_reference(1);
  EXPECT_NEAR(pair.engineer_hours_b_minus_a.value, 950, 20);
  EXPECT_NEAR(pair.delay_change_days_b_minus_a.value, 900, 1e-9);
  ASSERT_TRUE(pair.orders_saved_per_engineer_hour);
  EXPECT_NEAR(pair.orders_saved_per_engineer_hour->value,
              pair.saving.orders.value / pair.engineer_hours_b_minus_a.value, 1e-9);
  EXPECT_TRUE(pair.orders_saved_per_engineer_hour->interval);
  EXPECT_NEAR(pair.net_benefit_of_b->value,
              2 * pair.saving.orders.value - 100 * pair.engineer_hours_b_minus_a.value - 50 * 900, 1e-6);
  EXPECT_FALSE(compared(made_run(40)).against_reference(1).net_benefit_of_b) << "no order has a price";
}

TEST(Comparison, NoRatioToHoursThatAreNotMore) {
  const Comparison comparison = compared(made_run(40), [](Outcome& outcome, std::size_t c) {
    if (c % 2 == 1) {
      outcome[Metric::engineer_hours] -= 2000;
    }
  });
  EXPECT_LT(comparison.against_reference(1).engineer_hours_b_minus_a.value, 0);
  EXPECT_FALSE(comparison.against_reference(1).orders_saved_per_engineer_hour);
}

TEST(Comparison, NewMetricsOfAQuarter) {
  const Comparison comparison = compared(made_run(40), [](Outcome& outcome, std::size_t c) {
    outcome[Metric::changes_emergency] = 30;
    outcome[Metric::changes_blocked] = 20;
    outcome[Metric::incidents_waiting] = c == 0 ? 4 : 0;
    outcome[Metric::responder_wait_hours] = c == 0 ? 6 : 0;
    outcome[Metric::audits] = 25;
    outcome[Metric::audit_finds] = 2;
    outcome[Metric::agent_review_cost] = 120;
  });
  const PolicyResult& baseline = comparison.policies.at(0);
  EXPECT_NEAR(*baseline.emergency_fraction, 0.03, 1e-12);
  EXPECT_NEAR(*baseline.blocked_fraction, 0.02, 1e-12);
  EXPECT_NEAR(*baseline.responder_wait_hours, 1.5, 1e-12);
  EXPECT_EQ(comparison.policies.at(1).responder_wait_hours, std::nullopt) << "nobody waited";
  EXPECT_EQ(baseline.audits, 25);
  EXPECT_EQ(baseline.audit_finds, 2);
  EXPECT_EQ(baseline.agent_review_cost, 120);
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
