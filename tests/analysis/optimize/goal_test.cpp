#include "analysis/optimize/goal.h"

#include <gtest/gtest.h>

namespace faultline {
namespace {

FigureTable table() {
  FigureTable figures;
  for (int q = 1; q <= 4; ++q) {
    Outcome outcome;
    outcome[Metric::lost_orders_gross] = 100.0 * q;
    outcome[Metric::engineer_hours] = 10.0 * q;
    outcome[Metric::delay_change_days] = 5.0;
    outcome[Metric::agent_review_cost] = 7.0;
    outcome[Metric::lead_time_median_hours] = 3.0;
    outcome[Metric::changes_submitted] = q == 1 ? 10.0 : 30.0;
    outcome[Metric::changes_undelivered_horizon] = q == 1 ? 10.0 : 0.0;
    figures.add(outcome);
  }
  return figures;
}

Candidate costly() {
  Candidate candidate;
  candidate.cost = 1000.0;
  candidate.engineer_hours = 2.0;
  return candidate;
}

Goal priced_goal(Minimise minimise) {
  Goal goal;
  goal.minimise = minimise;
  goal.prices.values = {3.0, 50.0, 20.0};
  return goal;
}

TEST(Goal, AddsUpFriction) {
  const auto money = friction(priced_goal(Minimise::friction), costly(), table());
  EXPECT_EQ(money.at(0), 1000.0 + 50.0 * (10.0 + 2.0) + 20.0 * 5.0 + 7.0);
  EXPECT_EQ(objective(priced_goal(Minimise::friction), costly(), table()), money);
}

TEST(Goal, AddsTheMarginOfLostOrdersToTheTotal) {
  const auto total = objective(priced_goal(Minimise::total_cost), costly(), table());
  const auto money = friction(priced_goal(Minimise::total_cost), costly(), table());
  EXPECT_EQ(total.at(1), money.at(1) + 3.0 * 200.0);
  EXPECT_EQ(objective(priced_goal(Minimise::lost_orders), costly(), table()), table()[Figure::lost_orders]);
}

TEST(Goal, LeadTimeIsNoMoney) {
  EXPECT_EQ(objective(priced_goal(Minimise::lead_time), costly(), table()), table()[Figure::lead_time_hours]);
  EXPECT_FALSE(priced_goal(Minimise::lead_time).in_money());
  EXPECT_TRUE(priced_goal(Minimise::friction).in_money());
}

TEST(Goal, IsASumOfPricesTimesFiguresAndARest) {
  const Goal goal = priced_goal(Minimise::total_cost);
  const auto total = objective(goal, costly(), table());
  for (std::size_t q = 0; q < 4; ++q) {
    double sum = 1000.0 + 7.0;
    for (const Price price :
         {Price::margin_per_order, Price::cost_per_engineer_hour, Price::cost_of_delay_per_change_day}) {
      sum += goal.prices[price] * priced(goal, price, costly(), table()).at(q);
    }
    EXPECT_DOUBLE_EQ(total.at(q), sum);
  }
}

TEST(Goal, TakesBatchesOfQuarters) {
  Goal goal = priced_goal(Minimise::lost_orders);
  goal.limits.lead_time_hours = 5.0;
  const stats::SelectionSeries series = batch_series(goal, costly(), table(), 2, 0, 2);
  EXPECT_EQ(series.objective, (std::vector<double>{150.0, 350.0}));
  ASSERT_EQ(series.limited.size(), 2U);
  EXPECT_EQ(series.limited[0], (std::vector<double>{3.0, 3.0}));
  EXPECT_EQ(series.limited[1], (std::vector<double>{10.0 / 40.0, 0.0}));  // of the batch's changes
}

TEST(Goal, TakesStatedPricesBeforeTheScenarios) {
  Economics economics;
  economics.margin_per_order = 4.0;
  economics.cost_per_engineer_hour = 5.0;
  StatedPrices stated;
  stated.cost_per_engineer_hour = 6.0;
  const Prices prices = prices_of(economics, stated);
  EXPECT_EQ(prices[Price::margin_per_order], 4.0);
  EXPECT_EQ(prices[Price::cost_per_engineer_hour], 6.0);
}

}  // namespace
}  // namespace faultline
