// What a search says on made quarters, whose best candidate, front and flips are known.
#include "analysis/optimize/answer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

#include "analysis/optimize/answer_text.h"
#include "tests/analysis/optimize/made_search.h"

namespace faultline {
namespace {

using test::kLuckOfHours;
using test::kLuckOfOrders;
using test::made_description;
using test::made_goal;
using test::MadeCandidate;
using test::run_made;

constexpr double kHour = 100.0;  // made_goal's price

// Of the difference of two candidates in one quarter.
double sd_of_hours() { return std::sqrt(2.0) * kLuckOfHours; }

// Of the quarters that both had: tolerances are four standard errors.
double root_of_quarters(const Optimisation& search, std::size_t a, std::size_t b) {
  return std::sqrt(static_cast<double>(std::min(search.batches(a), search.batches(b)) * kQuartersPerBatch));
}

std::string all_sentences(const Optimisation& search, const OptimisationAnswer& answer) {
  std::string text;
  for (const std::string& sentence : answer_sentences(search, answer)) {
    text += sentence + "\n";
  }
  return text;
}

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

TEST(Answer, SaysByHowMuchTheRunnerUpMissesWithoutPrices) {
  Goal goal = made_goal(Minimise::lost_orders);
  goal.limits.lead_time_hours = 50.0;
  const std::vector<MadeCandidate> truth{{300, 10, 40}, {400, 10, 20}, {700, 10, 30}};
  const Optimisation search = run_made(truth, made_description(3, goal));
  const OptimisationAnswer answer = answer_of(search);
  EXPECT_EQ(answer.recommended, 0U);
  EXPECT_EQ(answer.runner_up, 1U);
  const stats::Estimate& misses = answer.runner_up_wins_by;
  EXPECT_EQ(misses.value, answer.runner_up_worse_by.value);
  ASSERT_TRUE(misses.interval);
  EXPECT_LT(misses.interval->low, answer.runner_up_worse_by.interval->low) << "holds for both others at once";
  EXPECT_GT(misses.interval->high, answer.runner_up_worse_by.interval->high);
  EXPECT_LT(misses.interval->low, 100.0);
  EXPECT_GT(misses.interval->high, 100.0);
  const std::string text = all_sentences(search, answer);
  EXPECT_NE(text.find("It would win if its mean lost orders were fewer by more than " + brief_number(misses.value) +
                      " orders ("),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("holds for all 2 others at once"), std::string::npos) << text;
  const auto json = nlohmann::json::parse(optimisation_json(search, answer, "hash")).at("runner_up");
  EXPECT_EQ(json.at("wins_if_smaller_by_more_than").at("value"), misses.value);
  EXPECT_EQ(json.at("wins_if_smaller_by_more_than").at("simultaneous_ci95").at(0), misses.interval->low);
  EXPECT_TRUE(json.at("wins_if").empty());
}

TEST(Answer, SaysBetweenWhichLimitsTheRunnerUpWins) {
  Goal goal = made_goal(Minimise::lost_orders);
  goal.limits.lead_time_hours = 50.0;
  const std::vector<MadeCandidate> truth{{300, 10, 40}, {400, 10, 20}, {700, 10, 30}};
  const Optimisation search = run_made(truth, made_description(3, goal));
  const OptimisationAnswer answer = answer_of(search);
  ASSERT_EQ(answer.limit_ranges.size(), 1U) << "both leave as much undelivered";
  EXPECT_EQ(answer.limit_ranges[0].kind, LimitKind::lead_time_hours);
  EXPECT_EQ(answer.limit_ranges[0].now, 50.0);
  EXPECT_EQ(answer.limit_ranges[0].from.value, 20.0);
  EXPECT_EQ(answer.limit_ranges[0].below.value, 40.0);
  EXPECT_NE(all_sentences(search, answer).find("It would win if the limit on lead time were between 20 "),
            std::string::npos)
      << all_sentences(search, answer);
  for (const double limit : {19.0, 21.0, 39.0, 41.0}) {  // and so it does, with the margin out of the way
    goal.limits.lead_time_hours = limit;
    goal.limit_margin_fraction = 0.01;
    const OptimisationAnswer other = answer_of(run_made(truth, made_description(3, goal)));
    EXPECT_EQ(other.recommended == std::optional<std::size_t>(1), limit > 20.0 && limit < 40.0) << limit;
  }
}

TEST(Answer, TakesTheEndsOfARangeFromTheQuartersThatBothHave) {
  // By lead time 0 and 1 are level, so that one of them may run on; they differ little in what they lose.
  Goal goal = made_goal(Minimise::lead_time);
  goal.limit_margin_fraction = 0.01;
  const Optimisation search = run_made({{310, 10, 20}, {300, 10, 20.001}, {300, 10, 40}}, made_description(3, goal));
  Optimisation longer = search;
  for (std::size_t b = longer.batches(0); b < 200; ++b) {  // the recommended alone, by more and luckier quarters
    longer.add(0, test::made_batch({200, 10, 20}, 0, b));
  }
  const OptimisationAnswer answer = answer_of(longer);
  ASSERT_EQ(answer.recommended, 0U);
  ASSERT_EQ(answer.limit_ranges.size(), 1U);
  EXPECT_LT(answer.limit_ranges[0].from.value, answer.limit_ranges[0].below.value);
}

TEST(Answer, NamesNoRangeWithinTheMarginOfALimit) {
  Goal goal = made_goal(Minimise::lead_time);
  goal.limit_margin_fraction = 0.05;
  const std::vector<MadeCandidate> truth{{310, 10, 20}, {300, 10, 21}, {300, 10, 40}};
  EXPECT_TRUE(answer_of(run_made(truth, made_description(3, goal))).limit_ranges.empty());
  goal.limit_margin_fraction = 0.01;
  EXPECT_EQ(answer_of(run_made(truth, made_description(3, goal))).limit_ranges.size(), 1U);
}

TEST(Answer, SaysOfALimitThatIsNotSetWhereItWouldTurnTheChoice) {
  const std::vector<MadeCandidate> truth{{400, 10, 20}, {300, 10, 40}};
  const Optimisation search = run_made(truth, made_description(2, made_goal(Minimise::lead_time)));
  const OptimisationAnswer answer = answer_of(search);
  EXPECT_EQ(answer.recommended, 0U);
  ASSERT_EQ(answer.limit_ranges.size(), 1U);
  EXPECT_EQ(answer.limit_ranges[0].kind, LimitKind::lost_orders);
  EXPECT_FALSE(answer.limit_ranges[0].now);
  const std::string text = all_sentences(search, answer);
  EXPECT_NE(text.find("It would win under a limit on lost orders between "), std::string::npos) << text;
  EXPECT_NE(text.find("were shorter by more than 20 hours"), std::string::npos) << text;
}

TEST(Answer, SaysUpToWhichLimitTheBetterOneWins) {
  Goal goal = made_goal(Minimise::lead_time);
  goal.limits.lost_orders = 500.0;
  // By rising step of the limit: 1 would win from 620 on, 0 from 800 on.
  const std::vector<MadeCandidate> truth{{800, 10, 10}, {620, 10, 20}, {300, 10, 30}, {200, 10, 40}};
  const Optimisation search = run_made(truth, made_description(4, goal));
  const OptimisationAnswer answer = answer_of(search);
  EXPECT_EQ(answer.recommended, 2U);
  ASSERT_TRUE(answer.limit_flip);
  EXPECT_EQ(answer.limit_flip->candidate, 1U);
  EXPECT_EQ(answer.limit_flip->next, 0U);
  EXPECT_NEAR(answer.limit_flip->until.value, 800.0, 4 * std::sqrt(2.0) * kLuckOfOrders / 10.0);
  EXPECT_NE(all_sentences(search, answer).find(" on c0 would win."), std::string::npos)
      << all_sentences(search, answer);
  const auto json = nlohmann::json::parse(optimisation_json(search, answer, "hash")).at("better_beyond_a_limit");
  EXPECT_EQ(json.at("next"), "c0");
  EXPECT_EQ(json.at("wins_below").at("value"), answer.limit_flip->until.value);
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

TEST(Answer, SaysThatNothingKeepsTheLimits) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 50.0;
  const Optimisation search = run_made({{500, 10}, {499, 20}}, made_description(2, goal));
  const OptimisationAnswer answer = answer_of(search);
  EXPECT_TRUE(answer.settled);
  EXPECT_FALSE(answer.recommended);
  EXPECT_NE(answer_sentences(search, answer).at(0).find("No policy of these keeps the limits"), std::string::npos);
}

TEST(Answer, NamesTheOneNearestToTheLimitsAndWhatWouldAdmitIt) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 100.0;
  goal.limits.lead_time_hours = 10.0;
  // In shares of the limits: 0 is 400 % over, 1 is 50 and 20 % over, 2 is 10 and 100 % over.
  const std::vector<MadeCandidate> truth{{500, 10, 5}, {150, 20, 12}, {110, 30, 20}};
  const Optimisation search = run_made(truth, made_description(3, goal));
  const OptimisationAnswer answer = answer_of(search);
  ASSERT_TRUE(answer.settled);
  ASSERT_TRUE(answer.nearest);
  EXPECT_EQ(answer.nearest->candidate, 1U);
  ASSERT_EQ(answer.nearest->gaps.size(), 2U);
  const LimitGap& lost = answer.nearest->gaps[0];
  const double tolerance = 4 * std::sqrt(2.0) * kLuckOfOrders / root_of_quarters(search, 1, 1);
  EXPECT_EQ(lost.kind, LimitKind::lost_orders);
  EXPECT_NEAR(lost.needed.value, 150.0, tolerance);
  EXPECT_NEAR(lost.over.value, 50.0, tolerance);
  EXPECT_DOUBLE_EQ(lost.over.interval->low, lost.needed.interval->low - 100.0);
  EXPECT_DOUBLE_EQ(lost.surely, lost.needed.interval->high / 0.9);
  EXPECT_DOUBLE_EQ(answer.nearest->worst_fraction, lost.over.value / 100.0);
  const LimitGap& lead = answer.nearest->gaps[1];
  EXPECT_EQ(lead.kind, LimitKind::lead_time_hours);
  EXPECT_EQ(lead.needed.value, 12.0);
  EXPECT_EQ(lead.over.value, 2.0);

  goal.limits.lost_orders = lost.surely;  // and with these limits it is the answer
  goal.limits.lead_time_hours = lead.surely;
  const OptimisationAnswer admitted = answer_of(run_made(truth, made_description(3, goal)));
  EXPECT_EQ(admitted.recommended, 1U);
  EXPECT_FALSE(admitted.nearest);

  const std::string text = all_sentences(search, answer);
  EXPECT_NE(text.find("Nearest to the limits is c1 (candidate 1). It is over the limit on lost orders, 100, by "),
            std::string::npos)
      << text;
  EXPECT_NE(
      text.find(
          "It is over the limit on lead time, 10, by 2 (2 to 2) or 20 %. A limit of 12 (12 to 12) would "
          "have admitted it; with the margin of 10\u00A0%, one of 13.3 surely. All of these limits must move, not one "
          "alone."),
      std::string::npos)
      << text;
  EXPECT_NE(optimisation_markdown(search, answer).find("Nearest to the limits is c1"), std::string::npos);
  EXPECT_NE(optimisation_table(search, answer).find("Nearest to the limits is c1"), std::string::npos);
  const auto json = nlohmann::json::parse(optimisation_json(search, answer, "hash")).at("nearest");
  EXPECT_EQ(json.at("id"), "c1");
  EXPECT_EQ(json.at("limits").at(0).at("limit"), "lost_orders");
  EXPECT_EQ(json.at("limits").at(0).at("over").at("value"), lost.over.value);
  EXPECT_EQ(json.at("limits").at(0).at("surely_admits"), lost.surely);
  EXPECT_EQ(json.at("limits").at(1).at("known_to_break"), true);
  const std::string csv = optimisation_csv(search, answer);
  EXPECT_NE(csv.find("\"c1\",\"candidate 1\",100,\"breaks lost orders and lead time\",1,1,"), std::string::npos) << csv;
}

TEST(Answer, NearestOfAnUnsettledSearchMayBreakNothing) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 500.0;
  OptimisationDescription description = made_description(2, goal);
  description.most_batches = 10;
  description.goal.limit_margin_fraction = 0.001;
  const Optimisation search = run_made({{510, 10}, {480, 20}}, description);
  const OptimisationAnswer answer = answer_of(search);
  ASSERT_FALSE(answer.settled);
  ASSERT_TRUE(answer.nearest);
  EXPECT_EQ(answer.nearest->candidate, 1U);
  EXPECT_LT(answer.nearest->worst_fraction, 0.0);
  EXPECT_TRUE(answer.nearest->gaps.empty());
  const std::string last = answer_sentences(search, answer).back();
  EXPECT_NE(last.find("Whether it keeps the limit on lost orders is not settled."), std::string::npos) << last;
}

TEST(Answer, NearestMayHaveBeenTurnedDownWithinTheMargin) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 500.0;
  const Optimisation search = run_made({{800, 10}, {490, 12}}, made_description(2, goal));
  const OptimisationAnswer answer = answer_of(search);
  ASSERT_TRUE(answer.nearest);
  EXPECT_EQ(answer.nearest->candidate, 1U);
  const std::string last = answer_sentences(search, answer).back();
  EXPECT_NE(last.find("It was turned down for the limit on lost orders, 500, with its margin of 10\u00A0%: it has 4"),
            std::string::npos)
      << last;
  EXPECT_NE(last.find("would surely have admitted it."), std::string::npos) << last;
}

TEST(AnswerText, KeepsToTheTerminalAndSaysTheSameInEveryForm) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 500.0;
  OptimisationDescription description = made_description(3, goal);
  description.candidates[1].id = "a-very-long-name-of-choices+another-long-name+and-one-more";
  const Optimisation search = run_made({{800, 10}, {300, 20}, {200, 30}}, description);
  const OptimisationAnswer answer = answer_of(search);
  std::istringstream lines(optimisation_table(search, answer));
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 82U) << line;  // an ellipsis is three bytes wide and one column
  }
  const auto json = nlohmann::json::parse(optimisation_json(search, answer, "hash"));
  EXPECT_EQ(json.at("recommended"), description.candidates[1].id);
  EXPECT_EQ(json.at("probability_of_correct_selection"), 0.95);
  EXPECT_EQ(json.at("runner_up").at("id"), "c2");
  EXPECT_EQ(json.at("policies").at(0).at("limits").at("lost_orders"), "broken");
  EXPECT_EQ(json.at("front").at("points").size(), 3U);
  const std::string csv = optimisation_csv(search, answer);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4);
  EXPECT_NE(optimisation_markdown(search, answer).find("| recommended |"), std::string::npos);
}

TEST(AnswerText, ShortensNumbers) {
  EXPECT_EQ(brief_number(0.0), "0");
  EXPECT_EQ(brief_number(999.4), "999");
  EXPECT_EQ(brief_number(999.6), "1k");
  EXPECT_EQ(brief_number(-12'345'678.0), "-12.3M");
  EXPECT_EQ(brief_number(1'600'000.0), "1.6M");
}

TEST(AnswerText, ComparesPoliciesOnTheSameQuarters) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 500.0;
  // The second and the third are near each other, so that they run on.
  const Optimisation search = run_made({{800, 10}, {300, 20}, {310, 20.02}}, made_description(3, goal));
  const OptimisationAnswer answer = answer_of(search);
  std::size_t most = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    const std::vector<double>& lost = search.figures()[c][Figure::lost_orders];
    EXPECT_EQ(answer.alike[c].quarters, 100U);
    EXPECT_EQ(answer.alike[c].lost_orders.value, stats::mean_estimate(std::span(lost).first(100))->value);
    EXPECT_EQ(answer.candidates[c].quarters, lost.size());
    most = std::max(most, lost.size());
  }
  const std::string table = optimisation_table(search, answer);
  EXPECT_NE(table.find("Figures are those of the first 100 quarters"), std::string::npos) << table;
  EXPECT_NE(table.find(brief_number(answer.alike[1].lost_orders.value)), std::string::npos) << table;
  EXPECT_GE(most, 100U);
}

}  // namespace
}  // namespace faultline
