// What is taken off a quarter's loss as luck has a mean of exactly 0, and takes most of the spread with it. Means are
// checked within four standard errors: at a free seed each would raise a false alarm once in 16,000 runs. Where nothing
// is left to luck, nothing is taken off.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/replication.h"
#include "tests/support/replication_means.h"
#include "tests/support/scenario_builder.h"
#include "tests/support/tiny_scenario.h"

namespace faultline {
namespace {

constexpr std::uint32_t kDraws = 8;

std::vector<Outcome> run(const Scenario& scenario, int policy, std::uint32_t replications, std::uint32_t draws) {
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, 3, LuckOptions{draws, false});
  const PolicyCase one{PolicyId{policy}, SecondReviewer::central};
  std::vector<Outcome> outcomes(replications, make_outcome(scenario));
  for (std::uint32_t r = 0; r < replications; ++r) runner.run(r, {&one, 1}, {&outcomes[r], 1});
  return outcomes;
}

struct Moments {
  double mean = 0.0;
  double variance = 0.0;
  double error = 0.0;
};

template <class Figure>
Moments moments(const std::vector<Outcome>& outcomes, const Figure& figure) {
  const auto n = static_cast<double>(outcomes.size());
  Moments result;
  for (const Outcome& outcome : outcomes) result.mean += figure(outcome) / n;
  for (const Outcome& outcome : outcomes) {
    const double off = figure(outcome) - result.mean;
    result.variance += off * off / (n - 1.0);
  }
  result.error = std::sqrt(result.variance / n);
  return result;
}

template <class Figure>
void expect_no_mean(const std::vector<Outcome>& outcomes, const Figure& figure, const char* what) {
  const Moments found = moments(outcomes, figure);
  EXPECT_GT(found.error, 0.0) << what << ": nothing was accounted for";
  EXPECT_NEAR(found.mean, 0.0, 4.0 * found.error) << what;
}

void expect_no_means(const std::vector<Outcome>& outcomes) {
  expect_no_mean(
      outcomes, [](const Outcome& o) { return o.luck.gross; }, "gross");
  expect_no_mean(
      outcomes, [](const Outcome& o) { return o.luck.net; }, "net");
  expect_no_mean(
      outcomes, [](const Outcome& o) { return o.luck.submitted; }, "submitted");
  expect_no_mean(
      outcomes, [](const Outcome& o) { return o.luck.pipeline_defects; }, "defects in the pipeline");
  expect_no_mean(
      outcomes, [](const Outcome& o) { return o.luck.out_of_band_defects; }, "defects out of band");
  expect_no_mean(
      outcomes, [](const Outcome& o) { return o.luck.out_of_band_anywhere; }, "out of band, anywhere");
}

TimeFrame short_time() {
  TimeFrame time;
  time.warm_up_hours = 7 * 24.0;
  time.horizon_hours = 30 * 24.0;
  time.run_off_hours = 7 * 24.0;
  return time;
}

/// Small, with more defects than usual, and faults whose tail is light enough for the bounds.
Scenario busy() {
  Scenario scenario = support::make_scenario(40, 6, short_time());
  scenario.defects.beta = 0.01;
  scenario.defects.scope = {0.3, 0.0, 0.02, 0.1};
  scenario.defects.magnitude.total_fraction = 0.05;
  scenario.response.diagnosis.time = {0.3, 0.8};
  scenario.response.mitigation.fix_forward = {1.0, 0.7};
  return scenario;
}

TEST(ConditionalMeans, LuckHasNoMean) {
  const auto outcomes = run(busy(), 0, 600, kDraws);
  expect_no_means(outcomes);
  expect_no_mean(
      outcomes, [](const Outcome& o) { return o.luck.background; }, "background");
}

TEST(ConditionalMeans, MostOfTheSpreadIsLuck) {
  const auto outcomes = run(busy(), 0, 600, kDraws);
  const Moments plain = moments(outcomes, [](const Outcome& o) { return o[Metric::lost_orders_gross]; });
  const Moments left = moments(outcomes, [](const Outcome& o) { return o[Metric::lost_orders_gross] - o.luck.gross; });
  EXPECT_LT(left.variance, plain.variance / 5.0);
  const Moments net = moments(outcomes, [](const Outcome& o) { return o[Metric::lost_orders_net]; });
  const Moments net_left = moments(outcomes, [](const Outcome& o) { return o[Metric::lost_orders_net] - o.luck.net; });
  EXPECT_LT(net_left.variance, net.variance / 5.0);
}

TEST(ConditionalMeans, NothingElseChanges) {
  const Scenario scenario = busy();
  const auto with = run(scenario, 1, 20, kDraws);
  const auto without = run(scenario, 1, 20, 0);
  for (std::size_t r = 0; r < with.size(); ++r) {
    EXPECT_EQ(with[r].metrics, without[r].metrics);
    EXPECT_EQ(with[r].loss.by_service, without[r].loss.by_service);
    EXPECT_EQ(without[r].luck.gross, 0.0);
    EXPECT_EQ(without[r].luck.background, 0.0);
  }
}

// A gate that asks whether a change acts on the whole fleet, and looks hard, makes escaped fleet faults rarer than
// drawn: their luck must be taken as known. A scope limit then confines some.
TEST(ConditionalMeans, AGateThatKnowsTheScopeTakesNoLuckTwice) {
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
  expect_no_means(run(scenario, 2, 600, kDraws));
}

// An audit of such changes finds fleet faults while they sleep, and leaves the others.
TEST(ConditionalMeans, AnAuditThatKnowsTheScopeTakesNoLuckTwice) {
  Scenario scenario = busy();
  scenario.defects.scope.fleet_fraction_pipeline = 0.3;
  scenario.defects.magnitude.total_fraction_given_fleet = 1.0;
  scenario.defects.activation.immediate_fraction = 0.0;
  Gate audit = support::make_gate(GateKind::audit, "audit");
  audit.selector.only_wide_scope = true;
  audit.selector.channels = kPipelineBit | kOutOfBandBit;
  audit.sample_fraction = 1.0;
  audit.lag_days = 0.1;
  audit.effort_multiplier = 100.0;
  Policy policy = scenario.policies[0];
  policy.id = "audits";
  policy.phases = {{0.0, policy.phases[0].gates}};
  policy.phases[0].gates.push_back(audit);
  scenario.policies.push_back(policy);
  support::finish_policies(scenario);
  const auto outcomes = run(scenario, 2, 800, kDraws);
  EXPECT_GT(moments(outcomes, [](const Outcome& o) { return o[Metric::audit_finds]; }).mean, 1.0);
  expect_no_means(outcomes);
}

// Faults that differ in nothing: total, at one service that fails every order, found and mended in fixed times.
Scenario without_luck(double per_day) {
  Scenario scenario =
      support::tiny_scenario(support::tiny_graph(1), support::tiny_time(24.0, 2000.0, 24.0), 1000.0, 2.0);
  scenario.background.per_day = per_day;
  scenario.background.magnitude.total_fraction = 1.0;
  return scenario;
}

TEST(ConditionalMeans, WithoutLuckInFaultsNothingIsTakenOff) {
  const auto outcomes = run(without_luck(0.05), 0, 50, kDraws);
  double most = 0.0;
  for (const Outcome& outcome : outcomes) {
    most = std::max(most, outcome[Metric::lost_orders_gross]);
    EXPECT_NEAR(outcome.luck.gross, 0.0, 1e-6 * outcome[Metric::lost_orders_gross] + 1e-9);
  }
  EXPECT_GT(most, 1000.0);
}

// Alone, a fault costs what the engine says: with half of all faults total and half harmless, and few enough that
// hardly any overlap, loss less luck is the number of faults times their mean loss.
TEST(ConditionalMeans, WhatIsLeftCountsFaultsTimesTheirMean) {
  Scenario scenario = without_luck(0.002);
  scenario.background.magnitude.total_fraction = 0.5;
  scenario.background.magnitude.partial_beta_a = 1e-3;
  scenario.background.magnitude.partial_beta_b = 1e6;
  const auto outcomes = run(scenario, 0, 200, kDraws);
  int counted = 0;
  for (const Outcome& outcome : outcomes) {
    const double incidents =
        outcome[Metric::incidents_sev1] + outcome[Metric::incidents_sev2] + outcome[Metric::incidents_sev3];
    if (incidents != 1.0) continue;
    ++counted;
    // Two hours of a thousand orders each after detection, half of the time.
    const double left = outcome[Metric::lost_orders_gross] - outcome.luck.gross;
    EXPECT_NEAR(left, 0.5 * 2000.0, 0.02 * 1000.0);
  }
  EXPECT_GT(counted, 10);
}

}  // namespace
}  // namespace faultline
