// Importances against closed forms and exact identities. Monte-Carlo checks use z < 4 at a fixed seed.
#include "analysis/importance/importance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "analysis/importance/canary.h"
#include "models/core/input_error.h"
#include "tests/support/scenario_builder.h"
#include "tests/support/tiny_scenario.h"

namespace faultline {
namespace {

using support::add_defective_changes;
using support::make_gate;
using support::tiny_call;
using support::tiny_graph;
using support::tiny_scenario;
using support::tiny_time;

constexpr double kDay = 24.0;
constexpr double kOrders = 1e6;  // an hour
constexpr double kZ = 4.0;

RunDescription description(std::uint32_t replications) {
  RunDescription run;
  run.scenario_id = "tiny";
  run.policies = {{"none", "No friction"}};
  run.replications = replications;
  run.smallest_difference_that_matters_fraction = 0.01;
  return run;
}

struct Assessed {
  std::vector<std::vector<double>> lost;  // [case][replication]
  ImportanceReport report;

  [[nodiscard]] const PartImportance& part(const std::string& name) const {
    return *std::find_if(report.parts.begin(), report.parts.end(),
                         [&](const PartImportance& p) { return p.part.name == name; });
  }
  [[nodiscard]] const stats::Estimate& saved(const std::string& name, Force force) const {
    return part(name).worth(force)->orders;
  }
};

std::unique_ptr<ForcedCases> make_cases(const Scenario& scenario, int policy, const PartChoice& choice) {
  return std::make_unique<ForcedCases>(scenario, make_loss_table(scenario, scenario.graph), PolicyId{policy}, choice,
                                       "tiny.json");
}

Assessed run(const Scenario& scenario, int policy, std::uint32_t replications, const PartChoice& choice = {}) {
  const auto cases = make_cases(scenario, policy, choice);
  Assessed result{std::vector<std::vector<double>>(cases->cases().size()), {}};
  ReplicationRunner runner(cases->prepared(), 1);
  std::vector<Outcome> outcomes(cases->cases().size(), make_outcome(cases->prepared().scenario()));
  for (std::uint32_t r = 0; r < replications; ++r) {
    runner.run(r, cases->cases(), outcomes);
    for (std::size_t c = 0; c < outcomes.size(); ++c) {
      result.lost[c].push_back(outcomes[c][Metric::lost_orders_gross]);
    }
  }
  result.report = assess(*cases, result.lost, description(replications), choice.soft_coupling);
  return result;
}

/// s0 calls s1 and s2 is apart; total background faults, an hour each, noticed at once.
Scenario two_and_a_stranger(double coupling, double busy) {
  Scenario scenario = tiny_scenario(tiny_graph(3, {tiny_call(0, 1, coupling), tiny_call(2, 1, 1.0)}),
                                    tiny_time(2 * kDay, 90 * kDay, kDay), kOrders);
  scenario.background.per_day = 3 * busy * kDay;
  scenario.background.magnitude.total_fraction = 1.0;
  return scenario;
}

Gate all_seeing(Scenario& scenario, GateKind kind, const std::string& id) {
  Gate gate = make_gate(kind, id);
  gate.effort = 0.7;
  for (auto& by_kind : scenario.stealth.undetectable_fraction) by_kind.fill(0.1);
  return gate;
}

void add_policy(Scenario& scenario, std::vector<Gate> gates) {
  scenario.policies.push_back({"friction", "Friction", {{0.0, std::move(gates)}}});
  support::number_gates(scenario);
}

// Faults at each service are M/D/infinity with a = rate x 1 h, so one is down a share 1 - exp(-a) of the time. The
// journey fails with s0, and with s1 over the edge: 1 - exp(-a) (1 - h (1 - exp(-a))).
TEST(Importance, ServicesAndTheEdgeBetweenThemAgainstTheClosedForm) {
  constexpr double kBusy = 0.05;
  const Scenario scenario = two_and_a_stranger(0.4, kBusy);
  const Assessed found = run(scenario, 0, 300);
  const double h = make_loss_table(scenario, scenario.graph)->reach_fraction(JourneyId{0}, ServiceId{1});
  const double down = 1.0 - std::exp(-kBusy);
  const double all_orders = kOrders * scenario.time.horizon_hours;
  const auto expect = [&](const stats::Estimate& saved, double share) {
    EXPECT_NEAR(saved.value / all_orders, share, kZ * *saved.standard_error / all_orders);
    EXPECT_GT(std::abs(share), 8.0 * *saved.standard_error / all_orders);  // so the check can tell
  };
  expect(found.saved("s0 -> s1", Force::perfect), (1.0 - down) * h * down);
  expect(found.saved("s0 -> s1", Force::failed), (1.0 - down) * (h - 1.0) * down);
  expect(found.saved("s1", Force::perfect), (1.0 - down) * h * down);
  expect(found.saved("s0", Force::perfect), down * (1.0 - h * down));
  const double soft = h - 0.05;
  const stats::Estimate& softened = found.saved("s0 -> s1", Force::relief);
  // The soft coupling is sampled too: 4,096 live edges.
  const double sampling = std::sqrt(0.05 * 0.95 / 4096.0) * (1.0 - down) * down;
  EXPECT_NEAR(softened.value / all_orders, (1.0 - down) * soft * down,
              kZ * std::hypot(*softened.standard_error / all_orders, sampling));
  // Faults that are total already cannot get worse.
  EXPECT_EQ(found.saved("s0", Force::failed).value, 0.0);
}

TEST(Importance, OfEdgesAndServicesThatNoOrderUsesIsExactlyZero) {
  PartChoice choice;
  choice.kinds = {false, true, true};
  choice.named[1] = {"s2"};
  choice.named[2] = {"s2 -> s1"};
  const Assessed found = run(two_and_a_stranger(0.4, 0.05), 0, 20, choice);
  ASSERT_GT(found.report.today.value, 0.0);
  for (std::size_t c = 1; c < found.lost.size(); ++c) EXPECT_EQ(found.lost[c], found.lost[0]);
  for (const PartImportance& part : found.report.parts) {
    EXPECT_EQ(part.worth(Force::perfect)->orders.interval, (stats::Interval{0.0, 0.0}));
    EXPECT_EQ(part.worth(Force::perfect)->verdict, stats::Verdict::kNoDifferenceThatMatters);
  }
  EXPECT_FALSE(found.part("s2 -> s1").worth(Force::failed));  // is hard already
}

TEST(Importance, ScreeningLeavesOutWhatCarriesNothingAndSaysSo) {
  const auto cases = make_cases(two_and_a_stranger(0.4, 0.05), 0, {});
  for (const Part& part : cases->parts()) {
    EXPECT_NE(part.name, "s2");
    EXPECT_NE(part.name, "s2 -> s1");
    EXPECT_GT(part.screened_share, 0.0);
  }
  ASSERT_EQ(cases->notes().size(), 2U);
  EXPECT_NE(cases->notes()[0].find("2 of 3 services were run"), std::string::npos) << cases->notes()[0];
  EXPECT_NE(cases->notes()[1].find("1 of 2 edges were run"), std::string::npos) << cases->notes()[1];
  // In closed form too: w is the same for all, q is 1 and h.
  const double q = cases->parts()[1].screened_share / cases->parts()[0].screened_share;
  EXPECT_NEAR(q, 0.4, kZ * std::sqrt(0.4 * 0.6 / 4096.0));
}

TEST(Importance, APerfectGateThatAloneStandsIsWorthTheWholeLossAndAFailedOneNoGate) {
  for (const GateKind kind : {GateKind::rules, GateKind::tests, GateKind::agent_review}) {
    Scenario scenario = tiny_scenario(tiny_graph(2, {tiny_call(0, 1, 0.5)}), tiny_time(0, 30 * kDay, kDay), kOrders);
    add_defective_changes(scenario, 20.0);
    scenario.feedback = kNoFeedback;
    add_policy(scenario, {all_seeing(scenario, kind, "only")});
    PartChoice choice;
    choice.kinds = {true, false, false};
    const Assessed found = run(scenario, 1, 20, choice);
    const Assessed without = run(scenario, 0, 20, choice);
    ASSERT_EQ(found.lost.size(), 3U);
    EXPECT_EQ(found.saved("only", Force::perfect).value, found.report.today.value);
    EXPECT_GT(found.report.today.value, 0.0);
    EXPECT_EQ(found.lost[2], without.lost[0]);  // quarter by quarter
    EXPECT_LT(found.lost[0], found.lost[2]);
  }
}

TEST(Importance, PeopleAndClosedChannelsCanBeForced) {
  Scenario scenario = tiny_scenario(tiny_graph(1), tiny_time(0, 30 * kDay, 30 * kDay), kOrders);
  add_defective_changes(scenario, 20.0);
  scenario.feedback = kNoFeedback;
  scenario.organisation.out_of_band.base_fraction = 0.3;
  scenario.organisation.review.in_bouts = false;
  scenario.organisation.review.idle_stamp_fraction = 1.0;  // nobody looks
  Gate review = make_gate(GateKind::peer_review, "review");
  review.bypass_allowed = false;
  Gate closing = make_gate(GateKind::channel_closing, "closing");
  closing.leakage_fraction = 0.5;
  closing.selector.channels = kOutOfBandBit;
  add_policy(scenario, {review, closing});
  PartChoice choice;
  choice.kinds = {true, false, false};
  const Assessed found = run(scenario, 1, 20, choice);
  // Stamps find nothing, so failing changes nothing; perfect, what leaks round the pipeline is all that is left.
  EXPECT_EQ(found.saved("review", Force::failed).value, 0.0);
  const double rest = found.report.today.value - found.saved("review", Force::perfect).value;
  EXPECT_GT(rest, 0.0);
  EXPECT_LT(rest, 0.5 * found.report.today.value);
  // Nobody looks anywhere, so it does not matter which way a defect goes, but for the time that reviews take.
  EXPECT_NE(found.lost[3], found.lost[0]);
  EXPECT_NE(found.lost[4], found.lost[0]);
}

TEST(Importance, ARolloutSeesWhatIsActiveInItsStages) {
  Scenario scenario = tiny_scenario(tiny_graph(1), tiny_time(0, 30 * kDay, kDay), kOrders);
  add_defective_changes(scenario, 20.0);
  scenario.feedback = kNoFeedback;
  scenario.response.mitigation.rollback_hours = 0.0;
  scenario.stealth.undetectable_fraction[static_cast<std::size_t>(DetectorClass::runtime)].fill(0.5);
  Gate rollout = make_gate(GateKind::rollout, "rollout");
  rollout.stages = {{0.1, 1.0}};
  add_policy(scenario, {rollout});
  PartChoice choice;
  choice.kinds = {true, false, false};
  const Assessed found = run(scenario, 1, 20, choice);
  // Every defect strikes at once, is seen at once and rolled back in no time.
  EXPECT_EQ(found.saved("rollout", Force::perfect).value, found.report.today.value);
  EXPECT_LT(found.saved("rollout", Force::failed).value, 0.0);
}

TEST(Importance, TotalFaultsOfAServiceCostMore) {
  Scenario scenario = two_and_a_stranger(1.0, 0.02);
  scenario.background.magnitude = {0.0, 0.0, 1.0, 1.0};  // half of the requests in the mean
  PartChoice choice;
  choice.kinds = {false, true, false};
  const Assessed found = run(scenario, 0, 200, choice);
  // Uniform magnitudes, so half of the loss is missing; overlaps take a share of order busy off.
  const double ratio = -found.saved("s1", Force::failed).value / found.saved("s1", Force::perfect).value;
  EXPECT_NEAR(ratio, 1.0, 0.1);
}

TEST(Importance, CanaryFirstActsOnTheServiceThatHasNone) {
  Scenario scenario = tiny_scenario(tiny_graph(2, {tiny_call(0, 1, 1.0)}), tiny_time(0, 30 * kDay, kDay), kOrders);
  add_defective_changes(scenario, 20.0);
  scenario.feedback = kNoFeedback;
  Gate rollout = make_gate(GateKind::rollout, "rollout");
  rollout.stages = {{0.1, 1.0}};
  rollout.selector.services = {true, false};
  add_policy(scenario, {rollout});
  const Policy& policy = scenario.policies[1];
  EXPECT_TRUE(has_canary(policy, ServiceId{0}));
  EXPECT_FALSE(has_canary(policy, ServiceId{1}));
  PartChoice choice;
  choice.kinds = {false, true, false};
  const Assessed found = run(scenario, 1, 40, choice);
  EXPECT_FALSE(found.part("s0").worth(Force::relief));
  ASSERT_TRUE(found.part("s1").worth(Force::relief));
  EXPECT_EQ(found.part("s1").worth(Force::relief)->verdict, stats::Verdict::kSettledBetter);
  // It can save no more than the service's own incidents cost.
  EXPECT_LT(found.saved("s1", Force::relief).value, found.saved("s1", Force::perfect).value);
}

TEST(Importance, NamesThatAreNoPartAreAllRefusedWithTheNearest) {
  Scenario scenario = two_and_a_stranger(0.4, 0.05);
  add_policy(scenario, {all_seeing(scenario, GateKind::rules, "rules")});
  PartChoice choice;
  choice.named[0] = {"ruls"};
  choice.named[1] = {"s1", "s1", "checkout"};
  choice.named[2] = {"s0 > s1"};
  try {
    (void)make_cases(scenario, 1, choice);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    const std::string text = error.what();
    EXPECT_EQ(error.problems().size(), 5U) << text;
    for (const char* said : {"did you mean rules", "named twice", "no such service", "did you mean 's0 -> s1'?"}) {
      EXPECT_NE(text.find(said), std::string::npos) << said << " in " << text;
    }
  }
}

}  // namespace
}  // namespace faultline
