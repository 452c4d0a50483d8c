#include "models/io/history/review_history.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "models/io/json_document.h"
#include "tests/models/io/shared_data.h"

namespace faultline {
namespace {

History<ReviewRecord> read(const std::vector<std::string>& texts, const HistoryOptions& options = {}) {
  ReviewParts parts;
  for (const std::string& text : texts) read_reviews(text, "r", options, parts);
  return join_reviews(std::move(parts));
}

std::int64_t minutes(const ReviewRecord& record, const std::optional<Moment>& moment) {
  return moment ? (moment->utc_seconds - record.created.utc_seconds) / 60 : -1;
}

/// One change: created at 12:00, a bot at 12:05, the author at 12:10, comments at 12:20, approval at 12:30 by the same
/// person and at 12:40 by another, merged at 13:00, and an approval at 14:00 that comes too late.
void expect_the_change(const ReviewRecord& record) {
  EXPECT_EQ(record.state, ReviewRecord::State::merged);
  EXPECT_EQ(minutes(record, record.first_review), 20);
  EXPECT_EQ(minutes(record, record.first_approval), 30);
  EXPECT_EQ(minutes(record, record.merged), 60);
  EXPECT_EQ(record.approvals, 2U);
  EXPECT_FALSE(record.by_bot);
}

TEST(ReviewHistory, GithubRest) {
  const auto history = read(
      {R"([{"number": 7, "user": {"login": "ann"}, "created_at": "2026-03-09T12:00:00Z", "merged_at": "2026-03-09T13:00:00Z"},
           {"number": 8, "user": {"login": "dependabot[bot]"}, "created_at": "2026-03-10T12:00:00Z", "merged_at": null,
            "closed_at": "2026-03-10T13:00:00Z", "additions": 3, "deletions": 4},
           {"number": 8, "user": {"login": "dependabot[bot]"}, "created_at": "2026-03-10T12:00:00Z"}, 5, {"number": 9}])",
       R"([{"pr_number": 7, "user": {"login": "helper[bot]"}, "state": "APPROVED", "submitted_at": "2026-03-09T12:05:00Z"},
           {"pr_number": 7, "user": {"login": "ann"}, "state": "COMMENTED", "submitted_at": "2026-03-09T12:10:00Z"},
           {"pr_number": 7, "user": {"login": "ben"}, "state": "APPROVED", "submitted_at": "2026-03-09T12:30:00Z"},
           {"pr_number": 7, "user": {"login": "ben"}, "state": "COMMENTED", "submitted_at": "2026-03-09T12:20:00Z"},
           {"pull_request_url": "https://api.example.invalid/pulls/7", "user": {"login": "cat"}, "state": "APPROVED",
            "submitted_at": "2026-03-09T12:40:00Z"},
           {"pr_number": 7, "user": {"login": "dan"}, "state": "APPROVED", "submitted_at": "2026-03-09T14:00:00Z"},
           {"pr_number": 1, "user": null, "state": "APPROVED", "submitted_at": "2026-03-09T14:00:00Z"}])"});
  ASSERT_EQ(history.records.size(), 2U);
  expect_the_change(history.records[0]);
  EXPECT_TRUE(history.records[1].by_bot);
  EXPECT_EQ(history.records[1].state, ReviewRecord::State::abandoned);
  EXPECT_EQ(history.records[1].lines, 7U);
  EXPECT_EQ(history.records[1].approvals, 0U) << "reviews were read, and there was none";
  EXPECT_EQ(history.rows.duplicates, 1U);
  EXPECT_EQ(history.rows.skipped, 2U);
  ASSERT_EQ(history.notes.size(), 1U);
  EXPECT_EQ(history.notes[0], "1 reviews are of changes that are in no file");
}

TEST(ReviewHistory, GithubGraphql) {
  const auto history = read({R"({"data": {"repository": {"pullRequests": {"nodes": [
    {"number": 7, "createdAt": "2026-03-09T12:00:00Z", "mergedAt": "2026-03-09T13:00:00Z", "state": "MERGED",
     "author": {"login": "ann"}, "reviews": {"nodes": [
       {"author": {"login": "helper", "__typename": "Bot"}, "state": "APPROVED", "submittedAt": "2026-03-09T12:05:00Z"},
       {"author": {"login": "ann"}, "state": "COMMENTED", "submittedAt": "2026-03-09T12:10:00Z"},
       {"author": {"login": "ben"}, "state": "COMMENTED", "submittedAt": "2026-03-09T12:20:00Z"},
       {"author": {"login": "ben"}, "state": "APPROVED", "submittedAt": "2026-03-09T12:30:00Z"},
       {"author": {"login": "cat"}, "state": "APPROVED", "submittedAt": "2026-03-09T12:40:00Z"},
       {"author": null, "state": "PENDING", "submittedAt": null}]}}]}}}})"});
  ASSERT_EQ(history.records.size(), 1U);
  expect_the_change(history.records[0]);
}

/// A page of one pull request, the way `gh api graphql --paginate` fetches them.
std::string page(const std::string& number, const std::string& next, const std::string& reviews = R"({"nodes": []})") {
  return R"({"data": {"repository": {"pullRequests": {"pageInfo": {"hasNextPage": )" + next +
         R"(, "endCursor": "x"}, "nodes": [{"number": )" + number +
         R"(, "createdAt": "2026-03-09T12:00:00Z", "closedAt": "2026-03-09T13:00:00Z", "author": null, "reviews": )" +
         reviews + "}]}}}}";
}

TEST(ReviewHistory, PagesFollowEachOtherInAnyWay) {
  const std::string one = page("1", "true");
  const std::string two = page("2", "false");
  for (const std::vector<std::string>& texts :
       {std::vector<std::string>{one, two}, {one + two}, {one + "\n" + two + "\n"}, {"[" + one + ",\n" + two + "]"}}) {
    const auto history = read(texts);
    EXPECT_EQ(history.records.size(), 2U) << texts[0];
    EXPECT_EQ(history.rows.skipped, 0U);
    EXPECT_TRUE(history.notes.empty());
  }
  const std::string pull = R"({"number": 1, "user": null, "created_at": "2026-03-09T12:00:00Z"})";
  const std::string other = R"({"number": 2, "user": null, "created_at": "2026-03-09T12:00:00Z"})";
  for (const std::string& text : {"[" + pull + "][" + other + "]", "[[" + pull + "],[" + other + "]]",
                                  pull + "\n{\"number\": 3\n" + other + "\n"}) {
    const auto history = read({text});
    EXPECT_EQ(history.records.size(), 2U) << text;
    if (history.rows.skipped > 0) {
      EXPECT_EQ(history.rows.shown[0].line, 2U) << "the broken line alone";
    }
  }
  const std::string gerrit = R"({"_number": 1, "created": "2026-03-09 12:00:00.000000000"})";
  EXPECT_EQ(read({")]}'\n[[" + gerrit + "], []]"}).records.size(), 1U) << "an answer to several questions";
}

TEST(ReviewHistory, SaysWhatTheServerKeptBack) {
  const auto notes = [](const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& note : read(texts).notes) all += note + "\n";
    return all;
  };
  EXPECT_NE(notes({page("1", "true")}).find("more changes than it answered with"), std::string::npos);
  const std::string gerrit = R"({"_number": 1, "created": "2026-03-09 12:00:00.000000000")";
  const std::string first = ")]}'\n[" + gerrit + R"(, "_more_changes": true}])";
  EXPECT_NE(notes({first}).find("more changes than it answered with"), std::string::npos);
  EXPECT_EQ(notes({first, "[" + gerrit + "}]"}), "");
  EXPECT_NE(notes({page("1", "false", R"({"totalCount": 3, "nodes": []})")}).find("reviews of 1 changes"),
            std::string::npos);
  EXPECT_NE(notes({R"({"errors": [{}], "nodes": [{"number": 1, "createdAt": "2026-03-09T12:00:00Z"}]})"})
                .find("reported errors beside 1 pages"),
            std::string::npos);
}

TEST(ReviewHistory, ConnectionsMayBeEdgesAndListsMayBePlain) {
  const std::string review =
      R"({"author": {"login": "ben"}, "state": "APPROVED", "submittedAt": "2026-03-09T12:30:00Z"})";
  const std::string pull = R"({"number": 7, "createdAt": "2026-03-09T12:00:00Z", "mergedAt": "2026-03-09T13:00:00Z",
                               "author": {"login": "ann"}, "reviews": )";
  for (const std::string& text :
       {R"({"data": {"search": {"edges": [{"node": )" + pull + R"({"edges": [{"node": )" + review + "}]}}}]}}}",
        "[" + pull + "[" + review + "]}]"}) {  // GraphQL, and `gh pr list --json`
    const auto history = read({text});
    ASSERT_EQ(history.records.size(), 1U) << text;
    EXPECT_EQ(history.records[0].approvals, 1U) << text;
  }
}

constexpr const char* kGerrit =
    R"({"_number": 7, "status": "MERGED", "created": "2026-03-09 12:00:00.000000000", "submitted": "2026-03-09 13:00:00.000000000", "insertions": 5, "deletions": 1, "owner": {"_account_id": 1}, "messages": [{"author": {"_account_id": 9}, "date": "2026-03-09 12:05:00.000000000", "tag": "autogenerated:zuul:check", "message": "Patch Set 1: Code-Review+2", "_revision_number": 1}, {"author": {"_account_id": 1}, "date": "2026-03-09 12:10:00.000000000", "message": "Done", "_revision_number": 2}, {"author": {"_account_id": 2}, "date": "2026-03-09 12:20:00.000000000", "message": "Patch Set 2: Code-Review-1", "_revision_number": 2}, {"author": {"_account_id": 2}, "date": "2026-03-09 12:30:00.000000000", "message": "Patch Set 3: Code-Review+2", "_revision_number": 3}, {"author": {"_account_id": 3}, "date": "2026-03-09 12:40:00.000000000", "message": "Patch Set 3: Code-Review+2\n\nwell", "_revision_number": 3}, {"date": "2026-03-09 12:50:00.000000000", "message": "made by the server", "_revision_number": 3}]})";

TEST(ReviewHistory, GerritByLineAndAsAnArray) {
  for (const std::string& text : {std::string(kGerrit) + "\n{broken\n", ")]}'\n[" + std::string(kGerrit) + "]",
                                  "[" + std::string(kGerrit) + "]"}) {
    const auto history = read({text});
    ASSERT_EQ(history.records.size(), 1U);
    expect_the_change(history.records[0]);
    EXPECT_EQ(history.records[0].rounds, 3U);
    EXPECT_EQ(history.records[0].lines, 6U);
    EXPECT_EQ(history.records[0].sent_back, true);
    if (history.rows.skipped > 0) {
      EXPECT_EQ(history.rows.shown[0].line, 2U);
    }
  }
}

TEST(ReviewHistory, TablesByColumnsOfTheirOwn) {
  const HistoryOptions options{Identities(), std::nullopt, {{"id", "nr"}, {"created", "opened"}, {"merged", "done"}}};
  const auto history = read({"nr,opened,done\n1,2026-03-09T12:00:00Z,2026-03-09T13:00:00Z\n2,03-09,\n"}, options);
  ASSERT_EQ(history.records.size(), 1U);
  EXPECT_EQ(minutes(history.records[0], history.records[0].merged), 60);
  EXPECT_FALSE(history.records[0].reviews_known) << "nothing was read of reviews";
  EXPECT_FALSE(history.records[0].approvals);
  EXPECT_EQ(history.rows.skipped, 1U);
  EXPECT_THROW((void)read({"a,b\n1,2\n"}), InputError);
}

TEST(ReviewHistory, WhatHoldsNoneIsRefused) {
  for (const char* text : {"", "{}", "[1]", "{\"nodes\": [{}]}", R"({"message": "Bad credentials"})",
                           R"({"data": null, "errors": [{"message": "no"}]})",
                           R"([{"pr_number": 7, "submitted_at": "2026-03-09T12:00:00Z"}])"}) {
    EXPECT_THROW((void)read({text}), InputError) << text;
  }
}

TEST(ReviewHistory, MetricsOfDevLake) {
  const auto history =
      read({"id,project_name,first_comment_date,pr_created_date,pr_merged_date\n"
            "pr1,p,2023-04-11T04:56:47.000+00:00,2023-04-11T04:51:47.000+00:00,"
            "2023-04-11T05:51:47.000+00:00\n"});
  ASSERT_EQ(history.records.size(), 1U);
  EXPECT_EQ(minutes(history.records[0], history.records[0].first_review), 5);
  EXPECT_EQ(minutes(history.records[0], history.records[0].merged), 60);
}

TEST(ReviewHistory, TablesOfDevLake) {
  const auto pulls = testing::shared_data("reviews/devlake/pull_requests.csv");
  const auto comments = testing::shared_data("reviews/devlake/pull_request_comments.csv");
  if (!pulls || !comments) return;
  const auto history = read({read_text_file(pulls->string()), read_text_file(comments->string())});
  EXPECT_EQ(history.records.size(), 49U);
  EXPECT_EQ(history.rows.skipped, 0U);
}

/// The same changes from Gerrit's own JSON and from a table that others made of it.
TEST(ReviewHistory, GerritsLinesAndTableAgree) {
  const auto lines = testing::shared_data("reviews/gerrit-code-owners/changes.jsonl");
  const auto table = testing::shared_data("reviews/gerrit-code-owners/changes.csv");
  if (!lines || !table) return;
  const auto by_lines = read({read_text_file(lines->string())});
  EXPECT_EQ(by_lines.records.size(), 370U);
  EXPECT_EQ(by_lines.rows.skipped, 0U);
  std::map<std::string, ReviewRecord> by_id;
  for (const ReviewRecord& record : read({read_text_file(table->string())}).records) by_id[record.id] = record;
  std::size_t approvals = 0;
  std::size_t first = 0;
  for (const ReviewRecord& record : by_lines.records) {
    ASSERT_TRUE(by_id.contains(record.id));
    const ReviewRecord& other = by_id[record.id];
    EXPECT_EQ(record.created, other.created);
    EXPECT_EQ(record.merged, other.merged) << record.id;
    EXPECT_EQ(record.lines, other.lines) << record.id;
    EXPECT_EQ(record.rounds, other.rounds) << record.id;
    approvals += record.approvals == other.approvals ? 1 : 0;
    first += record.first_review == other.first_review ? 1 : 0;
  }
  // Votes that were taken back later, and accounts that the table's makers knew to be bots, differ.
  EXPECT_GT(approvals, 370U * 97 / 100);
  EXPECT_GT(first, 370U * 97 / 100);
}

}  // namespace
}  // namespace faultline
