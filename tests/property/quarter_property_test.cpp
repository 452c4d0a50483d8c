// Properties of whole replications that hold exactly, for scenarios that rapidcheck makes up: no tolerance but
// rounding, no false alarms.
#include <gtest/gtest.h>
// After gtest.
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/replication.h"
#include "sim/run/block_runner.h"
#include "tests/support/scenario_builder.h"
#include "tests/support/silent_log.h"

namespace faultline {
namespace {

using support::make_gate;

// The same cases every time unless somebody asks otherwise; read by rapidcheck before its first property.
[[maybe_unused]] const int kSeeded = setenv("RC_PARAMS", "seed=20260305", 0);

/// At full size from the first case on: small numbers alone would give empty quarters.
template <class Number>
Number any_below(Number low, Number high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<Number>(low, high));
}

double any_between(double low, double high) { return low + (high - low) * any_below(0, 1001) / 1000.0; }

bool any_chance() { return any_below(0, 2) == 1; }

std::uint64_t any_seed() { return any_below<std::uint64_t>(0, 1'000'000'000); }

/// Gates of every kind, some of them there.
std::vector<Gate> any_gates() {
  std::vector<Gate> gates;
  Gate rules = make_gate(GateKind::rules, "rules");
  rules.effort = any_between(0.0, 2.0);
  rules.false_alarm_fraction = any_between(0.0, 0.2);
  if (any_chance()) gates.push_back(rules);
  Gate tests = make_gate(GateKind::tests, "tests");
  tests.effort = any_between(0.0, 2.0);
  tests.duration = {any_between(0.0, 2.0), any_between(0.0, 1.0)};
  tests.false_alarm_fraction = any_between(0.0, 0.2);
  if (any_chance()) gates.push_back(tests);
  Gate review = make_gate(GateKind::peer_review, "peer-review");
  review.approvals = any_below(1, 4);
  review.bypass_allowed = any_chance();
  review.round_trips = any_chance();
  review.calendar = CalendarId{0};
  if (any_chance()) gates.push_back(review);
  Gate approval = make_gate(GateKind::change_approval, "approval");
  approval.delay = {any_between(1.0, 48.0), any_between(0.0, 1.0)};
  approval.selector.only_undocumented = any_chance();
  approval.calendar = CalendarId{0};
  if (any_chance()) gates.push_back(approval);
  Gate cap = make_gate(GateKind::velocity_cap, "cap");
  cap.limit = any_between(1.0, 60.0);
  cap.burst = any_below(1, 6);
  cap.holds = any_chance() ? Holds::changes : Holds::authors;
  if (any_chance()) gates.insert(gates.begin(), cap);
  Gate limit = make_gate(GateKind::wip_limit, "limit");
  limit.limit = any_below(1, 15);
  limit.holds = any_chance() ? Holds::changes : Holds::authors;
  if (any_chance()) gates.insert(gates.begin(), limit);
  Gate score = make_gate(GateKind::risk_score, "score");
  score.riskiest_fraction = any_between(0.0, 0.5);
  Gate senior = make_gate(GateKind::senior_review, "senior");
  senior.pool = PoolId{0};
  senior.on_demand = any_chance();
  senior.approvals = any_below(1, 3);
  senior.effort_multiplier = any_between(0.5, 2.0);
  senior.bypass_allowed = any_chance();
  if (any_chance()) {
    gates.push_back(score);
    gates.push_back(senior);
  }
  Gate agent = make_gate(GateKind::agent_review, "agent");
  agent.effort = any_between(0.0, 2.0);
  agent.duration = {any_between(0.0, 0.5), any_between(0.0, 1.0)};
  agent.false_alarm_fraction = any_between(0.0, 0.2);
  if (any_chance()) agent.pool = PoolId{1};
  if (any_chance()) gates.push_back(agent);
  Gate authorisation = make_gate(GateKind::authorisation, "authorisation");
  authorisation.selector.channels = kPipelineBit | kOutOfBandBit;
  authorisation.selector.only_wide_scope = any_chance();
  authorisation.delay = {any_between(0.0, 4.0), 0.5};
  authorisation.effort_multiplier = 0.5;
  if (any_chance()) gates.push_back(authorisation);
  Gate budget = make_gate(GateKind::error_budget_freeze, "budget");
  budget.order_success_objective = any_between(0.99, 1.0);
  budget.window_days = any_below(1, 20);
  budget.budget_scope = any_chance() ? BudgetScope::organisation : BudgetScope::team;
  budget.catch_up_days = any_between(0.0, 3.0);
  if (any_chance()) gates.push_back(budget);
  Gate audit = make_gate(GateKind::audit, "audit");
  audit.selector.channels = kPipelineBit | kOutOfBandBit;
  audit.sample_fraction = any_between(0.0, 1.0);
  audit.lag_days = any_between(0.0, 5.0);
  audit.engineer_hours = 1.0;
  if (any_chance()) gates.push_back(audit);
  Gate scope = make_gate(GateKind::scope_limit, "scope");
  scope.selector.channels = kPipelineBit | kOutOfBandBit;
  if (any_chance()) gates.push_back(scope);
  Gate blocking = make_gate(GateKind::rules, "blocking");
  blocking.selector.only_undocumented = true;
  blocking.selector.channels = any_chance() ? kPipelineBit : std::uint8_t{kPipelineBit | kOutOfBandBit};
  blocking.blocks = any_chance() ? Blocking::until_mended : Blocking::always;
  if (any_chance()) gates.push_back(blocking);
  Gate window = make_gate(GateKind::window, "window");
  window.calendar = CalendarId{0};
  if (any_chance()) gates.push_back(window);
  Gate closing = make_gate(GateKind::channel_closing, "closing");
  closing.leakage_fraction = any_between(0.0, 0.5);
  if (any_chance()) gates.push_back(closing);
  Gate rollout = make_gate(GateKind::rollout, "rollout");
  rollout.stages = {{0.01, any_between(0.1, 24.0)}, {0.2, any_between(0.1, 24.0)}};
  rollout.detects = any_chance();
  rollout.false_alarms_per_rollout = any_between(0.0, 0.1);
  rollout.calendar = CalendarId{any_chance() ? 0 : 1};
  if (any_chance()) gates.push_back(rollout);
  return gates;
}

/// Numbers the gates, and lets the risk score demand the seniors by their number.
void number_gates(Scenario& scenario) {
  support::finish_policies(scenario);
  const auto senior = std::find(scenario.gate_ids.begin(), scenario.gate_ids.end(), "senior");
  for (Policy& policy : scenario.policies) {
    for (PolicyPhase& phase : policy.phases) {
      for (Gate& gate : phase.gates) {
        if (gate.kind == GateKind::risk_score) {
          gate.demands = std::uint64_t{1} << (senior - scenario.gate_ids.begin());
        }
      }
    }
  }
}

/// Two marketplaces, many defects of every scope, policy 0 at random; a freeze now and then.
Scenario any_scenario() {
  TimeFrame time;
  time.warm_up_hours = 24.0 * any_below(1, 15);
  time.horizon_hours = 24.0 * any_below(10, 36);
  time.run_off_hours = 24.0 * any_below(0, 15);
  Scenario scenario = support::make_scenario(any_below(20, 60), any_below(2, 6), time);
  scenario.marketplaces.push_back(
      {"abroad", DemandCurve(std::vector<double>(static_cast<std::size_t>(time.end()), 50'000.0))});
  scenario.journeys[0].demand_share = {1.0, 1.0};
  for (ChangeStream& stream : scenario.organisation.streams) stream.velocity_multiplier = any_between(0.2, 2.0);
  scenario.organisation.daily_dispersion = any_between(1.0, 4.0);
  scenario.organisation.out_of_band.base_fraction = any_between(0.0, 0.3);
  scenario.defects.beta = any_between(0.01, 0.1);
  scenario.defects.scope = {any_between(0.0, 0.3), any_between(0.0, 0.3), any_between(0.0, 0.05),
                            any_between(0.0, 0.2)};
  scenario.defects.magnitude.total_fraction = any_between(0.0, 0.5);
  scenario.response.mitigation.recovery_ramp_hours = any_chance() ? 0.0 : 0.5;
  scenario.background.per_day = any_between(0.0, 2.0);
  const std::vector<Gate> gates = any_gates();
  scenario.policies = {{"first", "First", {{0.0, gates}}}};
  if (any_chance()) {
    std::vector<Gate> frozen = gates;
    frozen.insert(frozen.begin(), make_gate(GateKind::freeze, "freeze"));
    scenario.policies[0].phases.push_back({time.horizon_begin() + 48.0, frozen});
    scenario.policies[0].phases.push_back({time.horizon_begin() + 120.0, gates});
  }
  for (ChangeStream& stream : scenario.organisation.streams) {
    if (any_chance()) stream.emergency_fraction = 0.1;
  }
  scenario.organisation.pools = {{"seniors", any_below(0, 4), 16.0, false, CalendarId{0}},
                                 {"agents", any_below(1, 4), 0.0, true, CalendarId{1}}};
  scenario.response.on_call = {any_below(0, 2), any_below(1, 3)};
  number_gates(scenario);
  return scenario;
}

/// Takes gates of some kinds out of every policy.
void without(Scenario& scenario, std::initializer_list<GateKind> kinds) {
  for (Policy& policy : scenario.policies) {
    for (PolicyPhase& phase : policy.phases) {
      std::erase_if(phase.gates,
                    [&](const Gate& gate) { return std::find(kinds.begin(), kinds.end(), gate.kind) != kinds.end(); });
    }
  }
}

/// A copy of the last policy with one more gate somewhere, in every phase.
void add_policy_with(Scenario& scenario, const Gate& gate) {
  Policy policy = scenario.policies.back();
  policy.id = "one-more-gate";
  for (PolicyPhase& phase : policy.phases) {
    const auto at = any_below<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(phase.gates.size()) + 1);
    phase.gates.insert(phase.gates.begin() + at, gate);
  }
  scenario.policies.push_back(std::move(policy));
  number_gates(scenario);
}

std::size_t index_of(const Scenario& scenario, std::string_view gate) {
  const auto found = std::find(scenario.gate_ids.begin(), scenario.gate_ids.end(), gate);
  return static_cast<std::size_t>(found - scenario.gate_ids.begin());
}

PolicyCase central(int policy) { return {PolicyId{policy}, SecondReviewer::central}; }

std::vector<Outcome> run(const Scenario& scenario, std::uint64_t seed, std::uint32_t replication,
                         const std::vector<PolicyCase>& cases, EventLog* log = nullptr) {
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, seed);
  std::vector<Outcome> outcomes(cases.size(), make_outcome(scenario));
  runner.run(replication, cases, outcomes, log);
  return outcomes;
}

/// To the last bit, but for what one gate itself has seen.
void expect_same(const Outcome& a, const Outcome& b, std::size_t but_for = kMaxGates) {
  RC_ASSERT(a.metrics == b.metrics);
  RC_ASSERT(a.loss.by_service == b.loss.by_service);
  RC_ASSERT(a.loss.by_team == b.loss.by_team);
  RC_ASSERT(a.loss.by_origin == b.loss.by_origin);
  RC_ASSERT(a.loss.by_kind == b.loss.by_kind);
  RC_ASSERT(a.loss.by_channel == b.loss.by_channel);
  RC_ASSERT(a.caught_by_gate == b.caught_by_gate);
  RC_ASSERT(a.engineer_hours_by_gate == b.engineer_hours_by_gate);
  for (std::size_t gate = 0; gate < kMaxGates; ++gate) {
    if (gate == but_for) continue;
    RC_ASSERT(a.gates.met[gate] == b.gates.met[gate]);
    RC_ASSERT(a.gates.bypassed[gate] == b.gates.bypassed[gate]);
    RC_ASSERT(a.gates.hours[gate] == b.gates.hours[gate]);
    RC_ASSERT(a.gates.loss[gate] == b.gates.loss[gate]);
  }
  RC_ASSERT(a.review_hours_by_desk == b.review_hours_by_desk);
  RC_ASSERT(a.backlog_by_day == b.backlog_by_day);
  RC_ASSERT(a.lost_orders_by_week == b.lost_orders_by_week);
  RC_ASSERT(a.lead_time_hours.counts() == b.lead_time_hours.counts());
  RC_ASSERT(a.review_turnaround_hours.counts() == b.review_turnaround_hours.counts());
}

template <class Range>
double sum(const Range& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

// P1 of the model's section 6: nothing feeds back, so one more pair of eyes can only help, in every quarter.
RC_GTEST_PROP(PropertyP1, APureDetectorNeverRaisesTheLoss, ()) {
  Scenario scenario = any_scenario();
  scenario.feedback = kNoFeedback;
  scenario.defects.soft_loss_fraction = 0.0;  // else a share of loss may move from a soft fault to a hard one
  // Tokens, places and budgets answer to losses and to what is under way, so they belong to the closed loop.
  without(scenario, {GateKind::error_budget_freeze});
  constexpr std::array<GateKind, 4> kDetectors{GateKind::rules, GateKind::tests, GateKind::agent_review,
                                               GateKind::audit};
  Gate detector = make_gate(kDetectors[any_below<std::size_t>(0, kDetectors.size())], "detector");
  detector.effort = any_between(0.1, 5.0);
  if (detector.kind == GateKind::audit) {
    without(scenario, {GateKind::audit});
    detector.sample_fraction = 1.0;
    detector.lag_days = any_between(0.0, 5.0);
    detector.selector.channels = kPipelineBit | kOutOfBandBit;
  }
  add_policy_with(scenario, detector);
  const std::vector<Outcome> outcomes = run(scenario, any_seed(), 0, {central(0), central(1)});
  RC_PRE(outcomes[0][Metric::folded_faults] == 0.0);
  const double before = outcomes[0][Metric::lost_orders_gross];
  const double after = outcomes[1][Metric::lost_orders_gross];
  RC_ASSERT(after <= before * (1.0 + 1e-9));
  RC_ASSERT(outcomes[1][Metric::changes_deployed] == outcomes[0][Metric::changes_deployed]);
  RC_ASSERT(outcomes[1][Metric::lead_time_median_hours] == outcomes[0][Metric::lead_time_median_hours]);
  RC_ASSERT(outcomes[1][Metric::changes_escaped] <= outcomes[0][Metric::changes_escaped]);
  RC_CLASSIFY(after < before, "caught something");
}

RC_GTEST_PROP(Policies, AgainstItselfDiffersByExactlyZero, ()) {
  Scenario scenario = any_scenario();
  scenario.policies.push_back(scenario.policies[0]);
  scenario.policies[1].id = "the-same";
  const std::vector<Outcome> outcomes = run(scenario, any_seed(), 0, {central(0), central(1)});
  expect_same(outcomes[0], outcomes[1]);
}

RC_GTEST_PROP(Policies, AGateThatDoesNothingLeavesAllElseUntouched, ()) {
  Scenario scenario = any_scenario();
  Gate idle = make_gate(GateKind::rules, "idle");
  if (any_chance()) {
    idle = make_gate(GateKind::change_approval, "idle");
    idle.selector.min_lines = 1e9;  // nothing is that large
    idle.delay = {100.0, 1.0};
    idle.engineer_hours = 1.0;
  } else if (any_chance()) {
    idle = make_gate(GateKind::peer_review, "idle");
    idle.selector.origins = 0;
    idle.approvals = 4;
  }
  add_policy_with(scenario, idle);
  const std::vector<Outcome> outcomes = run(scenario, any_seed(), 0, {central(0), central(1)});
  expect_same(outcomes[0], outcomes[1], index_of(scenario, "idle"));
}

// One warm-up is simulated and copied: whoever comes after must not see who went before.
RC_GTEST_PROP(Policies, AloneOrInAnyOrderTheOutcomeIsTheSame, ()) {
  Scenario scenario = any_scenario();
  Gate slow = make_gate(GateKind::change_approval, "slow");
  add_policy_with(scenario, slow);
  const std::uint64_t seed = any_seed();
  const std::vector<PolicyCase> cases{
      central(0), central(1), {PolicyId{0}, SecondReviewer::low}, {PolicyId{1}, SecondReviewer::low}};
  const std::vector<Outcome> together = run(scenario, seed, 3, cases);
  const std::vector<Outcome> reversed = run(scenario, seed, 3, {cases[3], cases[1], cases[2], cases[0]});
  expect_same(together[0], reversed[3]);
  expect_same(together[1], reversed[1]);
  expect_same(together[2], reversed[2]);
  expect_same(together[3], reversed[0]);
  for (std::size_t i = 0; i < cases.size(); ++i) expect_same(together[i], run(scenario, seed, 3, {cases[i]})[0]);
}

RC_GTEST_PROP(Replications, DoNotDependOnTheOnesBefore, ()) {
  const Scenario scenario = any_scenario();
  const std::uint64_t seed = any_seed();
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, seed);
  const PolicyCase only = central(0);
  std::vector<Outcome> outcomes(4, make_outcome(scenario));
  for (std::uint32_t r = 0; r < 4; ++r) runner.run(r, {&only, 1}, {&outcomes[r], 1});
  expect_same(outcomes[3], run(scenario, seed, 3, {only})[0]);
  expect_same(outcomes[0], run(scenario, seed, 0, {only})[0]);
}

class Silent final : public support::SilentLog {
 public:
  std::size_t incidents = 0;
  double lost = 0.0;
  void policy_begins(PolicyId, std::uint32_t) override {
    incidents = 0;
    lost = 0.0;
  }
  void incident_began(const LoggedIncident&, const LoggedChange*, double) override { ++incidents; }
  void incident_ended(std::uint32_t, const IncidentEnd& end) override { lost += end.lost_orders_gross; }
};

RC_GTEST_PROP(Replay, WithALogIsTheSameToTheLastBit, ()) {
  Scenario scenario = any_scenario();
  add_policy_with(scenario, make_gate(GateKind::change_approval, "slow"));
  const std::uint64_t seed = any_seed();
  Silent log;
  const std::vector<PolicyCase> cases{central(0), central(1)};
  const std::vector<Outcome> plain = run(scenario, seed, 1, cases);
  const std::vector<Outcome> told = run(scenario, seed, 1, cases, &log);
  expect_same(plain[0], told[0]);
  expect_same(plain[1], told[1]);
  // The stories add up to the quarter.
  const double gross = told[1][Metric::lost_orders_gross];
  RC_ASSERT(std::abs(log.lost - gross) <= 1e-9 * gross);
}

RC_GTEST_PROP(Waterfall, StepsSumToTheDifference, ()) {
  Scenario scenario = any_scenario();
  Gate more = make_gate(any_chance() ? GateKind::change_approval : GateKind::rules, "more");
  more.effort = any_between(0.0, 3.0);
  add_policy_with(scenario, more);
  const std::vector<Outcome> outcomes = run(scenario, any_seed(), 0, {central(0), central(1), central(0)});
  const auto steps = [](const Waterfall& w) {
    return w.not_shipped + w.contained + w.recovered + w.interaction + sum(w.caught);
  };
  const double gross = outcomes[0][Metric::lost_orders_gross];
  const double saved = gross - outcomes[1][Metric::lost_orders_gross];
  RC_ASSERT(std::abs(steps(outcomes[1].waterfall) - saved) <= 1e-9 * std::max(1.0, gross));
  for (const std::size_t same : {std::size_t{0}, std::size_t{2}}) {
    const Waterfall& w = outcomes[same].waterfall;
    RC_ASSERT(w.not_shipped == 0.0);
    RC_ASSERT(w.contained == 0.0);
    RC_ASSERT(w.recovered == 0.0);
    RC_ASSERT(w.interaction == 0.0);
    RC_ASSERT(std::all_of(w.caught.begin(), w.caught.end(), [](double step) { return step == 0.0; }));
  }
  RC_CLASSIFY(saved != 0.0, "made a difference");
}

// Every change at every gate, as the log tells it: at least as many stays as the gate's own count, and the time spent
// there, cut to the horizon, is the integral of how many were there (Little's law as an identity on every path).
class StayLog final : public support::SilentLog {
 public:
  StayLog(double begin, double end) : begin_(begin), end_(end) {}
  std::array<double, kMaxGates> hours{};
  bool wants_flow() const override { return true; }
  void gate_left(const LoggedChange&, GateId gate, double from, double to) override {
    RC_ASSERT(from <= to);
    hours[gate.index()] += std::max(0.0, std::min(to, end_) - std::max(from, begin_));
  }
  void policy_begins(PolicyId, std::uint32_t) override { hours.fill(0.0); }

 private:
  double begin_;
  double end_;
};

RC_GTEST_PROP(LittlesLaw, HoldsAtEveryGateOfEveryQuarter, ()) {
  Scenario scenario = any_scenario();
  add_policy_with(scenario, make_gate(GateKind::change_approval, "slow"));
  StayLog log(scenario.time.horizon_begin(), scenario.time.horizon_end());
  const Outcome outcome = run(scenario, any_seed(), 0, {central(1)}, &log)[0];
  for (std::size_t gate = 0; gate < scenario.gate_ids.size(); ++gate) {
    RC_ASSERT(std::abs(outcome.gates.hours[gate] - log.hours[gate]) <= 1e-7 * std::max(1.0, log.hours[gate]));
  }
}

RC_GTEST_PROP(Attribution, SumsToTheLoss, ()) {
  const Scenario scenario = any_scenario();
  const Outcome outcome = run(scenario, any_seed(), 0, {central(0)})[0];
  const double gross = outcome[Metric::lost_orders_gross];
  const auto near = [gross](double value) { return std::abs(value - gross) <= 1e-9 * std::max(gross, 1.0); };
  RC_ASSERT(near(sum(outcome.loss.by_service)));
  RC_ASSERT(near(sum(outcome.loss.by_team)));
  RC_ASSERT(near(sum(outcome.loss.by_channel)));
  const double background = outcome.loss.by_channel[static_cast<std::size_t>(Channel::background)];
  RC_ASSERT(near(sum(outcome.loss.by_origin) + background));
  RC_ASSERT(near(sum(outcome.loss.by_kind) + background));
  RC_ASSERT(near(sum(outcome.lost_orders_by_week)));
  for (const auto& misses : outcome.gates.loss) RC_ASSERT(sum(misses) <= gross * (1.0 + 1e-9));
  RC_ASSERT(outcome.backlog_by_day.size() == backlog_days(scenario.time.horizon_hours, scenario.time.run_off_hours));
  for (const double waiting : outcome.backlog_by_day) RC_ASSERT(waiting >= 0.0);
  // Sanity of what can be said of any quarter.
  RC_ASSERT(outcome[Metric::lost_orders_net] <= gross * (1.0 + 1e-12));
  RC_ASSERT(gross <= scenario.time.horizon_hours * 808'000.0);
  const double submitted = outcome[Metric::changes_submitted];
  RC_ASSERT(outcome[Metric::changes_deployed] + outcome[Metric::changes_undelivered_run_off] == submitted);
  RC_ASSERT(outcome[Metric::changes_undelivered_run_off] <= outcome[Metric::changes_undelivered_horizon]);
  RC_ASSERT(outcome[Metric::changes_undelivered_horizon] <= submitted);
  RC_ASSERT(outcome[Metric::delay_change_days] >= 0.0);
  // What audits find has escaped before.
  const std::size_t audit = index_of(scenario, "audit");
  const double audited = audit < kMaxGates ? outcome.caught_by_gate[audit] : 0.0;
  const double settled = sum(outcome.caught_by_gate) - audited + outcome[Metric::changes_escaped];
  RC_ASSERT(settled <= outcome[Metric::changes_defective] + outcome[Metric::defects_from_rework]);
}

RC_GTEST_PROP(Threads, OneTwoAndSevenGiveTheSameBits, ()) {
  Scenario scenario = any_scenario();
  add_policy_with(scenario, make_gate(GateKind::change_approval, "slow"));
  const std::uint64_t seed = any_seed();
  const PreparedScenario prepared(scenario);
  const std::vector<PolicyCase> cases{central(0), central(1)};
  const auto with_threads = [&](int threads) {
    BlockRunOptions options;
    options.end_block = 4;
    options.block_size = 2;
    options.replications = 7;  // the last block is short
    options.threads = threads;
    std::vector<Outcome> outcomes;
    const bool finished = run_blocks(prepared, seed, cases, options,
                                     [&](Block&& block) {
                                       for (Outcome& outcome : block.outcomes) outcomes.push_back(std::move(outcome));
                                     },
                                     {});
    RC_ASSERT(finished);
    RC_ASSERT(outcomes.size() == std::size_t{14});
    return outcomes;
  };
  const std::vector<Outcome> one = with_threads(1);
  for (const int threads : {2, 7}) {
    const std::vector<Outcome> many = with_threads(threads);
    for (std::size_t i = 0; i < one.size(); ++i) expect_same(one[i], many[i]);
  }
}

}  // namespace
}  // namespace faultline
