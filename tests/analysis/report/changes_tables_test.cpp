// What changed since an earlier run, in words.
#include "analysis/report/changes_tables.h"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "analysis/report/junit.h"
#include "analysis/report/page.h"
#include "analysis/report/table.h"
#include "tests/analysis/made_comparison.h"
#include "tests/support/hostile_names.h"

namespace faultline::report {
namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

stats::Estimate estimate(double value, double low, double high) {
  return {value, (high - low) / 4, stats::Interval{low, high}, 0.95, 40, "", {}};
}

RunChanges made_changes(const std::string& name) {
  RunChanges changes;
  changes.paired = true;
  changes.how_compared = "Paired.";
  changes.facts = {{"seed", "1", "2"}};
  changes.inputs = {{"/policies/1/" + name, name, "\"" + name + "\"", "2", "assumed", "measured"}};
  changes.policies = {{name, PolicyChange::Kind::changed, 1}, {"fresh", PolicyChange::Kind::added}};
  AnswerChange better;
  better.id = name;
  better.policy = 1;
  better.lost_before = estimate(1000, 900, 1100);
  better.lost_now = estimate(800, 700, 900);
  better.saved = estimate(200, 150, 250);
  better.verdict = stats::Verdict::kSettledBetter;
  better.more_engineer_hours = estimate(10, 5, 15);
  AnswerChange open;
  open.id = "baseline";
  open.lost_before = open.lost_now = estimate(1000, 900, 1100);
  open.reason = "the horizons differ in length";
  changes.answers = {better, open};
  return changes;
}

TEST(ChangesTables, TheSentenceClaimsSettledVerdictsOnly) {
  EXPECT_EQ(changes_sentence(made_changes("controlled-friction")),
            "Changed: 1 input and 1 policy; 1 policy is new. Settled to lose fewer orders than before: "
            "controlled-friction. Not settled: baseline.");
  RunChanges same;
  same.same_results = true;
  EXPECT_EQ(changes_sentence(same), "Nothing changed: both runs have the same results, bit for bit.");
  EXPECT_TRUE(changes_tables(same).empty());
}

TEST(ChangesTables, TellFiguresMarksAndReasons) {
  const std::string text = changes_as_text(made_changes("controlled-friction"));
  EXPECT_TRUE(contains(text, "Saved since then 200 (150 to 250)"));
  EXPECT_TRUE(contains(text, "not settled: the horizons differ in length"));
  EXPECT_TRUE(contains(text, "Now 2 (measured)"));
  EXPECT_TRUE(contains(text, "- seed: Before 1; Now 2"));
}

TEST(ChangesTables, ManyInputsAreCountedAndTheFirstShown) {
  RunChanges changes = made_changes("a");
  changes.inputs.assign(5000, changes.inputs[0]);
  const auto tables = changes_tables(changes);
  EXPECT_EQ(tables[2].rows.size(), kInputChangesShown);
  EXPECT_EQ(tables[2].caption, "The first 100 of 5000 inputs");
  EXPECT_LT(markdown_table(test::compared(test::made_run(20)), {.checks = {}, .changes = &changes}).size(), 64U * 1024);
}

TEST(ChangesTables, NamesAreMarkupNowhere) {
  const Comparison comparison = test::compared(test::made_run(20));
  for (const std::string& name : test::hostile_names()) {
    const RunChanges changes = made_changes(name);
    const std::string page = report_page(comparison, {.changes = &changes});
    EXPECT_TRUE(contains(page, "<h2>What changed since the last run?</h2>"));
    EXPECT_FALSE(contains(page, "<script>alert")) << name;
    const std::string markdown = markdown_table(comparison, {.checks = {}, .changes = &changes});
    EXPECT_FALSE(contains(markdown, "<script>")) << name;
    EXPECT_FALSE(contains(markdown, "|\n|---|---|\n |")) << name;
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(junit_report(comparison, {}, std::nullopt, &changes).c_str())) << name;
  }
}

TEST(Markdown, TheGateStandsAboveTheAnswer) {
  const Comparison comparison = test::compared(test::made_run(40));
  const auto gate = [&comparison](double limit) {
    return markdown_table(
        comparison, {.checks = limit_checks(comparison, {.max_mean_lost_orders = limit, .max_p99_lost_orders = {}})});
  };
  EXPECT_EQ(gate(850'000).find("### Loss gate: FAIL (policy \"baseline\")\n| policy | check |"), 0U);
  EXPECT_EQ(gate(1'000'000).find("### Loss gate: INCONCLUSIVE (policy \"baseline\")\n"), 0U);
  EXPECT_EQ(gate(2'000'000).find("### Loss gate: PASS\n"), 0U);
  EXPECT_FALSE(contains(markdown_table(comparison), "Loss gate"));
}

}  // namespace
}  // namespace faultline::report
