#include "models/io/history/change_history.h"

#include <gtest/gtest.h>

#include "models/io/history/order_records.h"

namespace faultline {
namespace {

constexpr const char* kLog = R"(commit 1111111111111111111111111111111111111111 (HEAD -> main)
Merge: 2222222 3333333
Author:     One <one@example.invalid>
AuthorDate: 2026-03-09T12:00:00+01:00
Commit:     One <one@example.invalid>
CommitDate: 2026-03-09T12:00:00+01:00

    Merge branch 'x'

commit 2222222222222222222222222222222222222222
Author:     Two <two@example.invalid>
AuthorDate: 2026-03-08T12:00:00-07:00
Commit:     One <one@example.invalid>
CommitDate: 2026-03-09T11:00:00+01:00

    Revert "a thing"

    This reverts commit 3333333333333333333333333333333333333333.

3	2	src/a.cpp
-	-	logo.png
0	7	src/b.cpp

commit 3333333333333333333333333333333333333333
Author:     renovate[bot] <renovate@example.invalid>
AuthorDate: 2026-03-07T12:00:00Z
Commit:     One <one@example.invalid>
CommitDate: 2026-03-07T12:00:00Z

    Bump a thing

1	1	package.json

commit 4444444444444444444444444444444444444444
Author:     Two <two@example.invalid>
AuthorDate: 2026-03-06T12:00:00Z
Commit:     Two <two@example.invalid>
CommitDate: 2026-03-06T12:00:00Z

    A thing

    Co-authored-by: Claude <noreply@anthropic.com>

10	0	src/a.cpp
)";

TEST(GitLog, ReadsWhatTheCommandPrints) {
  const History<ChangeRecord> history = read_git_log(kLog, "log", {});
  ASSERT_EQ(history.records.size(), 4U);
  EXPECT_EQ(history.rows.rows, 4U);
  EXPECT_EQ(history.rows.skipped, 0U);
  const ChangeRecord& merge = history.records[0];
  EXPECT_TRUE(merge.is_merge());
  EXPECT_FALSE(merge.has_size) << "merges have no counts of lines";
  const ChangeRecord& revert = history.records[1];
  EXPECT_EQ(revert.lines, 12U);
  EXPECT_EQ(revert.files, 3U);
  EXPECT_EQ(revert.binary_files, 1U) << "binary files count as files and not as lines";
  EXPECT_TRUE(revert.is_revert);
  EXPECT_EQ(revert.reverts, std::string(40, '3'));
  EXPECT_EQ(revert.authored.offset_seconds, -7 * 3600);
  EXPECT_EQ(history.records[2].origin, Origin::automated);
  EXPECT_EQ(history.records[3].origin, Origin::ai_assisted);
  EXPECT_EQ(history.records[1].author, history.records[3].author);
  EXPECT_NE(history.records[0].author, history.records[1].author);
}

TEST(GitLog, ASaltMakesOtherHashes) {
  const auto plain = read_git_log(kLog, "log", {});
  const auto salted = read_git_log(kLog, "log", {Identities("pepper"), std::nullopt, {}});
  EXPECT_NE(plain.records[1].author, salted.records[1].author);
  EXPECT_EQ(salted.records[1].author, salted.records[3].author);
}

TEST(GitLog, WhatCannotBeReadIsCountedWithItsLineAndNoName) {
  const std::string text =
      "junk\ncommit 1111111\nAuthor:     Ann Example <ann@example.invalid>\nAuthorDate: 03-09 12:00\n"
      "Commit:     Ann Example <ann@example.invalid>\nCommitDate: 2026-03-09T12:00:00Z\n\n    x\n\n a | 3 "
      "+++\n1\tx\ty\n"
      "commit 2222222\nAuthor:     Ann Example <ann@example.invalid>\n\n    y\n";
  const auto history = read_git_log(text, "log", {});
  EXPECT_TRUE(history.records.empty());
  EXPECT_EQ(history.rows.skipped, 5U);
  EXPECT_EQ(history.rows.rows, 5U);
  std::string said;
  for (const SkippedRow& row : history.rows.shown) said += std::to_string(row.line) + " " + row.reason + "\n";
  EXPECT_NE(said.find("2 AuthorDate: no year"), std::string::npos) << said;
  EXPECT_NE(said.find("12 the commit has no AuthorDate line"), std::string::npos) << said;
  EXPECT_NE(said.find("10 is neither message nor count of lines"), std::string::npos) << said;
  EXPECT_EQ(said.find("Ann"), std::string::npos) << said;
  EXPECT_EQ(said.find("ann@"), std::string::npos) << said;
  try {
    history.rows.check("log", 0.5);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("5 of 5"), std::string::npos) << error.what();
  }
}

TEST(CommitTable, RowsBecomeRecords) {
  const std::string text =
      "hash,parents,author_date,commit_date,author,added,deleted,files,binary_files,is_revert,reverts,is_bot\n"
      "aaaaaaa,1,2026-03-09T12:00:00+01:00,2026-03-10T12:00:00Z,p1,3,4,2,1,0,,0\n"
      "bbbbbbb,2,2026-03-09T12:00:00,2026-03-10T12:00:00Z,p2,0,0,0,0,0,,0\n"
      "ccccccc,1,2026-03-09T12:00:00Z,2026-03-08T12:00:00Z,p3,1,x,1,0,0,,0\n"
      "ddddddd,1,2026-03-09T12:00:00Z,2026-03-08T12:00:00Z,p3,1,1,1,0,1,aaaaaaa,1\n"
      "ddddddd,1,2026-03-09T12:00:00Z,2026-03-08T12:00:00Z,p3,1,1,1,0,1,aaaaaaa,1\n"
      "eeeeeee,1\n";
  auto history = read_changes(text, "t.csv", {});
  EXPECT_EQ(history.rows.rows, 6U);
  EXPECT_EQ(history.rows.skipped, 2U);
  EXPECT_EQ(history.rows.zone_unstated, 1U);
  drop_duplicates(history);
  EXPECT_EQ(history.rows.duplicates, 1U);
  put_in_order(history, [](const ChangeRecord& change) { return change.landed.utc_seconds; });
  EXPECT_EQ(history.rows.out_of_order, 0U) << "the file runs backwards, and that throughout";
  ASSERT_EQ(history.records.size(), 3U);
  EXPECT_EQ(history.records[0].id, "ddddddd");
  EXPECT_EQ(history.records[0].origin, Origin::automated);
  EXPECT_EQ(history.records[1].lines, 7U);
  EXPECT_FALSE(history.records[2].has_size);
  EXPECT_NO_THROW(history.rows.check("t.csv", 0.34));
  EXPECT_THROW(history.rows.check("t.csv", 0.3), InputError);
}

TEST(GitLog, WithoutCountsOfLinesHasNoSizes) {
  const auto history = read_git_log(
      "commit 1111111111111111111111111111111111111111\nAuthor: A <a@example.invalid>\nAuthorDate: "
      "2026-03-09T12:00:00Z\nCommitDate: 2026-03-09T12:00:00Z\n\n    A thing\n",
      "log", {});
  ASSERT_EQ(history.records.size(), 1U);
  EXPECT_FALSE(history.records[0].has_size) << "no size is not a size of none";
  ASSERT_EQ(history.notes.size(), 1U);
  EXPECT_NE(history.notes[0].find("--numstat"), std::string::npos);
}

TEST(CommitTable, ColumnsTakenForOthersNameNobody) {
  const HistoryOptions mistaken{Identities(), std::nullopt, {{"author_date", "author"}}};
  const auto history = read_commit_table(
      "hash,author,commit_date,added\naaaaaaa,Ann Example <ann@example.invalid>,2026-03-09,1\n", "t.csv", mistaken);
  ASSERT_EQ(history.rows.shown.size(), 1U);
  EXPECT_EQ(history.rows.shown[0].reason.find("Ann"), std::string::npos) << history.rows.shown[0].reason;
  EXPECT_NE(history.rows.shown[0].reason.find("a text of 33 bytes"), std::string::npos) << history.rows.shown[0].reason;
}

TEST(CommitTable, AnotherTableIsRefusedWithTheNearestColumn) {
  try {
    (void)read_changes("hash,authordate,commit_date\n", "t.csv", {});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("author_date"), std::string::npos) << error.what();
  }
  EXPECT_THROW(read_changes("hash,author_date,commit_date\n", "t.csv", {}).rows.check("t.csv", 1.0), InputError)
      << "a file without a record measures nothing";
}

}  // namespace
}  // namespace faultline
