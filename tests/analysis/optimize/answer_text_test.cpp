// The answer as a table, as Markdown, JSON and CSV.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>
#include <sstream>

#include "analysis/report/chart_format.h"
#include "tests/analysis/optimize/made_search.h"

namespace faultline {
namespace {

using test::made_description;
using test::made_goal;
using test::run_made;

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
  EXPECT_NE(table.find(report::format_brief(answer.alike[1].lost_orders.value)), std::string::npos) << table;
  EXPECT_GE(most, 100U);
}

}  // namespace
}  // namespace faultline
