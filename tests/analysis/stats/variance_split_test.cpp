// Luck and ignorance of a made model, whose variances are known: a draw's effect, a replication's, and both together.
// Keys are fixed; bounds are 4 standard errors from the number of experiments.
#include "analysis/stats/variance_split.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

struct Model {
  double draw_sd;
  double shared_sd;    // of a replication, in every draw
  double residual_sd;  // of a replication in one draw
};

double normal(std::size_t experiment, std::uint32_t subject, std::uint32_t stream, std::uint32_t detail) {
  return elementary::normal_quantile(
      KeyedDraws(11, static_cast<std::uint32_t>(experiment)).uniform(subject, stream, detail));
}

std::vector<double> made(const Model& model, std::size_t experiment, std::size_t draws, std::size_t replications) {
  std::vector<double> values;
  for (std::size_t d = 0; d < draws; ++d) {
    const double of_draw = model.draw_sd * normal(experiment, static_cast<std::uint32_t>(d), 1, 0);
    for (std::size_t r = 0; r < replications; ++r) {
      const auto replication = static_cast<std::uint32_t>(r);
      values.push_back(100 + of_draw + model.shared_sd * normal(experiment, replication, 2, 0) +
                       model.residual_sd * normal(experiment, replication, 3, static_cast<std::uint32_t>(d)));
    }
  }
  return values;
}

// Mean of a figure over experiments, and its standard error.
class Mean {
 public:
  void add(double x) { moments_.add(x); }
  void expect_near(double truth) const {
    const double error = std::sqrt(*moments_.variance() / static_cast<double>(moments_.count()));
    EXPECT_NEAR(moments_.mean(), truth, 4 * error) << "standard error " << error;
  }

 private:
  MomentAccumulator moments_;
};

TEST(VarianceSplit, ByHand) {
  const std::vector<double> values{1, 3, 4, 10};
  const auto split = variance_split(values, 2);
  ASSERT_TRUE(split);
  EXPECT_DOUBLE_EQ(split->mean, 4.5);
  EXPECT_DOUBLE_EQ(split->luck_variance, 10);          // (2 + 18) / 2
  EXPECT_DOUBLE_EQ(split->luck_variance_of_means, 2);  // residuals of 1, squared and summed, over 1 degree and 2
  EXPECT_DOUBLE_EQ(split->ignorance_variance, 10.5);   // 12.5 between the means
  EXPECT_DOUBLE_EQ(split->one_way_ignorance_variance, 7.5);
  EXPECT_DOUBLE_EQ(split->ignorance_share(), 10.5 / 20.5);
  EXPECT_DOUBLE_EQ(split->f, 6.25);
  EXPECT_NEAR(split->p_value, 1 - 2 / std::acos(-1.0) * std::atan(2.5), 1e-12);  // F(1, 1) is Cauchy's, squared
}

TEST(VarianceSplit, FindsTheVariancesOfAKnownModel) {
  constexpr std::size_t kReplications = 30;
  Mean luck;
  Mean ignorance;
  Mean one_way;
  for (std::size_t experiment = 0; experiment < 300; ++experiment) {
    const auto split = variance_split(made({3, 4, 2}, experiment, 25, kReplications), kReplications);
    ASSERT_TRUE(split);
    luck.add(split->luck_variance);
    ignorance.add(split->ignorance_variance);
    one_way.add(split->one_way_ignorance_variance);
  }
  luck.expect_near(16 + 4);
  ignorance.expect_near(9);
  // Luck that all draws share takes the one-way estimator down by its variance over the replications.
  one_way.expect_near(9 - 16.0 / kReplications);
}

TEST(VarianceSplit, WithoutIgnoranceTheTestKeepsItsLevel) {
  constexpr std::size_t kExperiments = 600;
  std::size_t rejected = 0;
  std::size_t below_zero = 0;
  for (std::size_t experiment = 0; experiment < kExperiments; ++experiment) {
    const auto split = variance_split(made({0, 5, 2}, experiment, 12, 10), 10);
    ASSERT_TRUE(split);
    rejected += split->p_value < 0.05 ? 1 : 0;
    below_zero += split->ignorance_below_zero ? 1 : 0;
    EXPECT_EQ(split->ignorance_below_zero, split->f < 1);
    EXPECT_TRUE(!split->ignorance_below_zero || split->ignorance_variance == 0);
  }
  const double n = kExperiments;
  EXPECT_NEAR(static_cast<double>(rejected) / n, 0.05, 4 * std::sqrt(0.05 * 0.95 / n));
  EXPECT_GT(below_zero, kExperiments / 4);
}

TEST(VarianceSplit, OfWhatNeverVariesIsZero) {
  const auto split = variance_split(std::vector<double>(6, 7.0), 3);
  ASSERT_TRUE(split);
  EXPECT_EQ(split->ignorance_variance, 0);
  EXPECT_EQ(split->ignorance_share(), 0);
  EXPECT_EQ(split->p_value, 1);
}

TEST(VarianceSplit, NeedsTwoOfBoth) {
  EXPECT_FALSE(variance_split(std::vector<double>{1, 2, 3}, 3));
  EXPECT_FALSE(variance_split(std::vector<double>{1, 2, 3}, 1));
  EXPECT_FALSE(variance_split(std::vector<double>{1, 2, 3}, 2));
  EXPECT_FALSE(variance_split(std::vector<double>{}, 0));
  EXPECT_FALSE(variance_split(std::vector<double>{1, 2, 3, std::numeric_limits<double>::quiet_NaN()}, 2));
}

}  // namespace
}  // namespace faultline::stats
