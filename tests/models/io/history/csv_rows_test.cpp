#include "models/io/history/csv_rows.h"

#include <gtest/gtest.h>

namespace faultline {
namespace {

TEST(CsvRows, QuotesHoldSeparatorsLinesAndQuotes) {
  CsvRows rows("a,b\r\n\"x, \"\"y\"\"\nz\",2\r\n\r\n3,4", "t.csv");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.field("a"), "x, \"y\"\nz");
  EXPECT_EQ(rows.field("b"), "2");
  EXPECT_EQ(rows.line(), 2U);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.line(), 5U);
  EXPECT_EQ(rows.field("b"), "4");
  EXPECT_FALSE(rows.next());
}

TEST(CsvRows, OtherSeparatorsAndOtherNames) {
  CsvRows rows("when;what\n1;2\n", "t.csv", {{"created", "when"}});
  rows.require({"created"});
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.field("created"), "1");
  EXPECT_EQ(rows.field("nothing"), "");
}

TEST(CsvRows, WhatIsWrongIsSaid) {
  EXPECT_THROW(CsvRows("", "t.csv"), InputError);
  EXPECT_THROW(CsvRows("a,a\n", "t.csv"), InputError);
  CsvRows open("a,b\n1,\"2\n3,4\n", "t.csv");
  EXPECT_THROW(open.next(), InputError) << "a quote must not swallow the rest of the table in silence";
  CsvRows short_row("a,b\n1\n", "t.csv");
  ASSERT_TRUE(short_row.next());
  EXPECT_EQ(short_row.shape_problem(), "has 1 fields where the header has 2");
  const CsvRows named("hash,author_dates\n", "t.csv");
  try {
    named.require({"hash", "author_date"});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("nearest is \"author_dates\""), std::string::npos) << error.what();
  }
}

TEST(CsvRows, WhatUsersSayOfColumnsMustMakeSense) {
  const CsvRows rows("nr,Opened,Closed\n", "t.csv");
  const auto problems = [&](const ColumnNames& given) {
    try {
      rows.require_sense(given, {"id", "created", "merged"}, {"change"});
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(problems({{"id", "nr"}, {"created", "Opened"}, {"change", "elsewhere"}}), "");
  EXPECT_NE(problems({{"creatd", "Opened"}}).find("did you mean \"created\"?"), std::string::npos);
  EXPECT_NE(problems({{"merged", "Closd"}}).find("nearest is \"Closed\""), std::string::npos)
      << "what is absent would pass for never merged";
}

TEST(CsvRows, ColumnsMayHaveNoName) {
  CsvRows rows("a,,\n1,2,\n", "t.csv");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.field("a"), "1");
  EXPECT_EQ(rows.shape_problem(), "");
  EXPECT_FALSE(rows.has(""));
}

TEST(CsvRows, JsonIsNoTable) {
  for (const char* text : {R"([{"id": 1, "id": 2}])", "{\"id\": 1}", ")]}'\n[]"}) {
    try {
      const CsvRows rows(text, "t.csv");
      ADD_FAILURE() << text;
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find("is JSON"), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace faultline
