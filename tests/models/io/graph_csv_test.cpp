// Tables of calls and spans: published figures, column mapping, malformed rows.
#include "models/io/graph_csv.h"

#include <gtest/gtest.h>

#include "tests/models/io/graph_readings.h"

namespace faultline {
namespace {

using namespace testing;

TEST(GraphCsv, FilesHaveTheirPublishedShapes) {
  expect_published({{"IntelligentDDS-Nezha/2023-01-29_09_35_trace.csv", {21, 31, 0, 4, 1}},
                    {"IntelligentDDS-Nezha/2023-01-29_10_22_trace.csv", {20, 29, 0, 4, 1}},
                    {"IntelligentDDS-Nezha/2022-08-22_05_20_trace.csv", {10, 13, 0, 2, 1}},
                    {"IntelligentDDS-Nezha/2023-01-29_08_50_faultfree_trace.csv", {25, 42, 0, 4, 1}},
                    {"M3SOulu-ECSA2025/train-ticket-temporal-0.0.1.csv", {38, 101, 1, 5, 1}}},
                   "csv");
  if (const auto file = shared_data("graphs/IntelligentDDS-Nezha/2023-01-29_09_35_trace.csv")) {
    EXPECT_TRUE(has_note(read_file(*file), 1019, "1019 spans in 39 traces"));
  }
}

TEST(GraphCsv, MapsColumnsOfAnyName) {
  const GraphOptions options{{{"caller", "Who"}, {"callee", "Whom"}, {"calls", "N"}}};
  const GraphReading reading = read_text("Who;Whom;N\r\nweb;\"cart;\"\"1\"\"\";10\n\nweb;ads;5\n", "csv", options);
  EXPECT_EQ(call_between(reading, "web", "cart;\"1\"").calls_per_request, 1.0);
  EXPECT_EQ(call_between(reading, "web", "ads").calls_per_request, 0.5);
  EXPECT_TRUE(has_note(reading, 2, "coupling assumed 1"));
  const std::string problems = problems_of("Who,Whom\na,b\n", "csv", {{{"caler", "Who"}, {"callee", "Wom"}}});
  EXPECT_NE(problems.find("did you mean \"caller\""), std::string::npos) << problems;
  EXPECT_NE(problems.find("did you mean \"Whom\""), std::string::npos) << problems;
  EXPECT_NE(problems_of("a,b\n1,2\n", "csv").find("needs columns for caller and callee"), std::string::npos);
}

TEST(GraphCsv, TakesRatesAndCouplings) {
  const GraphReading reading = read_text("caller,callee,calls_per_request,coupling\na,b,0.25,0.5\na,b,0.25,0.125\n");
  EXPECT_EQ(call_between(reading, "a", "b").calls_per_request, 0.5);
  EXPECT_EQ(call_between(reading, "a", "b").coupling, 0.5);
  EXPECT_TRUE(has_note(reading, 1, "merged"));
  expect_survives_export(reading);
}

TEST(GraphCsv, ReadsSpansWithErrors) {
  const GraphReading reading = read_file(test_data("graphs/made/spans.csv"));
  EXPECT_EQ(call_between(reading, "web", "cart").calls_per_request, 2.0);
  EXPECT_DOUBLE_EQ(call_between(reading, "web", "cart").coupling, 2.0 / 3.0);
}

TEST(GraphCsv, SkipsFewMalformedRowsAndRefusesMany) {
  std::string table = "source,target,count\n";
  for (int i = 0; i < 99; ++i) {
    table += "a,b,1\n";
  }
  const GraphReading reading = read_text(table + "a,b,NaN\n");
  EXPECT_TRUE(has_note(reading, 1, "1 malformed row of 100 skipped"));
  EXPECT_TRUE(has_note(reading, 1, "line 101: calls must be a number"));
  for (const char* row : {"a", "a,b,1,2", "a,,1", "a,b,-1", "a,b,1e400", "a,b,inf", "\xFF,b,1", "\"a,b,1"}) {
    EXPECT_NE(problems_of(std::string("caller,callee,calls\n").append(row), "csv").find("line 2"), std::string::npos)
        << row;
  }
  EXPECT_FALSE(problems_of("", "csv").empty());
  EXPECT_NE(problems_of("caller,callee,calls\na,b,1\nb,c,1e14\n", "csv").find("1e9 calls per request"),
            std::string::npos);
}

TEST(GraphCsv, NamesServicesOfPods) {
  EXPECT_EQ(service_of_pod("ts-gateway-service-6f6cfc45b-h5m2n"), "ts-gateway-service");
  EXPECT_EQ(service_of_pod("frontend-579b9bff58-t2dbm"), "frontend");
  EXPECT_EQ(service_of_pod("redis-0"), "redis-0");
  EXPECT_EQ(service_of_pod("-579b9bff58-t2dbm"), "-579b9bff58-t2dbm");
}

TEST(Csv, ColumnsThatAreNotReadAreNamed) {
  const GraphReading reading = read_text("source,target,weight,version\nweb,cart,10,1\n");
  EXPECT_TRUE(has_note(reading, 2, "not read (--columns gives them a meaning): version, weight")) << notes_of(reading);
  EXPECT_TRUE(has_note(reading, 1, "calls per request assumed 1"));
  EXPECT_EQ(notes_of(read_text("source,target,calls\nweb,cart,10\n")).find("not read"), std::string::npos);
}

}  // namespace
}  // namespace faultline
