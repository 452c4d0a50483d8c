#include "analysis/stats/exceedance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace faultline::stats {
namespace {

std::vector<double> losses_with_zeros(std::size_t n, std::size_t zeros) {
  std::vector<double> losses(n, 0.0);
  for (std::size_t i = zeros; i < n; ++i) {
    losses[i] = static_cast<double>(i - zeros + 1);
  }
  return losses;
}

TEST(DkwHalfWidth, ByHand) { EXPECT_NEAR(dkw_half_width(200), std::sqrt(std::log(40.0) / 400), 1e-15); }

TEST(ExceedanceAt, CountsAndReturnPeriod) {
  const SortedSample sample(losses_with_zeros(1000, 500));
  const auto at_zero = exceedance_at(sample, 0).value();
  EXPECT_DOUBLE_EQ(at_zero.probability.value, 0.5);
  EXPECT_DOUBLE_EQ(at_zero.return_period.value(), 2);
  EXPECT_DOUBLE_EQ(exceedance_at(sample, 480)->return_period.value(), 50);  // n / 20 itself is still shown
  EXPECT_FALSE(exceedance_at(sample, 481)->return_period.has_value());
  EXPECT_EQ(exceedance_at(sample, 500)->probability.value, 0);
}

TEST(ExceedanceCurve, StopsWhereTenReplicationsSupportIt) {
  const auto curve = exceedance_curve(SortedSample(losses_with_zeros(1000, 500)), ExceedanceKind::kAggregate).value();
  EXPECT_EQ(curve.kind, ExceedanceKind::kAggregate);
  EXPECT_EQ(curve.points.front().loss, 0);
  EXPECT_EQ(curve.points.back().exceedances, kSupport);
  EXPECT_EQ(curve.points.back().loss, 490);
  EXPECT_TRUE(curve.stops_early);
  EXPECT_LE(curve.points.size(), 201U);
  for (std::size_t i = 1; i < curve.points.size(); ++i) {
    EXPECT_GT(curve.points[i].loss, curve.points[i - 1].loss);
    EXPECT_LT(curve.points[i].probability.value, curve.points[i - 1].probability.value);
    const auto interval = *curve.points[i].probability.interval;
    EXPECT_LE(interval.low, curve.points[i].probability.value);
    EXPECT_GE(interval.high, curve.points[i].probability.value);
  }
}

TEST(ExceedanceCurve, EveryReplicationLoses) {
  const auto curve = exceedance_curve(SortedSample(losses_with_zeros(50, 0)), ExceedanceKind::kOccurrence).value();
  EXPECT_EQ(curve.points.front().probability.value, 1);
  EXPECT_EQ(curve.points.back().exceedances, kSupport);
}

TEST(ExceedanceCurve, KeepsTheLossesBehindItsEnd) {
  const auto curve = exceedance_curve(SortedSample(losses_with_zeros(1000, 500)), ExceedanceKind::kAggregate).value();
  EXPECT_EQ(curve.losses_beyond, (std::vector<double>{491, 492, 493, 494, 495, 496, 497, 498, 499, 500}));
  const auto few = exceedance_curve(SortedSample(losses_with_zeros(200, 197)), ExceedanceKind::kAggregate).value();
  EXPECT_EQ(few.points.size(), 1U);
  EXPECT_EQ(few.losses_beyond, (std::vector<double>{1, 2, 3}));
}

TEST(ExceedanceCurve, APolicyWithoutLossIsOnePointAtZero) {
  const auto curve = exceedance_curve(SortedSample(std::vector<double>(100, 0.0)), ExceedanceKind::kAggregate).value();
  ASSERT_EQ(curve.points.size(), 1U);
  EXPECT_EQ(curve.points[0].probability.value, 0);
  EXPECT_FALSE(curve.stops_early);
}

TEST(ExceedanceCurve, TiesDoNotCarryItPastItsSupport) {
  std::vector<double> losses(100, 0.0);
  for (std::size_t i = 80; i < 100; ++i) {
    losses[i] = i < 95 ? 5 : 7;
  }
  const auto curve = exceedance_curve(SortedSample(losses), ExceedanceKind::kAggregate).value();
  EXPECT_EQ(curve.points.size(), 1U);  // beyond 5 only five replications lie
  EXPECT_TRUE(curve.stops_early);
}

TEST(ExceedanceCurve, EmptySampleHasNone) {
  EXPECT_FALSE(exceedance_curve(SortedSample({}), ExceedanceKind::kAggregate).has_value());
}

}  // namespace
}  // namespace faultline::stats
