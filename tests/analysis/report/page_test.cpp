// The page's sections: there when there is something to say, and gone when there is not.
#include "analysis/report/page.h"

#include <gtest/gtest.h>

#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/table.h"
#include "tests/analysis/made_comparison.h"

namespace faultline::report {
namespace {

using test::compared;
using test::made_run;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

constexpr std::string_view kSaving = "<h2>Where does the saving come from?</h2>";
constexpr std::string_view kBacklog = "<h2>When is the backlog gone?</h2>";
constexpr std::string_view kPeople = "<h2>Who reviews how much?</h2>";
constexpr std::string_view kPrice = "<h2>What does the saving cost, and when may it end?</h2>";

TEST(Page, AStyleSheetLosesBlanksThatMeanNothing) {
  EXPECT_EQ(
      compact_style("\n@media screen and (max-width: 4rem) {\n  .a td::before, b > * { content: attr(l) \": ; x\"; "
                    "margin: 0 1px; }\n}\n"),
      "@media screen and (max-width:4rem){.a td::before,b > *{content:attr(l) \": ; x\";margin:0 1px}}");
}

TEST(Page, TellsWhereTheSavingComesFrom) {
  const std::string page = report_page(compared(made_run(40)));
  EXPECT_TRUE(contains(page, kSaving));
  EXPECT_TRUE(contains(page, "controlled-friction: of what it saves, 50 % is caught by peer-review"));
  EXPECT_TRUE(contains(page, "<th scope=\"row\">caught by tests")) << "numbers beside the chart";
}

TEST(Page, TellsWhenTheBacklogIsGone) {
  const std::string page = report_page(compared(made_run(40)));
  EXPECT_TRUE(contains(page, kBacklog));
  EXPECT_TRUE(contains(page, "By day 61 the backlog of controlled-friction is back at that of baseline"));
  EXPECT_TRUE(contains(page, "controlled-friction: back on day 61."));
}

TEST(Page, TellsWhoReviewsAndWhatPassedTheGates) {
  const std::string page = report_page(compared(made_run(40)));
  EXPECT_TRUE(contains(page, kPeople));
  EXPECT_TRUE(contains(page, "<td>seniors")) << "the most loaded desk";
  EXPECT_TRUE(contains(page, "peer-review: full attention would have found it"));
  EXPECT_FALSE(contains(page, "tests: beyond it")) << "nothing was lost there";
  EXPECT_TRUE(contains(page, kPrice));
  EXPECT_TRUE(contains(page,
                       "its saving is settled in 13 of 13 weeks, the last of them week 13; the run does not settle "
                       "that it may end within the horizon."));
}

TEST(Page, SaysNothingOfWhatWasNotCounted) {
  const std::string page = report_page(compared(made_run(40), [](Outcome& outcome, std::size_t) {
    outcome.gates = {};
    outcome.waterfall = {};
    outcome.review_hours_by_desk.clear();
    outcome.backlog_by_day.clear();
    outcome.lost_orders_by_week.clear();
  }));
  EXPECT_FALSE(contains(page, kSaving));
  EXPECT_FALSE(contains(page, kBacklog));
  EXPECT_FALSE(contains(page, kPeople));
  EXPECT_FALSE(contains(page, "Week by week"));
  EXPECT_FALSE(contains(page, "Gate by gate"));
  EXPECT_TRUE(contains(page, kPrice));
}

TEST(Page, OnePolicyAloneIsStillAPage) {
  RunDescription run = made_run(40, false);
  run.policies.pop_back();
  run.cases.pop_back();
  const std::string page = report_page(compared(run));
  EXPECT_FALSE(contains(page, kSaving));
  EXPECT_FALSE(contains(page, kPrice));
  EXPECT_TRUE(contains(page, "changes are on their way under baseline at a day\u2019s end"));
}

TEST(Page, NamesOfGatesAndDesksAreEscapedEverywhere) {
  RunDescription run = made_run(40);
  run.gates[1] = "<script>alert(1)</script>";
  run.desks[1].id = "<img src=x>";
  run.desks[2].id = "<b>bold</b>";
  const std::string page = report_page(compared(run));
  EXPECT_FALSE(contains(page, "<script>alert"));
  EXPECT_FALSE(contains(page, "<img"));
  EXPECT_FALSE(contains(page, "<b>bold"));
}

TEST(Page, TheTerminalKeepsToItsColumnsWithLongNamesOfGates) {
  RunDescription run = made_run(40);
  run.gates = {std::string(300, 'g'), "second-gate-\x1b[31mred"};
  run.policies[1].id = std::string(300, 'p');
  const std::string text = terminal_table(compared(run));
  EXPECT_TRUE(contains(text, "Saved by ppp"));
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    EXPECT_LE(display_columns(text.substr(begin, end - begin)), kTerminalColumns);
    begin = end + 1;
  }
}

}  // namespace
}  // namespace faultline::report
