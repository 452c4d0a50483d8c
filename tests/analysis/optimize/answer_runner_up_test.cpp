// What would have to be true for the runner-up to win: where no price can turn the choice, and by limits.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "analysis/report/chart_format.h"
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

struct Answered {
  Optimisation search;
  OptimisationAnswer answer;
};

// 0 loses least, 1 ships soonest.
Answered lost_orders_within_a_lead_time(double hours, double margin_fraction = Goal().limit_margin_fraction) {
  Goal goal = made_goal(Minimise::lost_orders);
  goal.limits.lead_time_hours = hours;
  goal.limit_margin_fraction = margin_fraction;
  Optimisation search = run_made({{300, 10, 40}, {400, 10, 20}, {700, 10, 30}}, made_description(3, goal));
  OptimisationAnswer answer = answer_of(search);
  return {std::move(search), std::move(answer)};
}

TEST(AnswerRunnerUp, SaysByHowMuchTheRunnerUpMissesWithoutPrices) {
  const auto [search, answer] = lost_orders_within_a_lead_time(50.0);
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
  EXPECT_NE(text.find("It would win if its mean lost orders were fewer by more than " +
                      report::format_brief(misses.value) + " orders ("),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("holds for all 2 others at once"), std::string::npos) << text;
  const auto json = nlohmann::json::parse(optimisation_json(search, answer, "hash")).at("runner_up");
  EXPECT_EQ(json.at("wins_if_smaller_by_more_than").at("value"), misses.value);
  EXPECT_EQ(json.at("wins_if_smaller_by_more_than").at("simultaneous_ci95").at(0), misses.interval->low);
  EXPECT_TRUE(json.at("wins_if").empty());
}

TEST(AnswerRunnerUp, SaysBetweenWhichLimitsTheRunnerUpWins) {
  const auto [search, answer] = lost_orders_within_a_lead_time(50.0);
  ASSERT_EQ(answer.limit_ranges.size(), 1U) << "both leave as much undelivered";
  EXPECT_EQ(answer.limit_ranges[0].kind, LimitKind::lead_time_hours);
  EXPECT_EQ(answer.limit_ranges[0].now, 50.0);
  EXPECT_EQ(answer.limit_ranges[0].from.value, 20.0);
  EXPECT_EQ(answer.limit_ranges[0].below.value, 40.0);
  EXPECT_NE(all_sentences(search, answer).find("It would win if the limit on lead time were between 20 "),
            std::string::npos)
      << all_sentences(search, answer);
  for (const double limit : {19.0, 21.0, 39.0, 41.0}) {  // and so it does, with the margin out of the way
    const OptimisationAnswer other = lost_orders_within_a_lead_time(limit, 0.01).answer;
    EXPECT_EQ(other.recommended == std::optional<std::size_t>(1), limit > 20.0 && limit < 40.0) << limit;
  }
}

TEST(AnswerRunnerUp, TakesTheEndsOfARangeFromTheQuartersThatBothHave) {
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

TEST(AnswerRunnerUp, NamesNoRangeWithinTheMarginOfALimit) {
  Goal goal = made_goal(Minimise::lead_time);
  goal.limit_margin_fraction = 0.05;
  const std::vector<MadeCandidate> truth{{310, 10, 20}, {300, 10, 21}, {300, 10, 40}};
  EXPECT_TRUE(answer_of(run_made(truth, made_description(3, goal))).limit_ranges.empty());
  goal.limit_margin_fraction = 0.01;
  EXPECT_EQ(answer_of(run_made(truth, made_description(3, goal))).limit_ranges.size(), 1U);
}

TEST(AnswerRunnerUp, SaysOfALimitThatIsNotSetWhereItWouldTurnTheChoice) {
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

TEST(AnswerRunnerUp, SaysUpToWhichLimitTheBetterOneWins) {
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
  EXPECT_NEAR(answer.limit_flip->until.value, 800.0,
              4 * std::sqrt(2.0) * kLuckOfOrders / root_of_quarters(search, 0, 0));
  EXPECT_NE(all_sentences(search, answer).find(" on c0 would win."), std::string::npos)
      << all_sentences(search, answer);
  const auto json = nlohmann::json::parse(optimisation_json(search, answer, "hash")).at("better_beyond_a_limit");
  EXPECT_EQ(json.at("next"), "c0");
  EXPECT_EQ(json.at("wins_below").at("value"), answer.limit_flip->until.value);
}

}  // namespace
}  // namespace faultline
