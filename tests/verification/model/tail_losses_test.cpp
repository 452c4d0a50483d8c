// Quarters whose dear luck is drawn oftener than it comes say, weighted, what plain quarters say: exactly where the law
// is known, within four standard errors (a false alarm once in 16,000 at a free seed) of a plain run where it is not.
#include "analysis/tail_losses.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "analysis/stats/weighted_tail.h"
#include "sim/replication.h"
#include "tests/support/scenario_builder.h"
#include "tests/support/tiny_scenario.h"

namespace faultline {
namespace {

std::vector<Outcome> run(const Scenario& scenario, int policy, std::uint32_t replications, const LossTilt* tilt,
                         bool severities = false, std::uint64_t seed = 5) {
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, seed, LuckOptions{tilt != nullptr ? kTailDraws : 0, severities, tilt});
  const PolicyCase one{PolicyId{policy}, SecondReviewer::central};
  std::vector<Outcome> outcomes(replications, make_outcome(scenario));
  for (std::uint32_t r = 0; r < replications; ++r) runner.run(r, {&one, 1}, {&outcomes[r], 1});
  return outcomes;
}

LossTilt pilot(const Scenario& scenario, int policy, std::uint32_t quarters) {
  const LossTilt none;
  TiltBuilder builder;
  Block block{0, quarters, run(scenario, policy, quarters, &none, true, pilot_seed(5))};
  builder.add(block);
  return builder.finish();
}

struct Sums {
  std::vector<double> losses;
  std::vector<double> weights;
};

Sums sums(const std::vector<Outcome>& outcomes) {
  Sums all;
  for (const Outcome& outcome : outcomes) {
    all.losses.push_back(outcome[Metric::lost_orders_gross]);
    all.weights.push_back(outcome.tilted.weight);
  }
  return all;
}

void expect_weights_of_mean_one(const Sums& tilted) {
  const auto mean = stats::mean_estimate(tilted.weights);
  ASSERT_TRUE(mean);
  EXPECT_GT(*mean->standard_error, 0.0) << "nothing was tilted";
  EXPECT_NEAR(mean->value, 1.0, 4.0 * *mean->standard_error);
}

// The chance of more than `p` of the plain run's losses, by both.
void expect_same_tail(const std::vector<Outcome>& plain, const std::vector<Outcome>& tilted) {
  const Sums a = sums(plain);
  const Sums b = sums(tilted);
  expect_weights_of_mean_one(b);
  const stats::WeightedTail counted(a.losses, a.weights);
  const stats::WeightedTail weighted(b.losses, b.weights);
  for (const double p : {0.5, 0.9, 0.99}) {
    const double x = counted.value_at_risk(p)->value;
    const auto one = counted.exceedance(x);
    const auto other = weighted.exceedance(x);
    EXPECT_NEAR(one->value, other->value, 4.0 * std::hypot(*one->standard_error, *other->standard_error)) << p;
  }
  // Every figure of a quarter is weighted, means too.
  std::vector<double> weighted_losses;
  for (std::size_t i = 0; i < b.losses.size(); ++i) weighted_losses.push_back(b.losses[i] * b.weights[i]);
  const auto mean = stats::mean_estimate(a.losses);
  const auto other = stats::mean_estimate(weighted_losses);
  EXPECT_NEAR(mean->value, other->value, 4.0 * std::hypot(*mean->standard_error, *other->standard_error));
  EXPECT_GT(*weighted.worth_of_exceedance(counted.value_at_risk(0.99)->value), 2.0);
}

TimeFrame short_time() {
  TimeFrame time;
  time.warm_up_hours = 7 * 24.0;
  time.horizon_hours = 30 * 24.0;
  time.run_off_hours = 7 * 24.0;
  return time;
}

Scenario busy() {
  Scenario scenario = support::make_scenario(40, 6, short_time());
  scenario.defects.beta = 0.01;
  scenario.defects.scope = {0.05, 0.0, 0.005, 0.1};
  scenario.defects.magnitude.total_fraction = 0.01;
  scenario.response.diagnosis.time = {0.1, 1.5};
  return scenario;
}

TEST(TailLosses, AnEmptyTiltChangesNothing) {
  const Scenario scenario = busy();
  const LossTilt none;
  const auto plain = run(scenario, 1, 20, nullptr);
  const auto empty = run(scenario, 1, 20, &none);
  for (std::size_t r = 0; r < plain.size(); ++r) {
    EXPECT_EQ(plain[r].metrics, empty[r].metrics);
    EXPECT_EQ(empty[r].tilted.weight, 1.0);
    EXPECT_EQ(empty[r].tilted.replaced, 0U);
  }
}

TEST(TailLosses, WeightedQuartersAgreeWithPlainOnes) {
  const Scenario scenario = busy();
  const LossTilt tilt = pilot(scenario, 0, 40);
  expect_same_tail(run(scenario, 0, 1000, nullptr, false, 77), run(scenario, 0, 500, &tilt));
}

// Far more of the channel than a pilot would ask for: what defective changes do out of band is met oftener, and weights
// make up for it.
TEST(TailLosses, TheChannelCanBeTiltedAlone) {
  const Scenario scenario = busy();
  const auto plain = run(scenario, 0, 1000, nullptr, false, 77);
  const LossTilt channel({}, {0.0, 1.0});
  const auto tilted = run(scenario, 0, 1000, &channel);
  std::vector<double> weights;
  std::vector<double> of_plain;
  std::vector<double> weighted;
  double by_share = 0.0;
  double diverted = 0.0;
  for (std::size_t r = 0; r < plain.size(); ++r) {
    const auto lost = [](const Outcome& o) {
      return o.loss.by_channel[static_cast<std::size_t>(Channel::out_of_band)];
    };
    weights.push_back(tilted[r].tilted.weight);
    of_plain.push_back(lost(plain[r]));
    weighted.push_back(lost(tilted[r]) * weights.back());
    by_share += tilted[r].tilted.mean_out_of_band;
    diverted += tilted[r].tilted.diverted;
    EXPECT_EQ(tilted[r].tilted.replaced, 0U);
  }
  const auto mean_weight = stats::mean_estimate(weights);
  EXPECT_NEAR(mean_weight->value, 1.0, 4.0 * *mean_weight->standard_error);
  const auto one = stats::mean_estimate(of_plain);
  const auto other = stats::mean_estimate(weighted);
  EXPECT_NEAR(one->value, other->value, 4.0 * std::hypot(*one->standard_error, *other->standard_error));
  // Odds of 1 to 19 become 2 to 19: nearly as many again, less where the share is nearer to 1.
  ASSERT_GT(by_share, 100.0);
  EXPECT_GT(diverted, 0.7 * by_share);
  EXPECT_LT(diverted, by_share);
}

TEST(TailLosses, APilotTiltsTheChannelToo) {
  const LossTilt tilt = pilot(busy(), 0, 40);
  EXPECT_GT(tilt.excess().out_of_band, tilt.excess().pipeline);
  EXPECT_GT(tilt.excess().pipeline, 0.0);
}

// A gate that asks whether a change acts on the whole fleet has used that part of the luck; a limit confines the rest.
TEST(TailLosses, AndWhereGatesKnowTheScope) {
  Scenario scenario = busy();
  Gate second = support::make_gate(GateKind::authorisation, "second-person");
  second.selector.only_wide_scope = true;
  second.selector.channels = kPipelineBit | kOutOfBandBit;
  second.effort_multiplier = 3.0;
  Gate limit = support::make_gate(GateKind::scope_limit, "scope-limit");
  limit.selector.channels = kPipelineBit | kOutOfBandBit;
  limit.leakage_fraction = 0.5;
  Policy policy = scenario.policies[0];
  policy.id = "asks";
  policy.phases = {{0.0, policy.phases[0].gates}, {scenario.time.horizon_begin(), policy.phases[0].gates}};
  policy.phases[1].gates.insert(policy.phases[1].gates.begin(), second);
  policy.phases[1].gates.push_back(limit);
  scenario.policies.push_back(policy);
  support::finish_policies(scenario);
  const LossTilt tilt = pilot(scenario, 2, 40);
  expect_same_tail(run(scenario, 2, 1000, nullptr, false, 77), run(scenario, 2, 500, &tilt));
}

// One in a hundred of the incidents fails every order for two hours, the others none: the number of dear ones is
// Poisson with a hundredth of the mean, so none comes with chance exp(-that).
TEST(TailLosses, ThinnedPoissonFaultsHaveTheirKnownChance) {
  Scenario scenario =
      support::tiny_scenario(support::tiny_graph(1), support::tiny_time(24.0, 2000.0, 24.0), 1000.0, 2.0);
  scenario.background.per_day = 0.012;
  scenario.background.magnitude.total_fraction = 0.01;
  scenario.background.magnitude.partial_beta_a = 1e-3;
  scenario.background.magnitude.partial_beta_b = 1e6;
  const double dear = 0.012 / 24.0 * 2000.0 * 0.01;
  const LossTilt tilt = pilot(scenario, 0, 100);
  const Sums tilted = sums(run(scenario, 0, 4000, &tilt));
  expect_weights_of_mean_one(tilted);
  const auto chance = stats::WeightedTail(tilted.losses, tilted.weights).exceedance(1500.0);
  ASSERT_TRUE(chance);
  // An incident at either end of the horizon, within an hour and a half or so, is cut: less than one in a thousand.
  EXPECT_NEAR(chance->value, 1.0 - std::exp(-dear), 3.3 * *chance->standard_error + 0.001 * dear);
  EXPECT_LT(*chance->standard_error, 0.5 * std::sqrt(dear / 4000.0));
}

}  // namespace
}  // namespace faultline
