#include "models/core/log_histogram.h"

#include <gtest/gtest.h>

#include <vector>

namespace faultline {
namespace {

TEST(LogHistogram, EmptyHasNoQuantile) { EXPECT_FALSE(LogHistogram{}.quantile(0.5).has_value()); }

TEST(LogHistogram, EveryDurationReturnsWithinItsBin) {
  for (double hours = 1e-3; hours < 1e5; hours *= 1.0137) {
    LogHistogram histogram;
    histogram.add(hours);
    for (const double p : {0.0, 0.5, 1.0}) {
      const double found = histogram.quantile(p).value();
      EXPECT_NEAR(found / hours, 1.0, 1.0 / 32) << hours << " at " << p;
    }
  }
}

TEST(LogHistogram, BinEdgesBelongToTheUpperBin) {
  LogHistogram histogram;
  histogram.add(1.0);
  EXPECT_DOUBLE_EQ(histogram.quantile(0.0).value(), 1.0);
  EXPECT_DOUBLE_EQ(histogram.quantile(1.0).value(), 1.0 + 1.0 / 32);
}

TEST(LogHistogram, QuantilesOfAUniformSpread) {
  LogHistogram histogram;
  for (int i = 0; i < 100000; ++i) {
    histogram.add((i + 0.5) / 1000);
  }
  for (const double p : {0.1, 0.5, 0.9, 0.99}) {
    EXPECT_NEAR(histogram.quantile(p).value(), 100 * p, 0.01);  // interpolation is exact but for the grid of 0.001
  }
}

TEST(LogHistogram, TooShortIsNothingAndTooLongIsCounted) {
  LogHistogram histogram;
  histogram.add(0);
  histogram.add(1e-5);
  histogram.add(1e9);
  EXPECT_EQ(histogram.count(), 3U);
  EXPECT_EQ(histogram.overflow_count(), 1U);
  EXPECT_EQ(histogram.quantile(0.5).value(), 0.0);
  EXPECT_EQ(histogram.quantile(1.0).value(), LogHistogram::kHighestHours);
}

TEST(LogHistogram, MergingEqualsAddingEverything) {
  LogHistogram whole;
  std::vector<LogHistogram> parts(3);
  double hours = 0.002;
  for (int i = 0; i < 300; ++i) {
    hours *= 1.05;
    whole.add(hours);
    parts[static_cast<std::size_t>(i) % 3].add(hours);
  }
  parts[0].merge(parts[2]);
  parts[0].merge(parts[1]);
  EXPECT_EQ(parts[0].count(), whole.count());
  for (const double p : {0.01, 0.3, 0.77, 1.0}) {
    EXPECT_EQ(parts[0].quantile(p).value(), whole.quantile(p).value());
  }
}

}  // namespace
}  // namespace faultline
