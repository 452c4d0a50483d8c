// The compound Poisson curve against counted quarters where its assumptions hold: incidents that come by themselves,
// seldom two at once, nothing that feeds back. Chances are checked within 4.5 standard errors of the count, the curve's
// own error included: at a free seed each of the five would raise a false alarm once in 100,000 runs.
#include "analysis/loss_curve.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/replication.h"
#include "tests/support/tiny_scenario.h"

namespace faultline {
namespace {

/// Four incidents or so a quarter, at one of three services of unlike reach, of unlike magnitude and length.
Scenario seldom_two_at_once() {
  Scenario scenario =
      support::tiny_scenario(support::tiny_graph(3, {support::tiny_call(0, 1, 0.5), support::tiny_call(0, 2, 0.0)}),
                             support::tiny_time(24.0, 2000.0, 24.0), 1000.0);
  scenario.background.per_day = 0.05;
  scenario.background.magnitude = {0.3, 0.0, 2.0, 3.0};
  scenario.response.mitigation.fix_forward = {0.5, 1.2};
  scenario.feedback = kNoFeedback;
  return scenario;
}

Block run(const Scenario& scenario, std::uint32_t replications, std::uint64_t seed, LuckOptions luck) {
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, seed, luck);
  const PolicyCase one{PolicyId{0}, SecondReviewer::central};
  Block block{0, replications, std::vector<Outcome>(replications, make_outcome(scenario))};
  for (std::uint32_t r = 0; r < replications; ++r) runner.run(r, {&one, 1}, {&block.outcomes[r], 1});
  return block;
}

LossCurve curve_of(const Scenario& scenario, std::uint32_t quarters) {
  LossCurveBuilder builder;
  builder.add(run(scenario, quarters, 1, {16, true}));
  auto curve = builder.finish();
  EXPECT_TRUE(curve);
  return *std::move(curve);
}

// Fails by chance about once in 100,000 levels: 4.5 standard errors of the count and of the curve.
void expect_counted(const LossCurve& curve, const Block& counted, double from, double to) {
  const double quarters = static_cast<double>(counted.outcomes.size());
  std::size_t levels = 0;
  for (const LossCurvePoint& point : curve.points) {
    if (point.level < from || point.level > to) continue;
    ++levels;
    // How often quarters lie above the curve's quantile, and above where its own error puts it.
    const auto above = [&](double x) {
      double count = 0.0;
      for (const Outcome& outcome : counted.outcomes) count += outcome[Metric::lost_orders_gross] > x ? 1.0 : 0.0;
      return count / quarters;
    };
    ASSERT_TRUE(point.quantile.standard_error) << point.level;
    const double chance = 1.0 - point.level;
    const double own = std::abs(above(point.quantile.value - *point.quantile.standard_error) -
                                above(point.quantile.value + *point.quantile.standard_error)) /
                       2.0;
    EXPECT_NEAR(above(point.quantile.value), chance, 4.5 * std::hypot(std::sqrt(chance * point.level / quarters), own))
        << point.level;
  }
  EXPECT_GT(levels, 0U);
}

TEST(LossCurve, AgreesWithCountedQuarters) {
  const Scenario scenario = seldom_two_at_once();
  const LossCurve curve = curve_of(scenario, 400);
  EXPECT_TRUE(curve.assumptions_hold());
  constexpr std::uint32_t kQuarters = 8000;
  const Block counted = run(scenario, kQuarters, 2, {});
  double sum = 0.0;
  double squares = 0.0;
  for (const Outcome& outcome : counted.outcomes) {
    const double lost = outcome[Metric::lost_orders_gross];
    sum += lost;
    squares += lost * lost;
  }
  const double mean = sum / kQuarters;
  const double error = std::sqrt((squares / kQuarters - mean * mean) / kQuarters);
  EXPECT_NEAR(curve.mean.value, mean, 4.5 * std::hypot(error, *curve.mean.standard_error));

  expect_counted(curve, counted, 0.5, 0.99);
}

// 40 of 40,000 quarters are to lie beyond.
TEST(LossCurve, AgreesWithCountedQuartersAtOneInAThousand) {
  const Scenario scenario = seldom_two_at_once();
  const LossCurve curve = curve_of(scenario, 4000);
  EXPECT_TRUE(curve.assumptions_hold());
  expect_counted(curve, run(scenario, 40'000, 2, {}), 0.999, 0.999);
}

TEST(LossCurve, ClaimsNoIntervalBeyondItsQuarters) {
  const LossCurve curve = curve_of(seldom_two_at_once(), 200);
  for (const LossCurvePoint& point : curve.points) {
    EXPECT_EQ(point.quantile.interval.has_value(), point.level < 0.9951) << point.level;
    EXPECT_EQ(point.tail_mean.interval.has_value(), point.level < 0.9901) << point.level;
    EXPECT_GT(point.quantile.value, 0.0);
  }
}

TEST(LossCurve, KnowsHowManyFaultsCostOrders) {
  const LossCurve curve = curve_of(seldom_two_at_once(), 400);
  // Two of three services reach the journey; 0.05 a day for 2000 hours and a little more, which began before.
  const double expected = 0.05 * 2000.0 / 24.0 * 2.0 / 3.0;
  EXPECT_NEAR(curve.faults_per_quarter, expected, 4.5 * std::sqrt(expected / 400.0) + 0.01 * expected);
  EXPECT_NEAR(curve.chance_of_none, std::exp(-curve.faults_per_quarter), 1e-12);
}

TEST(LossCurve, SaysWhenFaultsOverlap) {
  Scenario scenario = seldom_two_at_once();
  scenario.background.per_day = 10.0;
  scenario.background.magnitude.total_fraction = 1.0;
  const LossCurve curve = curve_of(scenario, 40);
  EXPECT_FALSE(curve.assumptions_hold());
  EXPECT_FALSE(curve.assumptions[static_cast<std::size_t>(CurveAssumption::faults_add_up)].holds);
  EXPECT_TRUE(curve.assumptions[static_cast<std::size_t>(CurveAssumption::poisson_counts)].holds);
}

TEST(LossCurve, SaysWhenFaultsComeInSwarms) {
  LossCurveBuilder builder;
  Block block{0, 40, std::vector<Outcome>(40)};
  for (std::size_t q = 0; q < block.outcomes.size(); ++q) {
    const double faults = q % 4 == 0 ? 40.0 : 4.0;
    block.outcomes[q][Metric::incidents_sev3] = faults;
    block.outcomes[q][Metric::lost_orders_gross] = block.outcomes[q].lost_orders_alone = 10.0 * faults;
    block.outcomes[q].severities.assign(static_cast<std::size_t>(faults), WeightedLoss{10.0, 1.0, Channel::pipeline});
  }
  builder.add(block);
  const auto curve = builder.finish();
  ASSERT_TRUE(curve);
  EXPECT_FALSE(curve->assumptions[static_cast<std::size_t>(CurveAssumption::poisson_counts)].holds);
  EXPECT_TRUE(curve->assumptions[static_cast<std::size_t>(CurveAssumption::faults_add_up)].holds);
}

TEST(LossCurve, AbsentWhereNothingIsLost) {
  LossCurveBuilder builder;
  builder.add(Block{0, 20, std::vector<Outcome>(20)});
  EXPECT_FALSE(builder.finish());
}

}  // namespace
}  // namespace faultline
