// What is said where the records tell, where they do not, and where there is nothing to tell from.
#include "analysis/capacity/review_capacity.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/analysis/capacity/made_cases.h"
#include "tests/analysis/fit/figures.h"

namespace faultline::capacity {
namespace {

using testing::MadeTeam;

const fit::Figure* figure(const fit::Findings& findings, const std::string& name) {
  for (const fit::Group& group : findings.groups) {
    for (const fit::Figure& one : group.figures) {
      if (one.name == name) return &one;
    }
  }
  return nullptr;
}

fit::Findings findings_of(const std::vector<ReviewRecord>& records) {
  fit::Findings findings = fit::fit_reviews(records, {});
  add_review_capacity(records, {}, findings);
  return findings;
}

bool says_not_inferred(const fit::Findings& findings) {
  return std::any_of(findings.notes.begin(), findings.notes.end(), [](const std::string& note) {
    return note.starts_with("what reviewers could do is not inferred: ");
  });
}

bool warns(const fit::Figure& figure) {
  return std::any_of(figure.estimate.warnings.begin(), figure.estimate.warnings.end(),
                     [](const std::string& warning) { return warning.starts_with("the data cannot tell"); });
}

TEST(ReviewCapacity, TheSameBitsOnAnyNumberOfThreads) {
  const ReviewCase given = testing::made_case(testing::loaded(0.6, 12.0, 8.0), 3);
  const auto one = estimate_capacity(given, 1);
  const auto four = estimate_capacity(given, 4);
  ASSERT_TRUE(one && four);
  EXPECT_EQ(one->fit.parameters, four->fit.parameters);
  EXPECT_EQ(one->fit.p_value, four->fit.p_value);
  EXPECT_EQ(one->hours_per_week.low, four->hours_per_week.low);
  EXPECT_EQ(one->hours_per_week.high, four->hours_per_week.high);
  EXPECT_EQ(one->utilisation.low, four->utilisation.low);
  EXPECT_EQ(one->work_hours_per_change.high, four->work_hours_per_change.high);
}

/// Five changes a week before people who give sixty times what is asked: whatever they could do, it looks the same.
TEST(ReviewCapacity, IdleReviewersGiveAWideIntervalThatSaysSo) {
  MadeTeam made = testing::loaded(0.02, 5.0, 16.0);
  const std::vector<ReviewRecord> records = testing::made_reviews(made, 1);
  const fit::Findings findings = findings_of(records);
  const fit::Figure* hours = figure(findings, "review_hours_per_week");
  ASSERT_NE(hours, nullptr);
  const stats::Interval interval = *hours->estimate.interval;
  EXPECT_GT(interval.high / interval.low, 4.0);
  EXPECT_LE(interval.low, made.review_hours_per_week);
  EXPECT_GE(interval.high, made.review_hours_per_week);
  EXPECT_TRUE(warns(*hours));
  for (const fit::Plug& plug : findings.plugs) EXPECT_NE(plug.name, "review_hours_per_reviewer_week");
}

TEST(ReviewCapacity, FiguresHaveWhatOthersHave) {
  const fit::Findings findings = findings_of(testing::made_reviews(testing::loaded(0.5, 15.0, 10.0), 2));
  for (const char* name : {"review_hours_per_week", "review_hours_per_reviewer_week", "review_work_hours_per_change",
                           "review_utilisation"}) {
    const fit::Figure* found = figure(findings, name);
    ASSERT_NE(found, nullptr) << name;
    ASSERT_TRUE(found->estimate.interval) << name;
    EXPECT_LE(found->estimate.interval->low, found->estimate.value) << name;
    EXPECT_GE(found->estimate.interval->high, found->estimate.value) << name;
    EXPECT_GE(found->estimate.n, kCountedAtLeast);
    EXPECT_FALSE(found->estimate.method.empty());
    EXPECT_FALSE(found->verdict.empty());
  }
  const fit::Figure* team = figure(findings, "review_hours_per_week");
  const fit::Figure* each = figure(findings, "review_hours_per_reviewer_week");
  EXPECT_NEAR(team->estimate.value / each->estimate.value, 8.0, 1e-9) << "eight people wrote changes";
}

std::vector<ReviewRecord> alike(std::size_t n, std::int64_t apart_seconds, std::int64_t waited_seconds) {
  std::vector<ReviewRecord> records(n);
  for (std::size_t i = 0; i < n; ++i) {
    records[i].created.utc_seconds = 1'700'000'000 + static_cast<std::int64_t>(i) * apart_seconds;
    records[i].first_review = Moment{records[i].created.utc_seconds + waited_seconds, 0, true};
    records[i].merged = records[i].first_review;
    records[i].state = ReviewRecord::State::merged;
    records[i].reviews_known = true;
  }
  return records;
}

TEST(ReviewCapacity, NothingToTellFromGivesANoteAndNoFigure) {
  const auto refused = [](const std::vector<ReviewRecord>& records, const char* what) {
    const fit::Findings findings = findings_of(records);
    EXPECT_EQ(figure(findings, "review_hours_per_week"), nullptr) << what;
    EXPECT_TRUE(says_not_inferred(findings)) << what;
  };
  refused(alike(1, 0, 3600), "one record");
  refused(alike(500, 0, 3600), "all times equal");
  refused(alike(500, 600, 3600), "three days");
  std::vector<ReviewRecord> bots = alike(500, 7200, 3600);
  for (ReviewRecord& record : bots) record.by_bot = true;
  refused(bots, "programs alone");
  std::vector<ReviewRecord> unreviewed = alike(500, 7200, 3600);
  for (ReviewRecord& record : unreviewed) record.first_review.reset();
  refused(unreviewed, "no reviews");
  fit::Findings nothing;
  add_review_capacity({}, {}, nothing);
  EXPECT_TRUE(nothing.groups.empty());
}

/// Odd, but no reason to fall over: reviewed at once, months later, before they were ready.
TEST(ReviewCapacity, OddTimesDoNoHarm) {
  for (const std::int64_t waited : {0LL, 90LL * 86400, -7200LL}) {
    const fit::Findings findings = findings_of(alike(200, 6 * 3600, waited));
    const fit::Figure* hours = figure(findings, "review_hours_per_week");
    if (hours != nullptr) {
      EXPECT_GT(hours->estimate.interval->low, 0.0);
      EXPECT_GE(hours->estimate.interval->high, hours->estimate.interval->low);
    } else {
      EXPECT_TRUE(says_not_inferred(findings)) << waited;
    }
  }
}

}  // namespace
}  // namespace faultline::capacity
