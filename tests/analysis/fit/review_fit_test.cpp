// Public reviews against the figures that their README gives, to its last digit where both mean the same.
#include "analysis/fit/review_fit.h"

#include <gtest/gtest.h>

#include "models/io/history/review_history.h"
#include "models/io/json_document.h"
#include "tests/analysis/fit/figures.h"
#include "tests/models/io/shared_data.h"

namespace faultline::fit {
namespace {

using testing::expect_figure;
using testing::value_of;

std::optional<Findings> measured(const std::vector<std::string>& names) {
  ReviewParts parts;
  for (const std::string& name : names) {
    const auto file = ::faultline::testing::shared_data("reviews/" + name);
    if (!file) return std::nullopt;
    read_reviews(read_text_file(file->string()), name, {}, parts);
  }
  const History<ReviewRecord> history = join_reviews(std::move(parts));
  EXPECT_EQ(history.rows.skipped, 0U);
  return fit_reviews(history.records, {});
}

void expect_time(const Findings& findings, const std::string& stem, double median, double unit, double ln_mean,
                 double ln_sd) {
  expect_figure(findings, "all", stem + "_median", median, unit);
  expect_figure(findings, "all", stem + "_ln_mean", ln_mean, 5e-4);
  expect_figure(findings, "all", stem + "_ln_sd", ln_sd, 5e-4);
}

TEST(RealReviews, GerritCodeOwners) {
  const auto findings = measured({"gerrit-code-owners/changes.csv"});
  if (!findings) return;
  EXPECT_EQ(findings->groups.front().n, 1254U);
  expect_figure(*findings, "all", "created_per_day", .561, 5e-4);
  expect_figure(*findings, "all", "daily_variance_to_mean", 5.21, 5e-3);
  expect_figure(*findings, "all", "merged_share", .956, 5e-4);
  expect_time(*findings, "turnaround_hours", 23.8, .05, 2.759, 2.253);
  expect_time(*findings, "first_review_hours", 4.74, .005, 1.619, 2.736);
  expect_time(*findings, "first_approval_hours", 12.5, .05, 1.915, 2.683);
  expect_time(*findings, "approval_to_merge_hours", .751, 5e-4, -.271, 3.381);
  expect_figure(*findings, "all", "unreviewed_share", .024, 5e-4);
  expect_figure(*findings, "all", "merged_unapproved_share", .000, 5e-4);
  expect_figure(*findings, "all", "merged_sent_back_share", .016, 5e-4);
  expect_figure(*findings, "all", "rounds_mean", 3.20, .005);
  expect_figure(*findings, "all", "several_rounds_share", .641, 5e-4);
  expect_figure(*findings, "all", "lines_median", 33, 1e-9);
  expect_figure(*findings, "all", "lines_ln_sd", 1.950, 5e-4);
}

TEST(RealReviews, GerritK8s) {
  const auto findings = measured({"gerrit-k8s/changes.csv"});
  if (!findings) return;
  expect_time(*findings, "turnaround_hours", 358, .5, 5.483, 2.457);
  expect_time(*findings, "first_review_hours", 59.2, .05, 3.565, 3.122);
  expect_time(*findings, "first_approval_hours", 155, .5, 4.468, 2.978);
  expect_figure(*findings, "all", "merged_unapproved_share", .011, 5e-4);
  expect_figure(*findings, "all", "merged_unreviewed_share", .005, 5e-4);
  expect_figure(*findings, "all", "rounds_mean", 5.64, .005);
  expect_figure(*findings, "all", "several_rounds_share", .782, 5e-4);
}

TEST(RealReviews, PullRequestsOfAgents) {
  const auto findings = measured({"aidev/OpenAI_Codex_prs.csv", "aidev/OpenAI_Codex_pr_reviews.csv"});
  if (!findings) return;
  EXPECT_EQ(findings->groups.front().n, 2686U);
  expect_figure(*findings, "all", "merged_share", .653, 5e-4);
  expect_time(*findings, "turnaround_hours", .292, 5e-4, -.618, 3.152);
  expect_figure(*findings, "all", "merged_within_5_minutes_share", .339, 5e-4);
  expect_figure(*findings, "all", "merged_unreviewed_share", .798, 5e-4);
  expect_figure(*findings, "all", "merged_unapproved_share", .810, 5e-4);
}

/// Three windows with holes between: rates are per covered day.
TEST(RealReviews, CappedWindows) {
  const auto findings = measured({"posthog/pulls.json", "posthog/reviews.json"});
  if (!findings) return;
  const Group& all = findings->groups.front();
  EXPECT_EQ(all.n, 3000U);
  EXPECT_EQ(all.period.covered_days, 38U);
  EXPECT_EQ(all.period.holes.size(), 2U);
  expect_figure(*findings, "all", "merged_per_day", 79, .5);
  expect_time(*findings, "turnaround_hours", 5.03, .005, 1.638, 1.961);
  expect_time(*findings, "first_review_hours", 1.69, .005, .509, 2.462);
  expect_figure(*findings, "all", "merged_unreviewed_share", .168, 5e-4);
  expect_figure(*findings, "all", "merged_unapproved_share", .169, 5e-4);
  expect_figure(*findings, "all", "merged_sent_back_share", .010, 5e-4);
  EXPECT_EQ(testing::find_group(*findings, "people")->n + testing::find_group(*findings, "bots")->n, 3000U);
}

TEST(ReviewFit, NothingAndUnreviewedListsDoNoHarm) {
  EXPECT_TRUE(fit_reviews({}, {}).groups.empty());
  std::vector<ReviewRecord> records(3);
  for (ReviewRecord& record : records) record.created.utc_seconds = 1'700'000'000;
  EXPECT_EQ(fit_reviews(records, {}).groups.front().n, 3U);
}

}  // namespace
}  // namespace faultline::fit
