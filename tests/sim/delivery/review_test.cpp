// Bouts, attention and stamping. Cases worked by hand are exact; three shares are compared at z = 4.5 (two-sided
// 6.8e-6), so a false alarm of the file at a new seed has probability 2e-5. Seeds are fixed.
#include "sim/delivery/review.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

#include "tests/support/review_driver.h"
#include "tests/support/scenario_builder.h"

namespace faultline {
namespace {

using support::kNobody;
using support::reviewable;
using support::ReviewRecord;

constexpr double kWeek = 168.0;
const KeyedDraws kDraws(81, 0);

struct Log : support::ReviewWatcher {
  std::vector<ReviewRecord> reviews;
  void review_ended(const ReviewRecord& record) { reviews.push_back(record); }
};

std::vector<ReviewRecord> run(const Organisation& organisation, const std::vector<Calendar>& calendars,
                              const std::vector<Change>& table, double span, int approvals = 1) {
  support::ReviewDriver driver(organisation, calendars, span);
  Log log;
  driver.run(table, table.size(), approvals, kDraws, log);
  return log.reviews;
}

/// Reviewers with a bout of one hour on each weekday between 9 and 17.
Organisation in_bouts(int reviewers) {
  Organisation organisation = support::always_open_team(reviewers);
  organisation.review.in_bouts = true;
  organisation.review.review_hours_per_week = 5.0;
  return organisation;
}

void expect_review(const ReviewRecord& review, std::uint32_t change, double begin, double end) {
  EXPECT_EQ(review.change, change);
  EXPECT_NEAR(review.begin_hours, begin, 1e-6);
  EXPECT_NEAR(review.end_hours, end, 1e-6);
}

double at(int day, double hour) { return 24.0 * day + hour; }

TEST(ReviewBouts, LieInTheMiddleOfTheDayForASingleReviewer) {
  const std::vector<Change> table{reviewable(at(0, 3), 0, 0.25), reviewable(at(0, 13), 1, 0.125),
                                  reviewable(at(0, 14), 2, 0.25)};
  const std::vector<ReviewRecord> reviews = run(in_bouts(1), {support::office_hours(kWeek)}, table, kWeek);
  ASSERT_EQ(reviews.size(), 3U);
  expect_review(reviews[0], 0, at(0, 12.5), at(0, 12.75));
  expect_review(reviews[1], 1, at(0, 13), at(0, 13.125));
  expect_review(reviews[2], 2, at(1, 12.5), at(1, 12.75));  // the bout is over: tomorrow
}

TEST(ReviewBouts, ArePlacedByIdentityOverTheWorkingDay) {
  std::vector<Change> table;
  for (std::uint32_t i = 0; i < 4; ++i) table.push_back(reviewable(at(0, 1), i, 1.0));
  const std::vector<ReviewRecord> reviews = run(in_bouts(4), {support::office_hours(kWeek)}, table, kWeek);
  ASSERT_EQ(reviews.size(), 4U);
  for (std::uint32_t i = 0; i < 4; ++i) {
    EXPECT_EQ(reviews[i].reviewer, i);
    const double begin = at(0, 9.0 + (i + 0.5) / 4.0 * 7.0);
    expect_review(reviews[i], i, begin, begin + 1.0);
  }
}

TEST(ReviewBouts, AReviewBegunIsFinishedAndItsOverrunIsTakenFromTheNextBout) {
  const std::vector<Change> table{reviewable(at(0, 9), 0, 1.5), reviewable(at(0, 10), 1, 0.25),
                                  reviewable(at(0, 11), 2, 1.0), reviewable(at(0, 12), 3, 0.25)};
  const std::vector<ReviewRecord> reviews = run(in_bouts(1), {support::office_hours(kWeek)}, table, kWeek);
  ASSERT_EQ(reviews.size(), 4U);
  expect_review(reviews[0], 0, at(0, 12.5), at(0, 14.0));    // half an hour over
  expect_review(reviews[1], 1, at(1, 13.0), at(1, 13.25));   // so the bout is half an hour
  expect_review(reviews[2], 2, at(1, 13.25), at(1, 14.25));  // .75 h over
  expect_review(reviews[3], 3, at(2, 13.25), at(2, 13.5));
}

TEST(ReviewBouts, ALongOverrunEatsWholeBoutsAndSkipsTheWeekend) {
  const double span = 2.0 * kWeek;
  const std::vector<Change> table{reviewable(at(2, 9), 0, 3.25), reviewable(at(2, 9), 1, 0.25)};
  const std::vector<ReviewRecord> reviews = run(in_bouts(1), {support::office_hours(span)}, table, span);
  ASSERT_EQ(reviews.size(), 2U);
  expect_review(reviews[0], 0, at(2, 12.5), at(2, 15.75));  // 2.25 h over: Thursday, Friday, a quarter of Monday
  expect_review(reviews[1], 1, at(7, 12.75), at(7, 13.0));
}

TEST(ReviewBouts, ALunchBreakDoesNotMakeTwoDays) {
  std::vector<OpenInterval> open;
  for (int day = 0; day < 5; ++day) {
    open.push_back({at(day, 9), at(day, 12)});
    open.push_back({at(day, 13), at(day, 17)});
  }
  const std::vector<Change> table{reviewable(at(0, 3), 0, 1.0), reviewable(at(0, 3), 1, 1.0)};
  const std::vector<ReviewRecord> reviews = run(in_bouts(1), {Calendar(open, kWeek)}, table, kWeek);
  ASSERT_EQ(reviews.size(), 2U);
  expect_review(reviews[0], 0, at(0, 12.5), at(0, 13.5));
  expect_review(reviews[1], 1, at(1, 12.5), at(1, 13.5));
}

TEST(ReviewBouts, OfferTheirHoursEachWeekHoweverMuchWaits) {
  constexpr int kWeeks = 20;
  constexpr int kReviewers = 8;
  const double span = kWeeks * kWeek;
  Organisation organisation = in_bouts(kReviewers);
  organisation.review.review_hours_per_week = 3.2;
  std::vector<Change> table;
  for (std::uint32_t i = 0; i < 6000; ++i) table.push_back(reviewable(0.0, i, 0.05 + 1.4 * kDraws.uniform(i, 1, 0)));
  const std::vector<Calendar> calendars{support::office_hours(span)};
  support::ReviewDriver driver(organisation, calendars, span);
  Log log;
  driver.run(table, table.size(), 1, kDraws, log);
  std::vector<double> worked(kReviewers, 0.0);
  for (const ReviewRecord& review : log.reviews) worked[review.reviewer] += review.end_hours - review.begin_hours;
  // Each reviewer is at most one review ahead of his bouts.
  for (const double hours : worked) {
    EXPECT_GE(hours, kWeeks * 3.2 - 1e-6);
    EXPECT_LE(hours, kWeeks * 3.2 + 1.45);
  }
  EXPECT_NEAR(driver.desk().hours_offered(0, 0.0, span), kWeeks * kReviewers * 3.2, 1e-6);
  EXPECT_NEAR(driver.desk().hours_offered(0, kWeek, 3.0 * kWeek), 2.0 * kReviewers * 3.2, 1e-6);
}

TEST(ReviewBouts, NobodyReviewsWithoutAWorkingHour) {
  const std::vector<Change> table{reviewable(1.0, 0, 0.25)};
  EXPECT_TRUE(run(in_bouts(2), {Calendar({}, kWeek)}, table, kWeek).empty());
  const Organisation organisation = in_bouts(2);
  const std::vector<Calendar> calendars{Calendar({}, kWeek)};
  EXPECT_FALSE(ReviewDesk(organisation, calendars, {0}, {0, 1}).can_approve(0, kNobody, 1));
}

TEST(ReviewDesk, KnowsHowManyApprovalsATeamCanGive) {
  const Organisation organisation = support::always_open_team(3);
  const std::vector<Calendar> calendars{Calendar::always()};
  const ReviewDesk desk(organisation, calendars, {0}, {0, 1});
  EXPECT_TRUE(desk.can_approve(0, kNobody, 3));
  EXPECT_FALSE(desk.can_approve(0, kNobody, 4));
  EXPECT_TRUE(desk.can_approve(0, 1, 2));
  EXPECT_FALSE(desk.can_approve(0, 1, 3));
}

TEST(ReviewDesk, LeavesTheAuthorsOwnChangeToOthers) {
  const std::vector<Change> table{reviewable(1.0, 0, 1.0, 0), reviewable(1.25, 1, 1.0, 1), reviewable(1.5, 2, 1.0, 1)};
  const std::vector<ReviewRecord> reviews = run(support::always_open_team(2), {Calendar::always()}, table, kWeek);
  ASSERT_EQ(reviews.size(), 3U);
  EXPECT_EQ(reviews[0].reviewer, 1U);
  expect_review(reviews[0], 0, 1.0, 2.0);
  EXPECT_EQ(reviews[1].reviewer, 0U);
  expect_review(reviews[1], 1, 1.25, 2.25);
  EXPECT_EQ(reviews[2].reviewer, 0U);  // though the other is free from 2.0
  expect_review(reviews[2], 2, 2.25, 3.25);
}

TEST(ReviewDesk, ApprovalsRunInParallelByDistinctPeople) {
  const std::vector<Change> table{reviewable(1.0, 0, 1.0, 0)};
  const std::vector<ReviewRecord> reviews = run(support::always_open_team(4), {Calendar::always()}, table, kWeek, 3);
  ASSERT_EQ(reviews.size(), 3U);
  for (const ReviewRecord& review : reviews) expect_review(review, 0, 1.0, 2.0);
  // With too few people the last approval never comes.
  EXPECT_EQ(run(support::always_open_team(3), {Calendar::always()}, table, kWeek, 3).size(), 2U);
}

TEST(ReviewDesk, WithdrawnChangesLeaveTheListAndTheirReviewsDoNotCount) {
  const Organisation organisation = support::always_open_team(1);
  const std::vector<Calendar> calendars{Calendar::always()};
  ReviewDesk desk(organisation, calendars, {stable_hash("peer-review")}, {0, 1});
  EventCalendar calendar(kWeek, 1.0);
  const std::vector<Change> table{reviewable(0.0, 0, 1.0), reviewable(0.0, 1, 1.0), reviewable(0.0, 2, 1.0)};
  std::vector<InFlight> flights(3);
  for (std::uint32_t i = 0; i < 3; ++i) {
    flights[i].change = i;
    flights[i].nominal_hours = 1.0F;
    desk.enqueue(0.0, i, flights, table, kDraws, calendar);
  }
  EXPECT_EQ(desk.waiting(), 2U);
  desk.withdraw(0, flights);  // under review
  desk.withdraw(1, flights);  // waiting
  EXPECT_EQ(desk.waiting(), 1U);
  ASSERT_EQ(calendar.next_time(), 1.0);
  static_cast<void>(calendar.pop());
  EXPECT_FALSE(desk.end_review(1.0, 0, 0, flights).counts);
  desk.dispatch(1.0, 0, flights, table, kDraws, calendar);
  EXPECT_EQ(desk.waiting(), 0U);
  ASSERT_EQ(calendar.next_time(), 2.0);
  static_cast<void>(calendar.pop());
  const EndedReview ended = desk.end_review(2.0, 0, 0, flights);
  EXPECT_TRUE(ended.counts);
  EXPECT_EQ(ended.change, 2U);
}

TEST(ReviewDesk, CopyContinuesAlikeAndClearBeginsAnew) {
  const Organisation organisation = in_bouts(3);
  const std::vector<Calendar> calendars{support::office_hours(kWeek)};
  support::ReviewDriver driver(organisation, calendars, kWeek);
  std::vector<Change> table;
  for (std::uint32_t i = 0; i < 40; ++i) table.push_back(reviewable(0.5 * i, i, 0.3));
  Log first;
  driver.run(table, table.size(), 2, kDraws, first);
  Log second;
  driver.run(table, table.size(), 2, kDraws, second);  // the driver clears the desk
  ASSERT_EQ(first.reviews.size(), second.reviews.size());
  ASSERT_GT(first.reviews.size(), 20U);
  for (std::size_t i = 0; i < first.reviews.size(); ++i) {
    EXPECT_EQ(first.reviews[i].change, second.reviews[i].change);
    EXPECT_EQ(first.reviews[i].reviewer, second.reviews[i].reviewer);
    EXPECT_EQ(first.reviews[i].end_hours, second.reviews[i].end_hours);
  }
}

/// Attention that follows the queue: target 4 h, exponent 1/2, floor .2, a fifth stamped when idle.
Organisation attentive_team(int reviewers) {
  Organisation organisation = support::always_open_team(reviewers);
  organisation.review.attention_exponent = 0.5;
  organisation.review.idle_stamp_fraction = 0.2;
  return organisation;
}

TEST(ReviewAttention, FollowsTheWorkThatWaitsWhenAReviewBegins) {
  // A hundred changes of one hour at once, one reviewer: behind the n-th to begin wait 99 - n hours, n counted from 0;
  // the first begins before the others have come.
  Organisation organisation = attentive_team(1);
  std::vector<Change> table;
  for (std::uint32_t i = 0; i < 200; ++i) table.push_back(reviewable(1.0, i, 1.0));
  const std::vector<ReviewRecord> reviews = run(organisation, {Calendar::always()}, table, 4.0 * kWeek);
  ASSERT_EQ(reviews.size(), 200U);
  int stamped = 0;
  for (std::uint32_t i = 0; i < 200; ++i) {
    const double queued = i == 0 ? 0.0 : 199.0 - i;
    const double phi = queued > 4.0 ? std::max(0.2, std::sqrt(4.0 / queued)) : 1.0;
    const double hours = reviews[i].end_hours - reviews[i].begin_hours;
    if (reviews[i].stamped) {
      ++stamped;
      EXPECT_EQ(reviews[i].attention, 0.0);
      EXPECT_NEAR(hours, 2.0 / 60.0, 1e-9);
    } else {
      EXPECT_NEAR(reviews[i].attention, phi, 1e-9) << "review " << i;
      EXPECT_NEAR(hours, phi, 1e-9) << "review " << i;
    }
  }
  EXPECT_GT(stamped, 100);
}

TEST(ReviewAttention, UsesThePowerThatThePracticeStates) {
  Organisation organisation = attentive_team(1);
  organisation.review.attention_exponent = 1.0;
  organisation.review.attention_floor = 0.1;
  organisation.review.target_wait_working_hours = 2.0;
  std::vector<Change> table;
  for (std::uint32_t i = 0; i < 60; ++i) table.push_back(reviewable(1.0, i, 1.0));
  for (const ReviewRecord& review : run(organisation, {Calendar::always()}, table, kWeek)) {
    const double queued = review.change == 0 ? 0.0 : 59.0 - review.change;
    const double phi = queued > 2.0 ? std::max(0.1, 2.0 / queued) : 1.0;
    EXPECT_NEAR(review.attention, review.stamped ? 0.0 : phi, 1e-9);
  }
}

TEST(ReviewAttention, CountsCapacityInWorkingHours) {
  // Eight reviewers of one hour in an eight-hour day are one reviewer's worth of capacity; 12 h of work wait after the
  // first has begun, so phi = sqrt(4 / 12).
  Organisation organisation = in_bouts(8);
  organisation.review.attention_exponent = 0.5;
  std::vector<Change> table;
  for (std::uint32_t i = 0; i < 13; ++i) table.push_back(reviewable(1.0, i, 1.0));
  const std::vector<ReviewRecord> reviews = run(organisation, {support::office_hours(kWeek)}, table, kWeek);
  ASSERT_EQ(reviews.size(), 13U);
  const auto first = std::find_if(reviews.begin(), reviews.end(), [](const ReviewRecord& r) { return r.change == 0; });
  EXPECT_TRUE(first->stamped || std::abs(first->attention - std::sqrt(4.0 / 12.0)) < 1e-9);
}

void expect_share(int hits, int trials, double probability) {
  const double error = std::sqrt(probability * (1.0 - probability) / trials);
  EXPECT_NEAR(static_cast<double>(hits) / trials, probability, 4.5 * error);
}

int count_stamped(const std::vector<ReviewRecord>& reviews) {
  return static_cast<int>(
      std::count_if(reviews.begin(), reviews.end(), [](const ReviewRecord& review) { return review.stamped; }));
}

TEST(ReviewStamping, IsOneFifthWhenNothingWaits) {
  std::vector<Change> table;
  for (std::uint32_t i = 0; i < 20'000; ++i) table.push_back(reviewable(0.1 * i, i, 0.05));
  const std::vector<ReviewRecord> reviews = run(attentive_team(1), {Calendar::always()}, table, 3000.0);
  ASSERT_EQ(reviews.size(), table.size());
  expect_share(count_stamped(reviews), 20'000, 0.2);
}

TEST(ReviewStamping, IsOneMinusEightTenthsOfPhiUnderLoad) {
  // Behind all but the last few thousand waits so much that phi is at its floor of .2.
  std::vector<Change> table;
  for (std::uint32_t i = 0; i < 20'000; ++i) table.push_back(reviewable(1.0, i, 0.05));
  std::vector<ReviewRecord> reviews = run(attentive_team(1), {Calendar::always()}, table, 3000.0);
  ASSERT_EQ(reviews.size(), table.size());
  reviews.resize(10'000);
  reviews.erase(reviews.begin());  // it began when nothing waited
  expect_share(count_stamped(reviews), 9999, 1.0 - 0.8 * 0.2);
}

TEST(ReviewStamping, IsIndependentFromReviewerToReviewer) {
  std::vector<Change> table;
  for (std::uint32_t i = 0; i < 20'000; ++i) table.push_back(reviewable(0.1 * i, i, 0.05));
  std::map<std::uint32_t, int> stamps;
  for (const ReviewRecord& review : run(attentive_team(2), {Calendar::always()}, table, 3000.0, 2)) {
    stamps[review.change] += review.stamped ? 1 : 0;
  }
  int both = 0;
  for (const auto& [change, count] : stamps) both += count == 2 ? 1 : 0;
  expect_share(both, 20'000, 0.04);
}

}  // namespace
}  // namespace faultline
