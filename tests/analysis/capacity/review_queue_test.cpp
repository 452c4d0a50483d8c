// The desk that is fed with recorded arrivals does what the whole simulator does with them.
// The comparison of means is wrong by luck with a chance of 0.1 % for each moment, were the seeds free.
#include "analysis/capacity/review_queue.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "analysis/capacity/review_moments.h"
#include "analysis/stats/estimate.h"
#include "tests/analysis/capacity/made_cases.h"

namespace faultline::capacity {
namespace {

using testing::MadeTeam;

QueueSetting one_reviewer(std::vector<QueuedChange> changes) {
  QueueSetting setting;
  setting.reviewers = 2;
  setting.span_hours = 400.0;
  setting.calendar = WorkingWeek{}.calendar(0, setting.span_hours);
  setting.working_days_per_week = 7.0;
  setting.changes = std::move(changes);
  return setting;
}

TEST(ReviewQueue, NobodyIsLookedAtOutsideOfHoursOrBeforeHeComes) {
  const QueueSetting setting = one_reviewer({{2.0, 10.0F, 0, 1}, {20.0, 10.0F, 1, 1}, {30.0, 10.0F, 0xFFFF, 1}});
  const QueueLuck luck(setting, 20);
  ReviewQueue queue(setting, luck, {112.0, 0.01, 0.0, 0.0, 2});  // all day, every day
  std::vector<double> first(setting.changes.size());
  for (std::uint32_t replication = 0; replication < 20; ++replication) {
    queue.run(replication, first);
    EXPECT_GE(first[0], 9.0);
    EXPECT_LT(first[0], 10.0) << "the other one looks as he comes";
    EXPECT_GE(first[1], 33.0) << "came after hours";
    EXPECT_GE(first[2], 33.0);
  }
}

TEST(ReviewQueue, MoreHoursNeverMeanLaterReviewsOnTheSameLuck) {
  std::vector<QueuedChange> changes;
  for (int i = 0; i < 60; ++i) changes.push_back({9.0 + 2.0 * i, 10.0F, 0xFFFF, 1});
  const QueueSetting setting = one_reviewer(changes);
  const QueueLuck luck(setting, 1);
  double last = 1e9;
  for (const double hours : {10.0, 20.0, 40.0, 80.0}) {
    ReviewQueue queue(setting, luck, {hours, 1.0, 0.0, 0.0, 2});
    std::vector<double> first(changes.size());
    queue.run(0, first);
    double sum = 0.0;
    for (const double at : first) sum += std::min(at, setting.span_hours);
    EXPECT_LT(sum, last);
    last = sum;
  }
}

/// Under the true parameters, moments of records that the whole simulator wrote are on average those of the desk alone.
TEST(ReviewQueue, DoesWhatTheWholeSimulatorDoes) {
  constexpr std::uint32_t kRuns = 40;
  constexpr std::uint32_t kReplications = 40;
  for (const double load : {0.2, 0.7}) {
    const MadeTeam made = testing::loaded(load, 25.0, 16.0);
    std::array<stats::MomentAccumulator, kReviewMoments> apart;
    for (std::uint32_t run = 0; run < kRuns; ++run) {
      const ReviewCase given = testing::made_case(made, run);
      const ReviewMoments moments(given);
      std::array<double, kReviewMoments> observed{};
      moments.of(given.first_review_hours, observed);
      const QueueLuck luck(given.setting, kReplications);
      ReviewQueue queue(given.setting, luck, {made.review_hours_per_week, 1.0, 0.5, 0.2, 8});
      std::vector<double> first(given.setting.changes.size());
      std::array<double, kReviewMoments> one{};
      std::array<stats::MomentAccumulator, kReviewMoments> simulated;
      for (std::uint32_t r = 0; r < kReplications; ++r) {
        queue.run(r, first);
        moments.of(first, one);
        for (std::size_t j = 0; j < kReviewMoments; ++j) simulated[j].add(one[j]);
      }
      for (std::size_t j = 0; j < kReviewMoments; ++j) {
        apart[j].add((observed[j] - simulated[j].mean()) / std::sqrt(*simulated[j].variance() + 1e-9));
      }
    }
    for (std::size_t j = 0; j < kReviewMoments; ++j) {
      EXPECT_NEAR(apart[j].mean(), 0.0, 4 * std::sqrt(*apart[j].variance() / kRuns)) << load << " " << j;
    }
  }
}

}  // namespace
}  // namespace faultline::capacity
