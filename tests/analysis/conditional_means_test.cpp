// Means without luck, of quarters made by hand in which that luck is known.
#include "analysis/conditional_means.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "analysis/report/conditional_means_text.h"
#include "analysis/stats/paired.h"
#include "tests/analysis/made_run.h"

namespace faultline {
namespace {

constexpr std::uint32_t kQuarters = 60;

// The luck of single faults: large, of either sign, and other under each policy.
double luck_of(std::uint32_t replication, std::uint32_t policy) {
  return 3e5 * (test::made_luck(31 * replication + 7 * policy) - 0.5);
}

std::vector<ConditionalMean> made_means() {
  const RunDescription run = test::made_run(kQuarters, false);
  ConditionalMeansBuilder builder(run);
  for (std::uint32_t index = 0; index < kQuarters / kBlockSize; ++index) {
    Block block = test::made_block(run, index);
    for (std::uint32_t r = 0; r < block.replications; ++r) {
      for (std::uint32_t policy = 0; policy < 2; ++policy) {
        Outcome& outcome = block.outcomes[2 * r + policy];
        outcome.luck.gross = luck_of(block.first_replication + r, policy);
        outcome[Metric::lost_orders_gross] += outcome.luck.gross;
      }
    }
    builder.add(block);
  }
  return builder.finish();
}

TEST(ConditionalMeans, PairsTheDifferenceInOrdersByQuarter) {
  std::vector<double> a;
  std::vector<double> b;
  std::vector<double> with_luck_a;
  std::vector<double> with_luck_b;
  for (std::uint32_t r = 0; r < kQuarters; ++r) {
    a.push_back(test::made_loss(r, 0));
    b.push_back(test::made_loss(r, 1));
    with_luck_a.push_back(a.back() + luck_of(r, 0));
    with_luck_b.push_back(b.back() + luck_of(r, 1));
  }
  const std::vector<ConditionalMean> means = made_means();
  EXPECT_FALSE(means[0].saved_orders) << "the reference against itself";
  ASSERT_TRUE(means[1].saved_orders);
  const stats::Estimate expected = *stats::paired_difference(a, b);  // no sum varies: no control is used
  EXPECT_NEAR(means[1].saved_orders->value, expected.value, 1e-6 * expected.value);
  EXPECT_NEAR(means[1].saved_orders->interval->low, expected.interval->low, 1e-6 * expected.value);
  EXPECT_NEAR(means[1].saved_orders->interval->high, expected.interval->high, 1e-6 * expected.value);
  const stats::Estimate plain = *stats::paired_difference(with_luck_a, with_luck_b);
  EXPECT_LT(*means[1].saved_orders->standard_error, 0.8 * *plain.standard_error);
}

TEST(ConditionalMeans, DifferenceStandsInEveryForm) {
  const RunDescription run = test::made_run(kQuarters, false);
  const std::vector<ConditionalMean> means = made_means();
  const auto json = nlohmann::json::parse(report::conditional_means_json(run, means));
  EXPECT_TRUE(json["policies"][0]["saved_orders"]["mean"].is_null());
  EXPECT_EQ(json["policies"][1]["saved_orders"]["mean"], means[1].saved_orders->value);
  EXPECT_EQ(json["policies"][1]["saved_orders"]["ci95"][0], means[1].saved_orders->interval->low);
  EXPECT_NE(report::conditional_means_table(run, means).find("  saved, orders: "), std::string::npos);
  const std::string csv = report::conditional_means_csv(means);
  EXPECT_NE(csv.find(",saved_orders,saved_orders_low,saved_orders_high\n"), std::string::npos) << csv;
  EXPECT_NE(csv.find(",,,\n"), std::string::npos) << "the reference has none";
}

}  // namespace
}  // namespace faultline
