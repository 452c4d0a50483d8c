#include <gtest/gtest.h>

#include "analysis/report/history_charts.h"
#include "tests/analysis/report/golden.h"
#include "tests/analysis/report/made_history.h"

namespace faultline::report {
namespace {

using test::expect_golden;
using test::made_history;

TEST(HistoryChart, LooksAsAgreed) { expect_golden("history", line_chart(history_chart(made_history()))); }

TEST(RankChart, LooksAsAgreed) { expect_golden("history-ranks", bar_chart(rank_chart(made_history()))); }

TEST(RankChart, SaysWhenChanceDoesNotExplainTheRanks) {
  HistoryStream stream = made_history();
  EXPECT_NE(rank_chart(stream).title.find("as evenly as chance allows"), std::string::npos);
  stream.ranks_p = 0.01;
  EXPECT_NE(rank_chart(stream).title.find("more unevenly than chance explains"), std::string::npos);
}

TEST(HistoryChartFiles, AreNumberedOverAllChecks) {
  HistoryStream hostile = made_history();
  hostile.name = "<deploy/ments>";
  const auto files =
      history_chart_files(std::vector<HistoryCheck>{{"", false, {made_history()}}, {"", false, {hostile}}});
  ASSERT_EQ(files.size(), 4U);
  EXPECT_EQ(files[0].name, "history-1-incidents");
  EXPECT_EQ(files[1].name, "history-ranks-1-incidents");
  EXPECT_EQ(files[2].name, "history-2-deploy-ments");
  EXPECT_EQ(files[2].svg.find("<deploy"), std::string::npos);
}

}  // namespace
}  // namespace faultline::report
