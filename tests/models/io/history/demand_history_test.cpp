#include "models/io/history/demand_history.h"

#include <gtest/gtest.h>

#include "models/io/history/order_records.h"

namespace faultline {
namespace {

TEST(DemandHistory, HoursOfMarketplaces) {
  const auto history = read_demand(
      "timestamp,count,marketplace\n2026-03-09 00:00:00,5,a\n2026-03-09 00:00:00,7.5,b\n2026-03-09 01:00:00,0,a\n"
      "2026-03-09 01:30:00,1,a\n2026-03-09 02:00:00,-1,a\n2026-03-09 03:00:00,nan,a\n03-09 04:00,1,a\n"
      "2026-03-09T05:00:00+05:30,4,a\n",
      "d.csv", {});
  ASSERT_EQ(history.records.size(), 4U);
  EXPECT_EQ(history.records[1].orders, 7.5);
  ASSERT_EQ(history.notes.size(), 1U) << "1.234 may have been written for one thousand and more";
  EXPECT_EQ(history.notes[0].find("1 counts are no whole numbers"), 0U);
  EXPECT_EQ(history.rows.skipped, 4U);
  EXPECT_NE(history.rows.shown[0].reason.find("not the beginning of an hour"), std::string::npos);
}

TEST(DemandHistory, TheHourThatTheClockShowsTwiceCountsOnce) {
  const auto zone = TimeZone::find("America/New_York");
  auto history =
      read_demand("timestamp,count\n2026-11-01 01:00:00,5\n2026-11-01 01:00:00,6\n2026-11-01T01:00:00-05:00,6\n",
                  "d.csv", {Identities(), zone, {}});
  drop_duplicates(history);
  EXPECT_EQ(history.rows.duplicates, 1U) << "with its offset it would be another hour";
  EXPECT_EQ(history.records.size(), 2U);
}

TEST(DemandHistory, ColumnsByAnotherName) {
  EXPECT_THROW((void)read_demand("hour,orders\n", "d.csv", {}), InputError);
  const auto history = read_demand("hour,orders\n2026-03-09T00:00Z,3\n", "d.csv",
                                   {Identities(), std::nullopt, {{"timestamp", "hour"}, {"count", "orders"}}});
  EXPECT_EQ(history.records.size(), 1U);
}

}  // namespace
}  // namespace faultline
