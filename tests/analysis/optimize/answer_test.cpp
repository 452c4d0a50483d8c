// What a search says on made quarters, whose best candidate, front and flips are known.
#include "analysis/optimize/answer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "analysis/optimize/answer_text.h"
#include "tests/analysis/optimize/made_search.h"

namespace faultline {
namespace {

using test::all_sentences;
using test::kLuckOfOrders;
using test::made_description;
using test::made_goal;
using test::MadeCandidate;
using test::root_of_quarters;
using test::run_made;
using test::sd_of_hours;

constexpr double kHour = 100.0;  // made_goal's price

TEST(Answer, FindsTheLeastFrictionWithinALimitOnLosses) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 500.0;
  // 0 is cheapest and loses too much; 1 is the answer; 2 is dearer; 3 is cheaper and delivers nothing.
  const std::vector<MadeCandidate> truth{{800, 10}, {300, 20}, {200, 30}, {100, 5, 10, 60}};
  const Optimisation search = run_made(truth, made_description(4, goal));
  const OptimisationAnswer answer = answer_of(search);
  EXPECT_TRUE(answer.settled);
  EXPECT_EQ(answer.recommended, 1U);
  EXPECT_EQ(answer.runner_up, 2U);
  EXPECT_NEAR(answer.runner_up_worse_by.value, 10 * kHour, 4 * kHour * sd_of_hours() / root_of_quarters(search, 1, 2));
  EXPECT_EQ(outcome_of(search, answer, 0), "breaks lost orders");
  EXPECT_EQ(outcome_of(search, answer, 2), "beaten by 2");
  EXPECT_EQ(outcome_of(search, answer, 3), "breaks undelivered");
  EXPECT_EQ(search.batches(2), 10U);
}

TEST(Answer, SaysWhichLimitTheBetterOneNeeds) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 500.0;
  const std::vector<MadeCandidate> truth{{800, 10}, {620, 12}, {300, 20}};
  const Optimisation search = run_made(truth, made_description(3, goal));
  const OptimisationAnswer answer = answer_of(search);
  ASSERT_TRUE(answer.limit_flip);
  EXPECT_EQ(answer.limit_flip->candidate, 1U);
  const double sd_of_mean = std::sqrt(2.0) * kLuckOfOrders;  // shared and own
  EXPECT_NEAR(answer.limit_flip->needed.value, 620.0, 4 * sd_of_mean / root_of_quarters(search, 1, 1));
  EXPECT_NEAR(answer.limit_flip->better_by.value, 8 * kHour,
              4 * kHour * sd_of_hours() / root_of_quarters(search, 1, 2));
}

TEST(Answer, TellsWhatLiesWithinTheMarginFromWhatBreaksALimit) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 500.0;
  const Optimisation search = run_made({{800, 10}, {490, 12}, {300, 20}}, made_description(3, goal));
  const OptimisationAnswer answer = answer_of(search);
  EXPECT_EQ(outcome_of(search, answer, 0), "breaks lost orders");
  EXPECT_EQ(outcome_of(search, answer, 1), "near lost orders");
  const std::string last = answer_sentences(search, answer).back();
  EXPECT_NE(last.find("is not known to break it"), std::string::npos) << last;
  EXPECT_NE(last.find("A --limit-margin of"), std::string::npos) << last;
  const auto json = nlohmann::json::parse(optimisation_json(search, answer, "hash"));
  EXPECT_EQ(json.at("better_beyond_a_limit").at("known_to_break"), false);
  EXPECT_EQ(json.at("policies").at(1).at("limits").at("lost_orders"), "broken");
}

TEST(Answer, FindsThePriceAtWhichTheRunnerUpWins) {
  // 0: 100 orders and 50 hours; 1: 200 orders and 30 hours. At 10 an order and 100 an hour they cost 6,000 and 5,000.
  // The first wins below 50 an hour, or above 20 an order.
  const Optimisation search = run_made({{100, 50}, {200, 30}}, made_description(2, made_goal(Minimise::total_cost)));
  const OptimisationAnswer answer = answer_of(search);
  // By the delta method: relative errors of 20 hours and of 100 orders, whose shared part falls out.
  const double relative =
      4 * std::hypot(sd_of_hours() / 20, std::sqrt(2.0) * kLuckOfOrders / 100) / root_of_quarters(search, 0, 1);
  EXPECT_EQ(answer.recommended, 1U);
  EXPECT_EQ(answer.runner_up, 0U);
  ASSERT_EQ(answer.price_flips.size(), 2U);
  const PriceFlip& margin = answer.price_flips[0];
  EXPECT_EQ(margin.price, Price::margin_per_order);
  EXPECT_TRUE(margin.above);
  EXPECT_NEAR(margin.at.value, 20.0, 20.0 * relative);
  ASSERT_TRUE(margin.at.interval);
  EXPECT_LT(margin.at.interval->low, 20.0);
  EXPECT_GT(margin.at.interval->high, 20.0);
  const PriceFlip& hour = answer.price_flips[1];
  EXPECT_EQ(hour.price, Price::cost_per_engineer_hour);
  EXPECT_FALSE(hour.above);
  EXPECT_NEAR(hour.at.value, 50.0, 50.0 * relative);
}

TEST(Answer, AtAFlipTheOrderTurns) {
  // The same quarters with the price set to just below and just above the flip.
  Goal goal = made_goal(Minimise::total_cost);
  const OptimisationAnswer plain = answer_of(run_made({{100, 50}, {200, 30}}, made_description(2, goal)));
  const double flip = plain.price_flips.at(1).at.value;
  for (const double factor : {0.9999, 1.0001}) {
    goal.prices.values[1] = factor * flip;
    const std::vector<MadeCandidate> truth{{100, 50}, {200, 30}};
    double cost[2] = {0.0, 0.0};
    for (std::size_t c = 0; c < 2; ++c) {
      FigureTable table;
      for (std::size_t b = 0; b < plain.candidates[c].quarters / kQuartersPerBatch; ++b) {
        table.add(test::made_batch(truth[c], static_cast<std::uint32_t>(c), b));
      }
      cost[c] = stats::mean_estimate(objective(goal, Candidate{}, table))->value;
    }
    EXPECT_EQ(cost[0] < cost[1], factor < 1.0) << factor;
  }
}

TEST(Answer, NamesEveryLimitThatIsBroken) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 500.0;
  goal.limits.lead_time_hours = 20.0;
  const std::vector<MadeCandidate> truth{{9e6, 10, 300, 60}, {300, 20, 10}};
  const Optimisation search = run_made(truth, made_description(2, goal));
  const OptimisationAnswer answer = answer_of(search);
  EXPECT_EQ(outcome_of(search, answer, 0), "breaks lost orders and lead time and undelivered");
  const std::string table = optimisation_table(search, answer);
  EXPECT_NE(table.find("3 limits:\n    breaks lost orders 9M (limit 500), breaks lead time 300 (limit 20),"),
            std::string::npos)
      << table;
  EXPECT_NE(table.find("undelivered 60 % (limit 5 %)"), std::string::npos) << table;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(Answer, RepeatsWhatTheLoaderSaysOfTheRecommended) {
  const Optimisation search = run_made({{100, 50}, {200, 30}}, made_description(2, made_goal(Minimise::total_cost)));
  OptimisationAnswer answer = answer_of(search);
  EXPECT_TRUE(nlohmann::json::parse(optimisation_json(search, answer, "hash")).at("warnings").empty());
  answer.warnings = {"policy \"c1\": gate \"g\" does nothing"};
  EXPECT_NE(
      all_sentences(search, answer).find("Warning about the recommended: policy \"c1\": gate \"g\" does nothing."),
      std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(optimisation_json(search, answer, "hash")).at("warnings").at(0), answer.warnings[0]);
}

TEST(Answer, FrontLeavesOutWhatIsDominatedOrDeliversNothing) {
  const std::vector<MadeCandidate> truth{{300, 10}, {310, 20}, {100, 30}, {5, 5, 10, 90}};
  const OptimisationAnswer answer = answer_of(run_made(truth, made_description(4, made_goal(Minimise::total_cost))));
  ASSERT_EQ(answer.front.size(), 2U);
  EXPECT_EQ(answer.front[0].candidate, 0U);
  EXPECT_EQ(answer.front[1].candidate, 2U);
  // Wider than an interval that holds for one figure alone.
  const auto alone = stats::t_estimate(0.0, *answer.front[0].lost_orders.standard_error, 100, 0.95, "");
  EXPECT_GT(answer.front[0].lost_orders.interval->high - answer.front[0].lost_orders.value, alone->interval->high);
}

TEST(Answer, IsNotSettledWhereQuartersRunOut) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 500.0;
  OptimisationDescription description = made_description(2, goal);
  description.most_batches = 10;
  description.goal.limit_margin_fraction = 0.001;
  const Optimisation search = run_made({{500, 10}, {499, 20}}, description);
  const OptimisationAnswer answer = answer_of(search);
  EXPECT_FALSE(answer.settled);
  EXPECT_FALSE(answer.recommended);
  EXPECT_NE(answer_sentences(search, answer).at(0).find("Not settled with 100 quarters"), std::string::npos);
}

}  // namespace
}  // namespace faultline
