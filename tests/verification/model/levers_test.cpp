// The frictions that people propose besides review, each against what can be said of it exactly, through whole
// replications where everything else stands still. Monte-Carlo checks use z < 4: a false alarm with probability 6e-5
// each, had the seed been drawn at random; the file makes 14 of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "models/core/elementary.h"
#include "tests/support/scenario_builder.h"
#include "tests/support/tiny_scenario.h"
#include "tests/verification/model/model_support.h"

namespace faultline {
namespace {

using support::add_defective_changes;
using support::make_gate;
using support::tiny_graph;
using support::tiny_scenario;
using support::tiny_time;
using verification::record;
using verification::Recorder;

constexpr double kDay = 24.0;
constexpr double kOrders = 1e6;
constexpr double kZ = 4.0;

double binomial_error(double share, double n) { return std::sqrt(share * (1.0 - share) / n); }

/// Every change is defective; policy 0 is without friction.
Scenario defective_only(TimeFrame time, double changes_per_week) {
  Scenario scenario = tiny_scenario(tiny_graph(1), std::move(time), kOrders);
  add_defective_changes(scenario, changes_per_week);
  scenario.feedback.rework_defects = false;  // with this many defects, mending would always bear one
  scenario.organisation.pools = {{"seniors", 40, 40.0, true, CalendarId{0}}};
  return scenario;
}

void add_policy(Scenario& scenario, std::vector<Gate> gates) {
  scenario.policies.push_back({"friction", "Friction", {{0.0, std::move(gates)}}});
  support::number_gates(scenario);
}

Outcome run_friction(const Scenario& scenario, std::uint32_t replication = 0) {
  Recorder recorder;
  return record(scenario, 1, recorder, replication);
}

std::uint64_t bit(int gate) { return std::uint64_t{1} << gate; }

TEST(RiskScore, FlagsTheShareAndCapturesTheDefectsOfTheClosedForm) {
  // published-answers, section 4: captured(q) = Phi(d' - z_(1-q)) for rare defects.
  Scenario scenario = defective_only(tiny_time(0, 200 * kDay, 10 * kDay), 3000.0);
  scenario.defects.beta = 0.004;
  scenario.defects.alpha = 0.0;
  const double defective = 1.0 - std::exp(-0.004);
  Gate score = make_gate(GateKind::risk_score, "score");
  score.riskiest_fraction = 0.10;
  score.d_prime = 0.8;
  score.demands = bit(1);
  Gate rules = make_gate(GateKind::rules, "looks");  // finds every defect that is sent to it
  rules.on_demand = true;
  rules.effort = 100.0;
  for (double& hidden : scenario.stealth.undetectable_fraction[static_cast<std::size_t>(DetectorClass::rules)]) {
    hidden = 0.0;
  }
  add_policy(scenario, {score, rules});
  const Outcome outcome = run_friction(scenario);
  const double n = outcome[Metric::changes_submitted];
  const double flagged = outcome.gates.met[1] / n;
  EXPECT_NEAR(flagged, 0.10, kZ * binomial_error(0.10, n));
  const double defects = outcome[Metric::changes_defective];
  EXPECT_NEAR(defects / n, defective, kZ * binomial_error(defective, n));
  constexpr double kCaptured = 0.31333;  // at d' = 0.8, q = 10 %, pi = 0.4 %
  EXPECT_NEAR(outcome.caught_by_gate[1] / defects, kCaptured, kZ * binomial_error(kCaptured, defects));
}

TEST(Demands, SendWhatARuleSelectsToTheGateAndNothingElse) {
  Scenario scenario = defective_only(tiny_time(0, 100 * kDay, 10 * kDay), 500.0);
  scenario.organisation.streams[0].touches_pricing_fraction = 0.2;
  Gate rule = make_gate(GateKind::rules, "pricing");
  rule.selector.only_touching_pricing = true;
  rule.demands = bit(1);
  Gate senior = make_gate(GateKind::senior_review, "senior");
  senior.pool = PoolId{0};
  senior.on_demand = true;
  senior.bypass_allowed = true;  // nobody goes round what is demanded
  scenario.organisation.review.habit_bypass_fraction = 0.5;
  add_policy(scenario, {rule, senior});
  const Outcome outcome = run_friction(scenario);
  const double n = outcome[Metric::changes_submitted];
  EXPECT_NEAR(outcome.gates.met[1] / n, 0.2, kZ * binomial_error(0.2, n));
  EXPECT_EQ(outcome.gates.met[1], outcome.gates.met[0]);
  EXPECT_EQ(outcome.gates.bypassed[1], 0.0);
  EXPECT_EQ(outcome[Metric::reviews_needed], 0.0) << "seniors are no peers";
  EXPECT_GT(outcome.review_hours_by_desk[1], 0.0);
}

TEST(Blocking, UntilMendedDocumentsAndForEverNeverShips) {
  Scenario scenario = defective_only(tiny_time(0, 100 * kDay, 20 * kDay), 200.0);
  scenario.organisation.streams[0].documented_fraction = 0.6;
  Gate rule = make_gate(GateKind::rules, "papers");
  rule.selector.only_undocumented = true;
  rule.blocks = Blocking::until_mended;
  rule.block_rework = {10.0, 0.0};
  add_policy(scenario, {rule});
  Recorder recorder;
  const Outcome mended = record(scenario, 1, recorder);
  const double n = mended[Metric::changes_submitted];
  EXPECT_NEAR(mended[Metric::changes_blocked] / n, 0.4, kZ * binomial_error(0.4, n));
  EXPECT_EQ(mended[Metric::changes_deployed], n);
  for (const Recorder::Exposed& exposed : recorder.exposed) {
    EXPECT_TRUE(exposed.change.documented);
    const double waited = exposed.time_hours - exposed.change.submitted_hours;
    EXPECT_TRUE(waited == 0.0 || std::abs(waited - 10.0) < 1e-9) << waited;
  }
  scenario.policies[1].phases[0].gates[0].blocks = Blocking::always;
  const Outcome stopped = run_friction(scenario);
  EXPECT_EQ(stopped[Metric::changes_deployed], n - stopped[Metric::changes_blocked]);
  EXPECT_EQ(stopped[Metric::changes_undelivered_run_off], stopped[Metric::changes_blocked]);
}

TEST(VelocityCap, LetsPassItsRateAndNoMoreThanTheBurstAtOnce) {
  Scenario scenario = defective_only(tiny_time(0, 140 * kDay, 140 * kDay), 100.0);
  Gate cap = make_gate(GateKind::velocity_cap, "cap");
  cap.limit = 70.0;  // of the one team, each week
  cap.burst = 5.0;
  add_policy(scenario, {cap});
  Recorder recorder;
  const Outcome outcome = record(scenario, 1, recorder);
  std::vector<double> shipped;
  for (const Recorder::Exposed& exposed : recorder.exposed) shipped.push_back(exposed.time_hours);
  std::sort(shipped.begin(), shipped.end());
  const double interval = 168.0 / 70.0;
  // A token bucket: of any n that pass, the last comes at least (n - burst) intervals after the first.
  for (std::size_t i = 0; i + 40 < shipped.size(); ++i) {
    EXPECT_GE(shipped[i + 40] - shipped[i], (41.0 - 5.0) * interval - 1e-6);
  }
  // 100 a week come and 70 may pass: nearly every token is used.
  EXPECT_NEAR(outcome[Metric::changes_deployed_in_horizon], 20.0 * 70.0 + 5.0, 6.0);
  EXPECT_EQ(outcome[Metric::author_hold_days], 0.0);
  EXPECT_GT(outcome[Metric::lead_time_median_hours], 24.0);

  scenario.policies[1].phases[0].gates[0].holds = Holds::authors;
  const Outcome throttled = run_friction(scenario);
  EXPECT_EQ(throttled[Metric::changes_deployed], outcome[Metric::changes_deployed]);
  EXPECT_LT(throttled[Metric::lead_time_median_hours], 1e-3) << "authors who begin later wait for nothing";
  EXPECT_GT(throttled[Metric::author_hold_days], 100.0);
}

TEST(WorkInProgressLimit, KeepsSoManyUnderWayAndIsFirstComeFirstServed) {
  // Between the limit and the rollout everything takes 10 h: at most 3 in any 10 h may start.
  Scenario scenario = defective_only(tiny_time(0, 100 * kDay, 100 * kDay), 60.0);
  Gate limit = make_gate(GateKind::wip_limit, "limit");
  limit.limit = 3.0;
  Gate slow = make_gate(GateKind::change_approval, "slow");
  slow.delay = {10.0, 0.0};
  add_policy(scenario, {limit, slow});
  Recorder recorder;
  const Outcome outcome = record(scenario, 1, recorder);
  std::vector<Recorder::Exposed> shipped = recorder.exposed;
  std::sort(shipped.begin(), shipped.end(), [](const auto& a, const auto& b) { return a.time_hours < b.time_hours; });
  ASSERT_GT(shipped.size(), 500U);
  for (std::size_t i = 0; i + 3 < shipped.size(); ++i) {
    EXPECT_GE(shipped[i + 3].time_hours - shipped[i].time_hours, 10.0 - 1e-9);
    if (i > 0) {
      EXPECT_GE(shipped[i].change.submitted_hours, shipped[i - 1].change.submitted_hours);
    }
  }
  // Mean number at the slow gate = throughput x 10 h (Little), never above the limit.
  const double there = outcome.gates.hours[1] / scenario.time.horizon_hours;
  EXPECT_LE(there, 3.0);
  EXPECT_NEAR(there, outcome[Metric::changes_deployed_in_horizon] * 10.0 / scenario.time.horizon_hours, 0.02);
}

TEST(ErrorBudget, FreezesWhenItIsBurntAndLetsGoEvenly) {
  // One total outage of 6 h burns 6 h of orders: more than the 0.5 % of 28 days (3.4 h), so everything stands still
  // from the next midnight until that outage has left the window.
  Scenario scenario = tiny_scenario(tiny_graph(1), tiny_time(0, 90 * kDay, 30 * kDay), kOrders, 6.0);
  add_defective_changes(scenario, 0.0);
  Team& team = scenario.organisation.teams[0];
  team.developers = 8;
  scenario.organisation.streams[0].changes_per_developer_week = 5.0;
  scenario.defects.beta = 0.0;
  scenario.background.per_day = 1.0 / 30.0;
  scenario.background.magnitude = {1.0, 1.0, 1.0, 1.0};
  Gate budget = make_gate(GateKind::error_budget_freeze, "budget");
  budget.order_success_objective = 0.995;
  budget.catch_up_days = 2.0;
  add_policy(scenario, {budget});
  for (const BudgetScope scope : {BudgetScope::organisation, BudgetScope::team}) {
    scenario.policies[1].phases[0].gates[0].budget_scope = scope;
    Recorder recorder;
    const Outcome outcome = record(scenario, 1, recorder);
    ASSERT_FALSE(recorder.ended.empty());
    const double ends = recorder.ended[0].end_hours;
    ASSERT_LT(ends, 50 * kDay);
    const double frozen_from = kDay * std::ceil(ends / kDay);
    std::size_t held = 0;
    for (const Recorder::Freeze& freeze : recorder.freezes) held += freeze.begins ? 1U : 0U;
    ASSERT_GE(held, 1U);
    EXPECT_TRUE(recorder.freezes[0].begins);
    EXPECT_NEAR(recorder.freezes[0].time_hours, frozen_from, kDay + 1e-9);
    ASSERT_GE(recorder.freezes.size(), 2U);
    EXPECT_FALSE(recorder.freezes[1].begins);
    EXPECT_GT(recorder.freezes[1].time_hours, recorder.freezes[0].time_hours + 26 * kDay);
    EXPECT_GT(outcome[Metric::frozen_team_hours], 26 * kDay);
    // Nothing stays for ever, and nobody waits longer than the window, the day until it is noticed and the catching up.
    EXPECT_EQ(outcome[Metric::changes_undelivered_run_off], 0.0);
    EXPECT_LT(outcome.gates.hours[0] / std::max(1.0, outcome.gates.met[0]), 40 * kDay);
  }
}

TEST(Authorisation, LooksOnlyAtWhatActsOnTheWholeFleetAlsoOutOfBand) {
  Scenario scenario = defective_only(tiny_time(0, 200 * kDay, 10 * kDay), 700.0);
  scenario.organisation.out_of_band.base_fraction = 0.4;
  scenario.feedback.displacement = false;
  scenario.defects.scope.fleet_fraction_pipeline = 0.05;
  scenario.defects.scope.fleet_fraction_out_of_band = 0.2;
  Gate second = make_gate(GateKind::authorisation, "second-person");
  second.selector.channels = kPipelineBit | kOutOfBandBit;
  second.selector.only_wide_scope = true;
  second.delay = {0.0, 0.0};
  add_policy(scenario, {second});
  const Outcome outcome = run_friction(scenario);
  const double n = outcome[Metric::changes_submitted];
  const double wide = 0.4 * 0.2 + 0.6 * 0.05;
  EXPECT_NEAR(outcome.gates.met[0] / n, wide, kZ * binomial_error(wide, n));
  // One full review by its effort: the catch probability of Z8 for the change's lines, averaged over the size law.
  double expected = 0.0;
  constexpr int kPoints = 400;
  const ReviewPractice& practice = scenario.organisation.review;
  const LinesLaw& law = scenario.organisation.streams[0].lines;
  for (int i = 0; i < kPoints; ++i) {
    const double z = elementary::normal_quantile((i + 0.5) / kPoints);
    const double lines = std::clamp(law.median_lines * std::exp(law.log_sd * z), 1.0, law.max_lines);
    for (int j = 0; j < kPoints; ++j) {
      const double base = practice.base_work.median_hours *
                          std::exp(practice.base_work.log_sd * elementary::normal_quantile((j + 0.5) / kPoints));
      const double hours = std::min(practice.max_work_hours,
                                    base + practice.hours_per_line * std::max(0.0, lines - practice.free_lines));
      expected += attentive_catch_probability(scenario.stealth.human, lines, hours) / (kPoints * kPoints);
    }
  }
  const double looked = outcome.gates.met[0];
  EXPECT_NEAR(outcome.caught_by_gate[0] / looked, expected, kZ * binomial_error(expected, looked) + 1e-3);
}

TEST(ScopeLimit, ConfinesWhatWouldStrikeTheWholeFleet) {
  // s1 is called by nobody and calls nobody, so that only a fleet-wide fault of it loses orders.
  Scenario scenario = tiny_scenario(tiny_graph(2), tiny_time(0, 200 * kDay, 10 * kDay), kOrders, 0.01);
  add_defective_changes(scenario, 300.0);
  scenario.organisation.teams[0].services = {ServiceId{1}};
  scenario.defects.scope.fleet_fraction_pipeline = 0.5;
  Gate limit = make_gate(GateKind::scope_limit, "limit");
  limit.leakage_fraction = 0.1;
  add_policy(scenario, {limit});
  Recorder recorder;
  (void)record(scenario, 1, recorder);
  double fleet = 0.0;
  for (const Recorder::Began& began : recorder.began) {
    fleet += began.incident.scope == DefectScope::fleet ? 1.0 : 0.0;
  }
  const auto n = static_cast<double>(recorder.began.size());
  EXPECT_NEAR(fleet / n, 0.05, kZ * binomial_error(0.05, n));
}

TEST(Audit, FindsLatentDefectsBeforeTheyStrike) {
  // Defects strike 30 days after deployment, audits come after 7: what they find never happens.
  Scenario scenario = defective_only(tiny_time(0, 200 * kDay, 60 * kDay), 100.0);
  scenario.defects.activation.immediate_fraction = 0.0;
  scenario.defects.activation.delayed_fraction = 1.0;
  scenario.defects.activation.delayed = {30 * kDay, 0.0};
  Gate audit = make_gate(GateKind::audit, "audit");
  audit.sample_fraction = 0.5;
  audit.lag_days = 7.0;
  audit.engineer_hours = 2.0;
  audit.effort_multiplier = 100.0;  // finds all that people can see
  add_policy(scenario, {audit});
  scenario.stealth.human.ceiling = 0.6;
  Recorder recorder;
  const Outcome outcome = record(scenario, 1, recorder);
  const double n = outcome[Metric::changes_submitted];
  EXPECT_NEAR(outcome.gates.met[0] / n, 0.5, kZ * binomial_error(0.5, n));
  EXPECT_EQ(outcome[Metric::audits], outcome.engineer_hours_by_gate[0] / 2.0);
  const double struck = static_cast<double>(recorder.began.size());
  // Of what was deployed 30 days before the end or earlier, everything has either struck or been found.
  const auto early = std::count_if(recorder.submitted.begin(), recorder.submitted.end(), [&](const LoggedChange& c) {
    return c.submitted_hours + 30 * kDay < scenario.time.end();
  });
  EXPECT_GE(struck + recorder.audits_found, static_cast<double>(early));
  EXPECT_LE(struck, static_cast<double>(early));
  EXPECT_GT(recorder.audits_found, 0.15 * n);
  EXPECT_LT(recorder.audits_found, 0.5 * n);
}

TEST(Audit, DetersBypassOnceATeamHasSeenOne) {
  Scenario scenario = defective_only(tiny_time(0, 300 * kDay, 10 * kDay), 300.0);
  scenario.organisation.review.habit_bypass_fraction = 0.4;
  scenario.organisation.review.impatient_fraction = 0.0;
  scenario.organisation.review.in_bouts = false;
  Gate review = make_gate(GateKind::peer_review, "review");
  Gate audit = make_gate(GateKind::audit, "audit");
  audit.sample_fraction = 1.0;
  audit.lag_days = 0.0;
  audit.effort_multiplier = 0.0;
  audit.deterrence = 0.25;
  add_policy(scenario, {review, audit});
  const Outcome outcome = run_friction(scenario);
  const double n = outcome[Metric::reviews_needed];
  EXPECT_NEAR(outcome[Metric::reviews_bypassed] / n, 0.1, kZ * binomial_error(0.1, n) + 2.0 / n);
}

TEST(AgentReview, CatchesItsShareAndMakesPeopleComplacent) {
  Scenario scenario = defective_only(tiny_time(0, 150 * kDay, 30 * kDay), 400.0);
  scenario.organisation.streams[0].origin = Origin::agent;
  Gate agent = make_gate(GateKind::agent_review, "agent");
  agent.effort = 1.0;
  agent.complacency = 0.5;
  agent.cost_per_review = 0.25;
  Gate second = make_gate(GateKind::authorisation, "person");
  second.delay = {0.0, 0.0};
  add_policy(scenario, {agent, second});
  const Outcome outcome = run_friction(scenario);
  const double n = outcome[Metric::changes_submitted];
  const double expected = 0.3 * (1.0 - std::exp(-0.7));  // 0.70 beyond agents, blind spot 0.7 on their own kind's code
  EXPECT_NEAR(outcome.caught_by_gate[0] / n, expected, kZ * binomial_error(expected, n));
  // Reviews in the horizon, of changes that were submitted shortly before its ends too.
  EXPECT_NEAR(outcome[Metric::agent_review_cost], 0.25 * outcome.gates.met[0], 0.25 * 30.0);
  scenario.feedback.complacency = false;
  const Outcome awake = run_friction(scenario);
  EXPECT_LT(outcome.caught_by_gate[1], awake.caught_by_gate[1]);
}

TEST(Adoption, ComesTeamByTeam) {
  Scenario scenario = defective_only(tiny_time(0, 100 * kDay, 10 * kDay), 400.0);
  Gate rule = make_gate(GateKind::rules, "rule");
  rule.adopted_hours = {50 * kDay};
  add_policy(scenario, {rule});
  const Outcome outcome = run_friction(scenario);
  const double n = outcome[Metric::changes_submitted];
  EXPECT_NEAR(outcome.gates.met[0] / n, 0.5, kZ * binomial_error(0.5, n));
}

TEST(Emergencies, PassByGatesThatOnlyHold) {
  Scenario scenario = defective_only(tiny_time(0, 100 * kDay, 10 * kDay), 400.0);
  scenario.organisation.streams[0].emergency_fraction = 0.1;
  Gate window = make_gate(GateKind::freeze, "freeze");
  window.selector.emergencies = Emergencies::excluded;
  add_policy(scenario, {window});
  const Outcome outcome = run_friction(scenario);
  const double n = outcome[Metric::changes_submitted];
  EXPECT_NEAR(outcome[Metric::changes_emergency] / n, 0.1, kZ * binomial_error(0.1, n));
  EXPECT_EQ(outcome[Metric::changes_deployed], outcome[Metric::changes_emergency]);
}

TEST(Rework, BearsDefectsAtTheRateOfItsLines) {
  Scenario scenario = defective_only(tiny_time(0, 200 * kDay, 60 * kDay), 400.0);
  scenario.feedback.rework_defects = true;
  scenario.defects.beta = 0.5;
  scenario.defects.alpha = 0.0;  // so that any mending breaks the change with the same probability
  Gate rules = make_gate(GateKind::rules, "rules");
  rules.effort = 100.0;
  for (double& hidden : scenario.stealth.undetectable_fraction[static_cast<std::size_t>(DetectorClass::rules)]) {
    hidden = 0.0;
  }
  add_policy(scenario, {rules});
  const Outcome outcome = run_friction(scenario);
  const double p = 1.0 - std::exp(-0.5);
  const double mended = outcome.caught_by_gate[0];
  EXPECT_NEAR(outcome[Metric::defects_from_rework] / mended, p, kZ * binomial_error(p, mended) + 1e-3);
}

}  // namespace
}  // namespace faultline
