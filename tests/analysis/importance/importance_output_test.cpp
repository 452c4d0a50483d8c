// The forms of the answer on importance.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "analysis/importance/importance.h"
#include "analysis/importance/importance_words.h"

namespace faultline {
namespace {

ForcedWorth worth(double saved, double half, stats::Verdict verdict) {
  ForcedWorth made;
  made.orders = {saved, half / 3.0, stats::Interval{saved - half, saved + half}, 0.95, 400, "made", {}};
  made.fraction = stats::scaled(made.orders, 1e-5);
  made.ratio = 1.0 - saved * 1e-5;
  made.verdict = verdict;
  return made;
}

ImportanceReport made_report() {
  ImportanceReport report;
  report.run.scenario_id = "made";
  report.run.replications = 400;
  report.run.smallest_difference_that_matters_fraction = 0.01;
  report.policy = "baseline";
  report.today = {1e5, 1e3, stats::Interval{98e3, 102e3}, 0.95, 400, "made", {}};
  report.forced_runs = 8;
  report.critical_value = 2.9;
  using enum stats::Verdict;
  const Part gate{PartKind::gate, "peer-review", GateId{0}, {}, {}, 0.0};
  const Part edge{PartKind::edge, "checkout -> payment", {}, {}, CallId{0}, 0.3};
  Part far = edge;
  far.name = std::string(60, 'a') + " -> =1+1";
  report.parts = {{gate, {worth(12'000, 3'000, kSettledBetter), worth(-9'000, 4'000, kSettledWorse), {}}},
                  {edge, {worth(3'100, 1'900, kSettledBetter), {}, worth(2'900, 1'800, kSettledBetter)}},
                  {far, {worth(100, 1'900, kNotSettled), worth(-200, 1'900, kNotSettled), {}}}};
  report.notes = {"2 of 9 edges were run; the rest were not run."};
  return report;
}

TEST(ImportanceOutput, TheTableKeepsToEightyColumnsAndNamesItsFormulas) {
  const std::string text = importance_table(made_report());
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  for (const char* said :
       {"loss reduction worth   LRW = E[S] - E[S | perfect]", "loss achievement worth LAW = E[S | failed] - E[S]",
        "fix this edge: checkout -> payment saves 3.1 % (1.2 to 5.0 %)",
        "make this dependency soft: checkout -> payment saves 2.9 % (1.1 to 4.7 %)",
        "keep this gate: peer-review, failed, costs 9 % (5 to 13 %)", "over all 8 forced",
        "make soft, coupling 0.05"}) {
    EXPECT_NE(text.find(said), std::string::npos) << said << "\n" << text;
  }
}

TEST(ImportanceOutput, WhatIsNotSettledIsNoAdvice) {
  ImportanceReport report = made_report();
  for (PartImportance& part : report.parts) {
    for (auto& own : part.by_force) {
      if (own) own->verdict = stats::Verdict::kNotSettled;
    }
  }
  const std::vector<std::string> expected{"no gate is settled to save more than 1 %",
                                          "no edge is settled to save more than 1 %"};
  EXPECT_EQ(advice(report), expected);
}

TEST(ImportanceOutput, JsonAndCsvHoldTheSameFigures) {
  const nlohmann::json json = nlohmann::json::parse(importance_json(made_report()));
  EXPECT_EQ(json["parts"].size(), 3U);
  EXPECT_EQ(json["parts"][0]["loss_achievement_worth"]["orders"]["value"], 9'000.0);
  EXPECT_EQ(json["parts"][0]["loss_achievement_worth"]["orders"]["ci95"][0], 5'000.0);
  EXPECT_EQ(json["parts"][0]["loss_achievement_worth"]["verdict"], "settled worse");
  EXPECT_TRUE(json["parts"][1]["loss_achievement_worth"].is_null());
  EXPECT_EQ(json["formulas"]["loss_reduction_worth"], "LRW = E[S] - E[S | perfect]");
  const std::string csv = importance_csv(made_report());
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 7);
  EXPECT_NE(csv.find("gate,\"peer-review\",loss_achievement_worth,9000,5000,13000,0.09"), std::string::npos) << csv;
}

TEST(ImportanceOutput, MarkdownHasATableForEachKind) {
  const std::string text = importance_markdown(made_report());
  for (const char* said : {"## Gates", "## Edges", "| peer-review | 12 (9..15) * | 9 (5..13) * |"}) {
    EXPECT_NE(text.find(said), std::string::npos) << said << "\n" << text;
  }
  EXPECT_EQ(text.find("## Services"), std::string::npos);
}

TEST(ImportanceOutput, SaysHowManyMoreAreSettledThanItNames) {
  ImportanceReport report = made_report();
  const PartImportance edge = report.parts[1];
  const auto lines_with = [&](const std::string& words) {
    const std::vector<std::string> lines = advice(report);
    return std::count_if(lines.begin(), lines.end(),
                         [&](const std::string& line) { return line.find(words) != std::string::npos; });
  };
  report.parts.insert(report.parts.end(), 2, edge);
  EXPECT_EQ(lines_with("fix this edge"), 3);
  EXPECT_EQ(lines_with("more edge"), 0);
  report.parts.push_back(edge);
  EXPECT_EQ(lines_with("fix this edge"), 3);
  EXPECT_EQ(lines_with("and 1 more edge settled likewise: the table marks it"), 2) << "fixed, and made soft";
  report.parts.push_back(edge);
  EXPECT_EQ(lines_with("and 2 more edges settled likewise: the table marks them"), 2);
}

}  // namespace
}  // namespace faultline
