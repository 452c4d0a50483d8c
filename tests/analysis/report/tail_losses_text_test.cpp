// The table of tails keeps its columns apart, whatever the numbers.
#include "analysis/report/tail_losses_text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/analysis/made_run.h"

namespace faultline::report {
namespace {

stats::Estimate figure(double low, double high) {
  stats::Estimate made;
  made.value = (low + high) / 2;
  made.interval = stats::Interval{low, high};
  return made;
}

std::string table_of(double low, double high) {
  TailLosses tail{};
  tail.policy = "baseline";
  for (TailLevel& level : tail.levels) {
    level.level = 0.99;
    level.quantile = figure(low, high);
    level.tail_mean = figure(2 * low, 2 * high);
    level.saved_fraction = figure(-low, high);
    level.support.effective = high;
    level.quantile_worth = high;
  }
  return tail_losses_table(test::made_run(40), std::vector<TailLosses>{tail});
}

TEST(TailLosses, AllAreRefusedOnlyWhereNoPolicyHasAFigure) {
  TailLosses none{};
  for (TailLevel& level : none.levels) {
    level.level = 0.99;
    level.refused = "refused: too little";
  }
  none.chances.push_back({1000.0, std::nullopt, {}, "refused: too little"});
  TailLosses some = none;
  some.chances[0].refused.clear();
  EXPECT_TRUE(all_refused({none, none}));
  EXPECT_FALSE(all_refused({none, some}));
}

TEST(TailLossesTable, NoTwoColumnsTouch) {
  for (const double size : {0.01, 1.0, 1e3, 1e5, 1e6, 1e9, 1e12}) {
    const std::string table = table_of(9.25 * size, 13.6 * size);
    std::istringstream lines(table);
    std::size_t ranges = 0;
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80U) << line;
      std::istringstream words(line);
      for (std::string word; words >> word;) {
        const std::size_t dots = word.find("..");
        ranges += dots == std::string::npos ? 0 : 1;
        EXPECT_TRUE(dots == std::string::npos || word.find("..", dots + 2) == std::string::npos) << table;
      }
    }
    EXPECT_EQ(ranges, 6U) << table;
  }
  EXPECT_NE(table_of(9.25e6, 13.6e6).find("18.5M..27.2M"), std::string::npos) << table_of(9.25e6, 13.6e6);
  EXPECT_NE(table_of(9.25e3, 13.6e3).find("9,250..13,600"), std::string::npos);
}

TEST(TailLossesTable, SaysWhyAFigureIsRefused) {
  TailLosses tail{};
  tail.policy = "baseline";
  for (TailLevel& level : tail.levels) level.level = 0.999;
  tail.levels.front().refused = "refused: the quarters beyond count as 3";
  const std::string table = tail_losses_table(test::made_run(40), std::vector<TailLosses>{tail});
  EXPECT_NE(table.find("\nbaseline, 1 quarter in 1,000 refused: the quarters beyond count as 3.\n"), std::string::npos)
      << table;
  EXPECT_EQ(table_of(10, 20).find("refused"), std::string::npos);
}

}  // namespace
}  // namespace faultline::report
