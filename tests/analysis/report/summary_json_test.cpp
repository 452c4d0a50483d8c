// The summary's keys beside the figures that they stand for, from quarters made by hand.
#include "analysis/report/summary_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/analysis/made_comparison.h"

namespace faultline::report {
namespace {

using nlohmann::json;
using test::compared;
using test::made_run;

json summary_of(const Comparison& comparison) { return json::parse(summary_json(comparison)); }

TEST(Summary, WaterfallStepsAddUp) {
  const Comparison comparison = compared(made_run(40));
  const json summary = summary_of(comparison);
  EXPECT_TRUE(summary["policies"][0]["waterfall"].is_null());
  const json& waterfall = summary["policies"][1]["waterfall"];
  EXPECT_EQ(waterfall["against"], "baseline");
  double sum = 0;
  for (const json& step : waterfall["steps"]) {
    sum += step["orders_saved"]["mean"].get<double>();
    EXPECT_EQ(step["step"] == "caught", step["gate"].is_string());
    EXPECT_LE(step["orders_saved"]["simultaneous_ci95"][0], step["orders_saved"]["ci95"][0]);
  }
  EXPECT_NEAR(sum, summary["pairs"][0]["lost_orders_a_minus_b"]["mean"], 1e-6);
  EXPECT_EQ(waterfall["steps"][1]["gate"], "tests");
}

TEST(Summary, GatesAndDesks) {
  const Comparison comparison = compared(made_run(40));
  const json summary = summary_of(comparison);
  const json& baseline = summary["policies"][0];
  const json& review = baseline["gate_flow"]["peer-review"];
  EXPECT_EQ(review["met"], 800);
  EXPECT_NEAR(review["bypassed_fraction"], 0.05, 1e-12);
  EXPECT_NEAR(review["mean_changes"], 2, 1e-12);
  EXPECT_NEAR(review["mean_hours"], 5.4, 1e-12);
  const json& loss = baseline["loss_by"]["gate"]["peer-review"];
  EXPECT_NEAR(loss["attention"], 0.25 * baseline["lost_orders"]["mean"].get<double>(), 1e-6);
  EXPECT_TRUE(loss.contains("bypassed") && loss.contains("beyond") && loss["ci95"]["beyond"].is_array());
  const json& load = baseline["reviewer_load"];
  EXPECT_EQ(load["most_loaded"]["desk"], "seniors");
  EXPECT_EQ(load["most_loaded"]["kind"], "pool");
  EXPECT_TRUE(load["hours_per_person_week"]["ci95"].is_array());
  EXPECT_EQ(load["pools"].size(), 2U);
  EXPECT_EQ(load["pools"]["agents"]["kind"], "agents");
}

TEST(Summary, DaysAndWeeks) {
  const Comparison comparison = compared(made_run(40));
  const json summary = summary_of(comparison);
  const json& baseline = summary["policies"][0];
  const json& other = summary["policies"][1];
  EXPECT_EQ(other["backlog_by_day"]["mean"].size(), 150U);
  EXPECT_EQ(other["backlog_by_day"]["sd"].size(), 150U);
  EXPECT_EQ(other["backlog_recovers_on_day"], 61);
  EXPECT_TRUE(baseline["backlog_recovers_on_day"].is_null());
  ASSERT_EQ(other["lost_orders_by_week"].size(), 13U);
  EXPECT_EQ(other["lost_orders_by_week"][12]["week"], 13);
  EXPECT_EQ(other["lost_orders_by_week"][12]["verdict"], "settled better");
  EXPECT_TRUE(other["lost_orders_by_week"][0]["saved"]["simultaneous_ci95"].is_array());
  EXPECT_TRUE(baseline["lost_orders_by_week"][0]["saved"].is_null());
  EXPECT_TRUE(baseline["reset_may_end"].is_null());
  const json& reset = other["reset_may_end"];
  EXPECT_EQ(reset["last_week_settled"], 13);
  EXPECT_TRUE(reset["may_end_after_week"].is_null());
  EXPECT_NEAR(reset["delay_change_days_per_week"]["mean"], 900 / (90.0 / 7), 1e-9);
  EXPECT_NEAR(reset["engineer_hours_per_week"]["mean"],
              summary["pairs"][0]["engineer_hours_b_minus_a"]["mean"].get<double>() / (90.0 / 7), 1e-9);
  EXPECT_TRUE(reset["meaning"].is_string());
}

TEST(Summary, Prices) {
  RunDescription run = made_run(40);
  json pair = summary_of(compared(run))["pairs"][0];
  EXPECT_TRUE(pair["delay_cost_b_minus_a"].is_null());
  EXPECT_TRUE(pair["net_benefit_of_b"]["mean"].is_null());
  EXPECT_TRUE(pair["orders_that_pay_an_engineer_hour"].is_null());
  EXPECT_TRUE(pair["orders_saved_per_engineer_hour"]["ci95"].is_array());
  run.margin_per_order = 2;
  run.cost_per_engineer_hour = 100;
  run.cost_of_delay_per_change_day = 50;
  pair = summary_of(compared(run))["pairs"][0];
  EXPECT_NEAR(pair["delay_cost_b_minus_a"]["mean"], 900 * 50, 1e-6);
  EXPECT_EQ(pair["orders_that_pay_an_engineer_hour"], 50);
  EXPECT_TRUE(pair["net_benefit_of_b"]["ci95"].is_array());
}

TEST(Summary, WhatDoesNotExistIsNull) {
  const std::string text = summary_json(compared(made_run(1), [](Outcome& outcome, std::size_t) {
    outcome.gates = {};
    outcome.waterfall = {};
    outcome.review_hours_by_desk.clear();
    outcome.backlog_by_day.clear();
    outcome.lost_orders_by_week.clear();
  }));
  EXPECT_EQ(text.find("nan"), std::string::npos);
  const json policy = json::parse(text)["policies"][1];
  EXPECT_TRUE(policy["waterfall"].is_null());
  EXPECT_TRUE(policy["lost_orders_by_week"].is_null());
  EXPECT_TRUE(policy["reset_may_end"].is_null());
  EXPECT_TRUE(policy["gate_flow"].empty());
  EXPECT_TRUE(policy["reviewer_load"]["most_loaded"].is_null());
  EXPECT_TRUE(policy["incidents"]["responder_wait_hours"].is_null());
}

}  // namespace
}  // namespace faultline::report
