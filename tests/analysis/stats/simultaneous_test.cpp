// Many against the first: the rate of false alarms over the whole family.
#include "analysis/stats/simultaneous.h"

#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <vector>

#include "analysis/stats/paired.h"
#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

using Columns = std::vector<std::vector<double>>;

std::optional<SimultaneousDifferences> against_first(const Columns& columns) {
  const std::vector<std::span<const double>> spans(columns.begin(), columns.end());
  return differences_from_first(spans);
}

// A first column of luck, and others that add luck of their own and no difference in the mean.
Columns null_columns(std::size_t others, std::uint32_t replications, std::uint32_t experiment) {
  const KeyedDraws draws(11, experiment);
  Columns columns(others + 1, std::vector<double>(replications));
  for (std::uint32_t r = 0; r < replications; ++r) {
    for (std::uint32_t c = 0; c <= others; ++c) {
      const double z = elementary::normal_quantile(draws.uniform(r, c, 0));
      columns[c][r] = c == 0 ? 10.0 * z : columns[0][r] + z;
    }
  }
  return columns;
}

std::size_t excluding_zero(const SimultaneousDifferences& family) {
  std::size_t count = 0;
  for (const PairDifference& pair : family.pairs) {
    count += pair.saving.interval->low > 0.0 || pair.saving.interval->high < 0.0 ? 1 : 0;
  }
  return count;
}

TEST(DifferencesFromFirst, NullFamiliesRarelySettleAnything) {
  constexpr int kExperiments = 200;
  constexpr std::size_t kOthers = 8;
  int families = 0;  // with any false alarm
  int alone = 0;
  for (std::uint32_t e = 0; e < kExperiments; ++e) {
    const Columns columns = null_columns(kOthers, 40, e);
    families += excluding_zero(against_first(columns).value()) > 0 ? 1 : 0;
    bool any = false;
    for (std::size_t c = 1; c <= kOthers; ++c) {
      const Interval own = *paired_difference(columns[0], columns[c])->interval;
      any = any || own.low > 0.0 || own.high < 0.0;
    }
    alone += any ? 1 : 0;
  }
  const double error = std::sqrt(0.05 * 0.95 / kExperiments);
  EXPECT_LE(families, kExperiments * (0.05 + 3.0 * error));
  EXPECT_GE(families, kExperiments * (0.05 - 3.0 * error));
  // Without correction 1 - 0.95^8 = 34 % of families would raise one.
  EXPECT_GT(alone, kExperiments * 0.2);
}

TEST(DifferencesFromFirst, AreThePairsWithTheFirstInOrder) {
  Columns columns = null_columns(3, 50, 7);
  columns[2] = columns[0];  // the same in every replication
  const auto family = against_first(columns).value();
  ASSERT_EQ(family.pairs.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(family.pairs[i].a, 0U);
    EXPECT_EQ(family.pairs[i].b, i + 1);
    EXPECT_EQ(family.pairs[i].saving.value, paired_difference(columns[0], columns[i + 1])->value);
  }
  EXPECT_EQ(family.pairs[1].saving.interval, (Interval{0.0, 0.0}));
  const std::vector<std::span<const double>> spans(columns.begin(), columns.end());
  EXPECT_LT(family.critical_value, simultaneous_differences(spans)->critical_value);
}

TEST(DifferencesFromFirst, NeedTwoColumnsAndTwoReplications) {
  EXPECT_FALSE(against_first({{1.0, 2.0}}));
  EXPECT_FALSE(against_first({{1.0}, {2.0}}));
}

TEST(SingleConfidence, GivesBackTheCriticalValue) {
  // t(9) at 99.5 % is 3.249836: a 99 % interval.
  EXPECT_NEAR(single_confidence(3.249836, 10), 0.99, 1e-6);
  EXPECT_NEAR(single_confidence(0.0, 10), kConfidence, 1e-12);
}

}  // namespace
}  // namespace faultline::stats
