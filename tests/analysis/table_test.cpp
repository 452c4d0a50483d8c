// The answer in words and as a table of 80 columns, whatever the names and figures.
#include "analysis/report/table.h"

#include <gtest/gtest.h>

#include <sstream>

#include "analysis/report/html.h"
#include "analysis/report/page.h"
#include "analysis/report/summary_json.h"
#include "analysis/report/table_rows.h"
#include "tests/analysis/made_run.h"

namespace faultline {
namespace {

Comparison compared(const RunDescription& run, double scale = 1) {
  ComparisonBuilder builder(run);
  for (std::uint32_t b = 0; b < run.blocks(); ++b) {
    Block block = test::made_block(run, b);
    for (Outcome& outcome : block.outcomes) {
      for (const Metric metric : {Metric::lost_orders_gross, Metric::engineer_hours}) {
        outcome[metric] *= scale;
      }
    }
    builder.add(block);
  }
  return builder.finish("hash");
}

std::size_t widest(const std::string& text) {
  std::istringstream lines(text);
  std::size_t columns = 0;
  for (std::string line; std::getline(lines, line);) {
    columns = std::max(columns, report::display_columns(line));
  }
  return columns;
}

TEST(Table, SaysTheAnswerInOneSentence) {
  EXPECT_EQ(
      report::answer_sentence(compared(test::made_run(40))),
      "controlled-friction loses 27.3 % fewer orders than baseline (95 %: 26.8 to 27.8 %) at 9 h more lead time.");
}

TEST(Table, SaysWhereAnAnswerHangsOnTheSecondReviewer) {
  const RunDescription run = test::made_run(40);
  ComparisonBuilder builder(run);
  for (std::uint32_t b = 0; b < run.blocks(); ++b) {
    Block block = test::made_block(run, b);
    const std::size_t cases = run.cases_in_block(b);
    for (std::size_t first = 0; cases == run.cases.size() && first < block.outcomes.size(); first += cases) {
      block.outcomes[first + run.low_case(1)] = block.outcomes[first + run.low_case(0)];
    }
    builder.add(block);
  }
  EXPECT_NE(report::answer_sentence(builder.finish("hash"))
                .find("more lead time, but no difference that matters if a second reviewer is worth little."),
            std::string::npos);
}

TEST(Table, NamesWhatIsNotSettled) {
  EXPECT_EQ(report::answer_sentence(compared(test::made_run(1))),
            "No difference is settled: controlled-friction: not settled (too few replications for an interval).");
}

TEST(Table, SaysWhetherThePrecisionWasReached) {
  const auto notes = [](double asked, std::uint32_t most) {
    RunDescription run = test::made_run(40);
    run.precision = {asked, 10, most};
    return report::table_notes(compared(run));
  };
  EXPECT_NE(notes(0.5, 40).find("until every mean was known to 50 %."), std::string::npos) << notes(0.5, 40);
  EXPECT_NE(notes(1e-9, 40).find("up to the most allowed; not every mean is known to"), std::string::npos);
  EXPECT_NE(notes(1e-9, 80).find("Not every mean is known to"), std::string::npos) << "interrupted";
  EXPECT_EQ(notes(1e-9, 40).find("until every mean"), std::string::npos);
}

TEST(Table, FitsEightyColumnsWithLongNamesAndHugeNumbers) {
  for (const double scale : {1e-9, 1.0, 1e6, 1e12}) {
    RunDescription run = test::made_run(40);
    run.policies[0].id = std::string(200, 'b');
    run.policies[1].id = "a-name-that-goes-on-and-on-and-on-without-any-end-in-sight-\xE6\xBC\xA2\xE5\xAD\x97";
    const std::string table = report::terminal_table(compared(run, scale));
    EXPECT_LE(widest(table), report::kTerminalColumns) << table;
  }
}

TEST(Table, EscapesOfATerminalDoNotReachIt) {
  RunDescription run = test::made_run(40);
  run.policies[1].id = "\x1b[31mred";
  EXPECT_EQ(report::terminal_table(compared(run)).find('\x1b'), std::string::npos);
}

TEST(Table, CountsCarryUnits) {
  EXPECT_EQ(report::format_count(3.07e6, 0.16e6), "3.07 M");
  EXPECT_EQ(report::format_count(983, 40), "983");
  EXPECT_EQ(report::format_count(18260, 40), "18.3 k");
  EXPECT_EQ(report::format_hours(0.5), "30 min");
  EXPECT_EQ(report::format_hours(9.0), "9 h");
  EXPECT_EQ(report::format_hours(240), "10 d");
}

TEST(Table, WarnsOfAHeavyTail) {
  const RunDescription run = test::made_run(40);
  const std::string warning = "heavy tail";
  EXPECT_EQ(report::markdown_table(compared(run)).find(warning), std::string::npos);
  ComparisonBuilder builder(run);
  for (std::uint32_t b = 0; b < run.blocks(); ++b) {
    Block block = test::made_block(run, b);
    if (b == 0) {
      block.outcomes[0][Metric::lost_orders_gross] *= 100;
    }
    builder.add(block);
  }
  const Comparison comparison = builder.finish("hash");
  EXPECT_NE(report::terminal_table(comparison).find(warning), std::string::npos);
  EXPECT_NE(report::report_page(comparison).find(warning), std::string::npos);
}

TEST(Table, MarkdownHoldsTheWholeAnswer) {
  const std::string markdown = report::markdown_table(compared(test::made_run(40)));
  EXPECT_NE(markdown.find("at 9 h more lead time."), std::string::npos) << markdown;
  EXPECT_NE(markdown.find("undelivered at the horizon's end."), std::string::npos) << markdown;
}

TEST(Summary, FlagsATailMeanOfTooFewQuarters) {
  Comparison comparison = compared(test::made_run(200));
  comparison.policies[1].tail_mean_99.warnings.clear();
  const std::string summary = report::summary_json(comparison);
  const std::size_t flagged = summary.find("\"tail_mean_99_warnings\": [\n");
  ASSERT_NE(flagged, std::string::npos) << summary;
  EXPECT_NE(summary.find("\"fewer than 600 quarters in the tail:", flagged), std::string::npos);
  EXPECT_NE(summary.find("\"tail_mean_99_warnings\": []", flagged), std::string::npos);
}

TEST(Page, StandsAloneAndEscapesNames) {
  RunDescription run = test::made_run(40);
  run.policies[1].title = "<script>alert(1)</script>";
  run.services[0] = "\"><img src=x>";
  const std::string page = report::report_page(compared(run));
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(page.find("http://"), page.find("http://www.w3.org")) << "no request to anywhere";
  EXPECT_EQ(page.find("https://"), std::string::npos);
  EXPECT_EQ(page, report::report_page(compared(run))) << "the same bytes again";
  for (const char* part : {"How bad can a quarter get?", "Is the difference real?", "What it assumes", "Warnings",
                           "Not modelled", "How to reproduce this", "<h1>controlled-friction loses"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace faultline
