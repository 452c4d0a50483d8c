// Where no candidate keeps the limits, and which is nearest to them.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

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

TEST(AnswerNearest, SaysThatNothingKeepsTheLimits) {
  Goal goal = made_goal(Minimise::friction);
  goal.limits.lost_orders = 50.0;
  const Optimisation search = run_made({{500, 10}, {499, 20}}, made_description(2, goal));
  const OptimisationAnswer answer = answer_of(search);
  EXPECT_TRUE(answer.settled);
  EXPECT_FALSE(answer.recommended);
  EXPECT_NE(answer_sentences(search, answer).at(0).find("No policy of these keeps the limits"), std::string::npos);
}

TEST(AnswerNearest, NamesTheOneNearestToTheLimitsAndWhatWouldAdmitIt) {
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

TEST(AnswerNearest, NearestOfAnUnsettledSearchMayBreakNothing) {
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

TEST(AnswerNearest, NearestMayHaveBeenTurnedDownWithinTheMargin) {
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

}  // namespace
}  // namespace faultline
