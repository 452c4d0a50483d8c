#include "analysis/stats/precision.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline::stats {
namespace {

constexpr std::uint32_t kBlock = 10;

TEST(Precision, IsHalfTheIntervalOverTheMean) {
  Estimate mean;
  mean.value = -50;
  mean.interval = Interval{-60, -40};
  EXPECT_DOUBLE_EQ(*relative_half_width(mean), 0.2);
  mean.value = 0;
  EXPECT_FALSE(relative_half_width(mean)) << "nothing is a share of 0";
  mean.interval = Interval{0, 0};
  EXPECT_EQ(*relative_half_width(mean), 0.0) << "a policy that never loses is known exactly";
  mean.interval.reset();
  EXPECT_FALSE(relative_half_width(mean));
}

TEST(Precision, IsReachedByAMeanThatIsKnownSoWell) {
  const PrecisionGoal goal{0.2, 200, 100'000};
  Estimate mean;
  mean.value = 50;
  mean.interval = Interval{40, 60};
  EXPECT_TRUE(is_known(mean, goal));
  mean.interval = Interval{39, 61};
  EXPECT_FALSE(is_known(mean, goal));
  mean.interval.reset();
  EXPECT_FALSE(is_known(mean, goal));
  EXPECT_FALSE(is_known(std::nullopt, goal));
}

TEST(Precision, LooksWhereTheGoalShouldBeReached) {
  const PrecisionGoal goal{0.02, 200, 100'000};
  EXPECT_EQ(next_look(200, 0.02, goal, kBlock), 200U) << "reached";
  EXPECT_EQ(next_look(1000, 0.025, goal, kBlock), 1650U) << "1000 x 1.5625 x 1.05, in whole blocks";
  EXPECT_EQ(next_look(1000, 0.0201, goal, kBlock), 1100U) << "a tenth at least";
  EXPECT_EQ(next_look(200, 0.4, goal, kBlock), 400U) << "twice at most: a first guess of the spread may be far off";
  EXPECT_EQ(next_look(200, std::nullopt, goal, kBlock), 400U);
}

TEST(Precision, StopsAtTheMostReplications) {
  const PrecisionGoal goal{0.02, 200, 1005};
  EXPECT_EQ(next_look(990, 0.4, goal, kBlock), 1005U);
  EXPECT_EQ(next_look(1005, 0.4, goal, kBlock), 1005U);
}

struct Runs {
  int covered = 0;
  double replications = 0;
};

Runs runs_to(double goal_width, double sigma, int runs) {
  const PrecisionGoal goal{goal_width, 200, 1'000'000};
  const double truth = std::exp(sigma * sigma / 2);
  Runs result;
  for (int run = 0; run < runs; ++run) {
    const KeyedDraws draws(11, static_cast<std::uint32_t>(run));
    MomentAccumulator moments;
    std::uint32_t n = 0;
    std::optional<Estimate> mean;
    for (std::uint32_t wanted = goal.least; wanted > n;
         wanted = next_look(n, relative_half_width(*mean), goal, kBlock)) {
      for (; n < wanted; ++n) {
        moments.add(lognormal(draws.uniform(n, 1, 0), 1, sigma));
      }
      mean = moments.finalize();
    }
    result.covered += mean->interval->low <= truth && truth <= mean->interval->high ? 1 : 0;
    result.replications += static_cast<double>(n) / runs;
  }
  return result;
}

// What docs/methodology/statistics.md says of stopped runs, within three binomial standard errors.
TEST(Precision, StoppedRunsCoverAsOftenAsThePageSays) {
  constexpr int kRuns = 2000;
  struct Case {
    double sigma;
    double goal;
    double claimed;
  };
  for (const Case& c : {Case{0.5, 0.05, 0.95}, Case{1.0, 0.05, 0.95}, Case{1.5, 0.10, 0.93}}) {
    const Runs runs = runs_to(c.goal, c.sigma, kRuns);
    const double tolerance = 3 * std::sqrt(c.claimed * (1 - c.claimed) / kRuns);
    RecordProperty("covered_" + std::to_string(c.sigma), runs.covered);
    EXPECT_NEAR(static_cast<double>(runs.covered) / kRuns, c.claimed, tolerance)
        << "sigma " << c.sigma << ", " << runs.replications << " replications";
  }
}

}  // namespace
}  // namespace faultline::stats
