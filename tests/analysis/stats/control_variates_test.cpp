// Means with control variates. Intervals are checked by coverage over 1,000 repetitions within four binomial standard
// errors of 95 %: false alarms at a free seed below 1 in 10,000 each.
#include "analysis/stats/control_variates.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

/// Values 10 + 3 x - 2 y + noise with controls x, y (skewed, mean 0), and further columns as asked.
struct Made {
  std::vector<double> values;
  Controls controls;
};

Made make(std::uint32_t repetition, std::size_t n, double noise, bool with_useless = false) {
  const KeyedDraws draws(11, repetition);
  Made made;
  made.controls.width = with_useless ? 5 : 2;
  for (std::size_t i = 0; i < n; ++i) {
    const PhiloxCounter words = draws.block(static_cast<std::uint32_t>(i), 1, 2);
    const double x = -elementary::log(uniform32(words[0])) - 1.0;
    const double y = 0.5 * x + elementary::normal_quantile(uniform32(words[1]));
    const double rest = -elementary::log(uniform32(words[2])) - 1.0;
    made.values.push_back(10.0 + 3.0 * x - 2.0 * y + noise * rest);
    made.controls.rows.insert(made.controls.rows.end(), {x, y});
    if (with_useless) made.controls.rows.insert(made.controls.rows.end(), {0.0, 2.0 * x - y, x});
  }
  return made;
}

TEST(ControlledMean, WithoutNoiseIsExact) {
  const Made made = make(0, 20, 0.0);
  const auto estimate = controlled_mean(made.values, made.controls);
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(estimate->value, 10.0, 1e-12);
  EXPECT_NEAR(*estimate->standard_error, 0.0, 1e-12);
}

TEST(ControlledMean, WithoutControlsIsThePlainMean) {
  const Made made = make(0, 50, 1.0);
  const auto estimate = controlled_mean(made.values, Controls{});
  const auto plain = mean_estimate(made.values);
  ASSERT_TRUE(estimate && plain);
  EXPECT_NEAR(estimate->value, plain->value, 1e-12);
  EXPECT_NEAR(*estimate->standard_error, *plain->standard_error, 1e-12);
  EXPECT_NEAR(estimate->interval->low, plain->interval->low, 1e-12);
}

TEST(ControlledMean, UselessColumnsChangeNothing) {
  const Made plain = make(3, 60, 1.0);
  const Made useless = make(3, 60, 1.0, true);
  const auto a = controlled_mean(plain.values, plain.controls);
  const auto b = controlled_mean(useless.values, useless.controls);
  ASSERT_TRUE(a && b);
  EXPECT_NEAR(a->value, b->value, 1e-10);
  EXPECT_NEAR(a->interval->high, b->interval->high, 1e-10);
}

TEST(ControlledMean, CoversItsTruthAndIsNarrower) {
  int covered = 0;
  double narrower = 0.0;
  constexpr int kRepetitions = 1000;
  for (int r = 0; r < kRepetitions; ++r) {
    const Made made = make(static_cast<std::uint32_t>(r), 100, 1.0);
    const auto estimate = controlled_mean(made.values, made.controls);
    const auto plain = mean_estimate(made.values);
    ASSERT_TRUE(estimate && plain);
    covered += estimate->interval->low <= 10.0 && 10.0 <= estimate->interval->high ? 1 : 0;
    narrower += *estimate->standard_error / *plain->standard_error / kRepetitions;
  }
  // Skewed noise costs the t interval a little: about 94.5 % at n = 100.
  const double error = std::sqrt(0.95 * 0.05 / kRepetitions);
  EXPECT_NEAR(static_cast<double>(covered) / kRepetitions, 0.945, 4.0 * error);
  EXPECT_LT(narrower, 0.5);
}

TEST(ControlledMean, AbsentWhereItCannotBe) {
  Made made = make(0, 4, 1.0);
  EXPECT_FALSE(controlled_mean(made.values, made.controls));  // two controls need five values
  made = make(0, 5, 1.0);
  EXPECT_TRUE(controlled_mean(made.values, made.controls));
  made.values[1] = std::nan("");
  EXPECT_FALSE(controlled_mean(made.values, made.controls));
  made = make(0, 5, 1.0);
  made.controls.rows.pop_back();
  EXPECT_FALSE(controlled_mean(made.values, made.controls));
  EXPECT_FALSE(controlled_mean({}, Controls{}));
}

TEST(ControlledSaving, CoversItsTruth) {
  int covered = 0;
  constexpr int kRepetitions = 1000;
  for (int r = 0; r < kRepetitions; ++r) {
    const Made a = make(static_cast<std::uint32_t>(r), 100, 1.0);
    const Made other = make(static_cast<std::uint32_t>(r) + kRepetitions, 100, 0.5);
    std::vector<double> b;
    for (std::size_t i = 0; i < a.values.size(); ++i) b.push_back(0.6 * a.values[i] + 0.1 * other.values[i]);
    const auto saved = controlled_saving(a.values, b, a.controls);
    ASSERT_TRUE(saved);
    covered += saved->interval->low <= 0.3 && 0.3 <= saved->interval->high ? 1 : 0;
  }
  const double error = std::sqrt(0.95 * 0.05 / kRepetitions);
  EXPECT_NEAR(static_cast<double>(covered) / kRepetitions, 0.95, 4.0 * error);
}

TEST(ControlledSaving, NothingIsSavedAgainstItself) {
  const Made made = make(0, 50, 1.0);
  const auto saved = controlled_saving(made.values, made.values, made.controls);
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->value, 0.0);
  EXPECT_EQ(saved->interval->low, 0.0);
  EXPECT_EQ(saved->interval->high, 0.0);
}

}  // namespace
}  // namespace faultline::stats
