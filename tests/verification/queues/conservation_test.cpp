// Laws that hold exactly on every path, under bouts, attention, authors who may not review and k approvals: Little's
// law as an integral identity, work conservation, and the rules of who reviews what. Exact but for rounding: no false
// alarms.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <ostream>
#include <set>
#include <vector>

#include "models/core/samplers.h"
#include "tests/support/review_driver.h"
#include "tests/support/scenario_builder.h"

namespace faultline {
namespace {

using support::ReviewRecord;

constexpr double kSpan = 24.0 * 7.0 * 12.0;
constexpr double kLastArrival = 0.6 * kSpan;  // so that every queue empties in time
constexpr double kRounding = 1e-9;            // begin = end - work

struct DeskCase {
  const char* name;
  bool in_bouts;
  int reviewers;
  int approvals;
  double utilisation;  // of reviewing capacity
  double attention_exponent;
};

void PrintTo(const DeskCase& given, std::ostream* out) { *out << given.name; }

struct Records : support::ReviewWatcher {
  std::vector<ReviewRecord> reviews;
  std::map<std::uint32_t, double> completed_at;
  double waiting_integral = 0.0;
  double here_integral = 0.0;
  void passes(double from, double to, std::uint32_t waiting, std::size_t here) {
    waiting_integral += waiting * (to - from);
    here_integral += static_cast<double>(here) * (to - from);
  }
  void review_ended(const ReviewRecord& record) { reviews.push_back(record); }
  std::uint32_t completed(std::uint32_t change, double now) {
    completed_at[change] = now;
    return kNoSlot;
  }
};

class ReviewLaws : public testing::TestWithParam<DeskCase> {
 protected:
  void SetUp() override {
    const DeskCase& given = GetParam();
    organisation_ = support::always_open_team(given.reviewers);
    ReviewPractice& practice = organisation_.review;
    practice.in_bouts = given.in_bouts;
    practice.attention_exponent = given.attention_exponent;
    practice.idle_stamp_fraction = given.attention_exponent > 0.0 ? 0.2 : 0.0;
    calendars_ = {given.in_bouts ? support::office_hours(kSpan) : Calendar::always()};
    const double hours = given.in_bouts ? practice.review_hours_per_week / 168.0 : 1.0;
    constexpr double kWork = 0.4;
    const double per_hour = given.utilisation * given.reviewers * hours / (kWork * given.approvals);
    table_ = support::poisson_arrivals(draws_, per_hour, kLastArrival,
                                       [](double u) { return lognormal(u, kWork / 1.65, 1.0); });
    for (Change& change : table_) {
      // A third of the authors are no reviewers.
      change.author =
          static_cast<std::uint16_t>(draws_.uniform(change.ordinal, stable_hash("author"), 0) * 1.5 * given.reviewers);
    }
    support::ReviewDriver driver(organisation_, calendars_, kSpan);
    driver.run(table_, table_.size(), given.approvals, draws_, records_);
    for (const ReviewRecord& review : records_.reviews) reviews_of_[review.change].push_back(review);
    ASSERT_GT(table_.size(), 100U);
    ASSERT_EQ(records_.completed_at.size(), table_.size());
  }

  /// When the last of the change's reviews began.
  double left_list(std::uint32_t change) const {
    double last = 0.0;
    for (const ReviewRecord& review : reviews_of_.at(change)) last = std::max(last, review.begin_hours);
    return last;
  }

  KeyedDraws draws_{71, 0};
  Organisation organisation_;
  std::vector<Calendar> calendars_;
  std::vector<Change> table_;
  Records records_;
  std::map<std::uint32_t, std::vector<ReviewRecord>> reviews_of_;
};

TEST_P(ReviewLaws, LittlesLawIsAnIdentity) {
  double here = 0.0;
  for (std::uint32_t change = 0; change < table_.size(); ++change) {
    here += records_.completed_at.at(change) - table_[change].submitted_hours;
  }
  EXPECT_NEAR(records_.here_integral, here, 1e-9 * here);
  double waiting = 0.0;
  for (std::uint32_t change = 0; change < table_.size(); ++change) {
    waiting += left_list(change) - table_[change].submitted_hours;
  }
  EXPECT_NEAR(records_.waiting_integral, waiting, 1e-9 * waiting);
}

TEST_P(ReviewLaws, NobodyReviewsHisOwnChangeOrTheSameTwice) {
  for (const auto& [change, reviews] : reviews_of_) {
    std::set<std::uint32_t> people;
    for (const ReviewRecord& review : reviews) {
      EXPECT_NE(review.reviewer, table_[change].author);
      EXPECT_GE(review.begin_hours, table_[change].submitted_hours - kRounding);
      EXPECT_TRUE(people.insert(review.reviewer).second);
    }
    EXPECT_EQ(reviews.size(), static_cast<std::size_t>(GetParam().approvals));
  }
}

TEST_P(ReviewLaws, EveryoneDoesOneReviewAtATimeInTheOrderOfTime) {
  std::map<std::uint32_t, double> free_from;
  for (const ReviewRecord& review : records_.reviews) {
    EXPECT_GE(review.begin_hours, free_from[review.reviewer] - kRounding);
    free_from[review.reviewer] = review.end_hours;
  }
}

TEST_P(ReviewLaws, AFreeReviewerTakesTheOldestChangeThatHeMay) {
  for (const ReviewRecord& review : records_.reviews) {
    // Changes are in order of submission, so whatever waits ahead of this one has a lower index.
    for (std::uint32_t older = review.change; older-- > 0;) {
      if (left_list(older) <= review.begin_hours + kRounding || table_[older].author == review.reviewer) continue;
      const std::vector<ReviewRecord>& reviews = reviews_of_.at(older);
      const bool seen = std::any_of(reviews.begin(), reviews.end(), [&](const ReviewRecord& other) {
        return other.reviewer == review.reviewer && other.begin_hours <= review.begin_hours + kRounding;
      });
      EXPECT_TRUE(seen) << "reviewer " << review.reviewer << " passed over change " << older << " for "
                        << review.change;
    }
  }
}

class WorkConservation : public ReviewLaws {};

TEST_P(WorkConservation, NobodyIsIdleWhileAChangeThatHeMayReviewWaits) {
  std::map<std::uint32_t, double> free_from;
  for (const ReviewRecord& review : records_.reviews) {
    const double idle_from = free_from[review.reviewer];
    free_from[review.reviewer] = review.end_hours;
    if (review.begin_hours - idle_from < 1e-6) continue;
    // Idle until now: the change he takes has only just come.
    EXPECT_NEAR(review.begin_hours, table_[review.change].submitted_hours, 1e-6);
  }
}

constexpr DeskCase kAlwaysOpen[] = {{"always open", false, 3, 1, 0.9, 0.0},
                                    {"two of four", false, 4, 2, 0.8, 0.0},
                                    {"four of eight", false, 8, 4, 0.9, 0.0},
                                    {"attention", false, 4, 2, 1.3, 0.5}};
constexpr DeskCase kInBouts[] = {{"bouts", true, 8, 1, 0.7, 0.0},
                                 {"bouts, two of eight", true, 8, 2, 0.8, 0.5},
                                 {"bouts, overloaded", true, 4, 2, 1.5, 0.5}};

INSTANTIATE_TEST_SUITE_P(AlwaysOpen, ReviewLaws, testing::ValuesIn(kAlwaysOpen));
INSTANTIATE_TEST_SUITE_P(InBouts, ReviewLaws, testing::ValuesIn(kInBouts));
INSTANTIATE_TEST_SUITE_P(AlwaysOpen, WorkConservation, testing::ValuesIn(kAlwaysOpen));

}  // namespace
}  // namespace faultline
