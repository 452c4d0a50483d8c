// What each friction does to changes, through whole replications where everything else stands still. Monte-Carlo checks
// use z < 4: a false alarm with probability 6e-5 each, had the seed been drawn at random.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

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

/// Every change is defective, so that the log tells of every one; policy 0 is without friction.
Scenario changes_only(TimeFrame time, double changes_per_week) {
  Scenario scenario = tiny_scenario(tiny_graph(1), std::move(time), kOrders);
  add_defective_changes(scenario, changes_per_week);
  return scenario;
}

/// Adds policy 1: these gates from the horizon's beginning to its end.
void add_policy(Scenario& scenario, std::vector<Gate> gates) {
  const TimeFrame& time = scenario.time;
  scenario.policies.push_back(
      {"friction", "Friction", {{0.0, {}}, {time.horizon_begin(), std::move(gates)}, {time.horizon_end(), {}}}});
  support::number_gates(scenario);
}

bool in_horizon(const Scenario& scenario, double hours) {
  return hours >= scenario.time.horizon_begin() && hours < scenario.time.horizon_end();
}

TEST(Freeze, ShipsNothingInTheHorizonAndCatchesUpAfter) {
  Scenario scenario = changes_only(tiny_time(7 * kDay, 28 * kDay, 7 * kDay), 50.0);
  add_policy(scenario, {make_gate(GateKind::freeze, "freeze")});
  Recorder free_recorder;
  const Outcome free_run = record(scenario, 0, free_recorder);
  Recorder recorder;
  const Outcome frozen = record(scenario, 1, recorder);
  EXPECT_GT(free_run[Metric::changes_deployed_in_horizon], 100.0);
  EXPECT_EQ(free_run[Metric::changes_undelivered_horizon], 0.0);
  EXPECT_EQ(frozen[Metric::changes_submitted], free_run[Metric::changes_submitted]);
  EXPECT_EQ(frozen[Metric::changes_deployed_in_horizon], 0.0);
  EXPECT_EQ(frozen[Metric::changes_undelivered_horizon], frozen[Metric::changes_submitted]);
  EXPECT_EQ(frozen[Metric::backlog_at_horizon_end], frozen[Metric::changes_submitted]);
  EXPECT_EQ(frozen[Metric::changes_deployed], frozen[Metric::changes_submitted]);
  EXPECT_EQ(frozen[Metric::changes_undelivered_run_off], 0.0);
  double delay_days = 0.0;
  for (const Recorder::Exposed& exposed : recorder.exposed) {
    if (!in_horizon(scenario, exposed.change.submitted_hours)) continue;
    EXPECT_EQ(exposed.time_hours, scenario.time.horizon_end());
    delay_days += (scenario.time.horizon_end() - exposed.change.submitted_hours) / kDay;
  }
  EXPECT_NEAR(frozen[Metric::delay_change_days], delay_days, 1e-9 * delay_days);
}

TEST(Freeze, GoesOnInTheNextPhase) {
  Scenario scenario = changes_only(tiny_time(7 * kDay, 28 * kDay, 7 * kDay), 50.0);
  const double begin = scenario.time.horizon_begin();
  const Gate freeze = make_gate(GateKind::freeze, "freeze");
  scenario.policies.push_back(
      {"friction", "Friction", {{0.0, {}}, {begin, {freeze}}, {begin + 10 * kDay, {freeze}}, {begin + 20 * kDay, {}}}});
  support::number_gates(scenario);
  Recorder recorder;
  (void)record(scenario, 1, recorder);
  for (const Recorder::Exposed& exposed : recorder.exposed) {
    const double at = exposed.time_hours;
    EXPECT_FALSE(at >= begin && at < begin + 20 * kDay) << at;
  }
}

TEST(Window, ChangesWaitUntilItOpens) {
  Scenario scenario = changes_only(tiny_time(7 * kDay, 28 * kDay, 7 * kDay), 50.0);
  const double span = scenario.time.end();
  std::vector<OpenInterval> open;
  for (double day = 0.0; day * kDay < span; day += 2.0) open.push_back({day * kDay + 9.0, day * kDay + 12.0});
  scenario.calendars.push_back(Calendar(open, span));
  Gate window = make_gate(GateKind::window, "window");
  window.calendar = CalendarId{1};
  add_policy(scenario, {window});
  Recorder recorder;
  (void)record(scenario, 1, recorder);
  int held = 0;
  for (const Recorder::Exposed& exposed : recorder.exposed) {
    const double submitted = exposed.change.submitted_hours;
    if (!in_horizon(scenario, submitted)) continue;
    EXPECT_EQ(exposed.time_hours, scenario.calendars[1].next_open(submitted));
    held += exposed.time_hours > submitted ? 1 : 0;
  }
  EXPECT_GT(held, 50);
}

TEST(Rollout, ExposesByStagesAndIsCountedDeliveredWhenFull) {
  Scenario scenario = changes_only(tiny_time(0, 28 * kDay, 7 * kDay), 20.0);
  scenario.defects.activation.immediate_mean_hours = 1e-9;
  scenario.response.detection.customers = {400.0, 0.0};
  scenario.response.detection.order_cusum_threshold = 1e300;
  Gate rollout = make_gate(GateKind::rollout, "rollout");
  rollout.stages = {{0.01, 0.5}, {0.10, 1.0}, {0.50, 1.0}};
  rollout.detects = false;
  for (double& undetectable :
       scenario.stealth.undetectable_fraction[static_cast<std::size_t>(DetectorClass::runtime)]) {
    undetectable = 1.0;
  }
  add_policy(scenario, {rollout});
  Recorder recorder;
  const Outcome outcome = record(scenario, 1, recorder);
  ASSERT_GT(recorder.exposed.size(), 100U);
  for (const Recorder::Exposed& exposed : recorder.exposed) {
    if (!in_horizon(scenario, exposed.change.submitted_hours)) continue;
    const double since = exposed.time_hours - exposed.change.submitted_hours;
    EXPECT_NEAR(since,
                exposed.fraction < 0.05  ? 0.0
                : exposed.fraction < 0.2 ? 0.5
                : exposed.fraction < 1.0 ? 1.5
                                         : 2.5,
                1e-9);
  }
  EXPECT_EQ(outcome[Metric::canary_catches], 0.0);
  EXPECT_NEAR(outcome[Metric::lead_time_median_hours], 2.5, 0.05 * 2.5);  // of a histogram
}

// A comparison that sees everything stops every total fault at the first stage; the loss is that stage's exposure.
TEST(Rollout, CatchesWhatItCanSeeAtTheFirstStage) {
  Scenario scenario = changes_only(tiny_time(0, 56 * kDay, 14 * kDay), 20.0);
  for (double& undetectable :
       scenario.stealth.undetectable_fraction[static_cast<std::size_t>(DetectorClass::runtime)]) {
    undetectable = 0.0;
  }
  scenario.response.detection.monitor_interval_hours = 0.1;
  Gate rollout = make_gate(GateKind::rollout, "rollout");
  rollout.stages = {{0.01, 0.5}, {0.50, 1.0}};
  add_policy(scenario, {rollout});
  Recorder recorder;
  const Outcome outcome = record(scenario, 1, recorder);
  EXPECT_EQ(outcome[Metric::canary_catches], outcome[Metric::changes_defective]);
  EXPECT_EQ(outcome[Metric::changes_escaped], 0.0);
  EXPECT_EQ(outcome.caught_by_gate[0], outcome[Metric::canary_catches]);
  EXPECT_EQ(outcome[Metric::incidents_sev1] + outcome[Metric::incidents_sev2] + outcome[Metric::incidents_sev3], 0.0);
  // 0.1 h until the alarm and ten minutes of rollback, at 1 % of traffic; overlaps of 1 % faults are 1e-4 of that.
  const double each = kOrders * 0.01 * (0.1 + scenario.response.mitigation.rollback_hours);
  const double caught = outcome[Metric::canary_catches];
  EXPECT_NEAR(outcome[Metric::lost_orders_gross], caught * each, 0.01 * caught * each);
}

TEST(ChangeApproval, DelaysAndDocuments) {
  Scenario scenario = changes_only(tiny_time(7 * kDay, 28 * kDay, 7 * kDay), 50.0);
  scenario.organisation.streams[0].documented_fraction = 0.0;
  Gate approval = make_gate(GateKind::change_approval, "approval");
  approval.delay = {24.0, 0.0};
  approval.engineer_hours = 0.5;
  add_policy(scenario, {approval});
  Recorder recorder;
  const Outcome outcome = record(scenario, 1, recorder);
  int approved = 0;
  for (const Recorder::Exposed& exposed : recorder.exposed) {
    const bool held = in_horizon(scenario, exposed.change.submitted_hours);
    EXPECT_NEAR(exposed.time_hours, exposed.change.submitted_hours + (held ? 24.0 : 0.0), 1e-9);
    EXPECT_EQ(exposed.change.documented, held);
    approved += held && in_horizon(scenario, exposed.time_hours) ? 1 : 0;
  }
  EXPECT_NEAR(outcome.engineer_hours_by_gate[0], 0.5 * approved, 1e-9);
}

// The search takes longer where there is no trail.
TEST(ChangeApproval, TheTrailShortensTheSearch) {
  for (const bool documented : {true, false}) {
    Scenario scenario = changes_only(tiny_time(0, 56 * kDay, 14 * kDay), 5.0);
    scenario.organisation.streams[0].documented_fraction = documented ? 1.0 : 0.0;
    scenario.response.diagnosis.time = {1.0, 0.0};
    scenario.response.diagnosis.min_factor = scenario.response.diagnosis.max_factor = 1.0;
    Recorder recorder;
    (void)record(scenario, 0, recorder);
    ASSERT_FALSE(recorder.ended.empty());
    for (const IncidentEnd& end : recorder.ended) {
      if (end.end_hours == scenario.time.end()) continue;  // cut off there
      const double search = documented ? 1.0 : scenario.response.diagnosis.undocumented_multiplier;
      EXPECT_NEAR(end.end_hours - end.begin_hours, search + 1.0, 1e-4);
    }
  }
}

// log(2 + n) / log(2 + n_ref), n the changes of the last day to services that lead to the failed one.
TEST(Diagnosis, MoreSuspectsALongerSearch) {
  Scenario scenario = changes_only(tiny_time(0, 56 * kDay, 14 * kDay), 30.0);
  scenario.organisation.streams[0].documented_fraction = 1.0;
  scenario.response.diagnosis.time = {1.0, 0.0};
  scenario.response.diagnosis.min_factor = 0.0;
  scenario.response.diagnosis.max_factor = 100.0;
  Recorder recorder;
  (void)record(scenario, 0, recorder);
  ASSERT_EQ(recorder.ended.size(), recorder.exposed.size());
  const double reference = std::log(2.0 + scenario.response.diagnosis.reference_suspects);
  for (const IncidentEnd& end : recorder.ended) {
    if (end.end_hours == scenario.time.end()) continue;
    double suspects = 0.0;
    for (const Recorder::Exposed& exposed : recorder.exposed) {
      const double age = end.begin_hours - exposed.time_hours;
      suspects += age >= 0.0 && age < 24.0 ? 1.0 : 0.0;
    }
    EXPECT_NEAR(end.end_hours - end.begin_hours, std::log(2.0 + suspects) / reference + 1.0, 1e-4);
  }
}

class ChannelClosing : public testing::Test {
 protected:
  static constexpr double kShare = 0.5;
  static constexpr double kLeakage = 0.1;
  static Scenario scenario() {
    Scenario made = changes_only(tiny_time(7 * kDay, 180 * kDay, 14 * kDay), 100.0);
    made.organisation.out_of_band.base_fraction = kShare;
    made.feedback.displacement = false;
    made.organisation.streams[0].documented_fraction = 1.0;
    made.response.diagnosis.undocumented_multiplier = 1.0;
    Gate closing = make_gate(GateKind::channel_closing, "closing");
    closing.leakage_fraction = kLeakage;
    closing.mitigation_slowdown = 1.5;
    add_policy(made, {closing});
    return made;
  }
};

TEST_F(ChannelClosing, LeavesOnlyTheLeakage) {
  const Scenario made = scenario();
  Recorder recorder;
  const Outcome open = record(made, 0, recorder);
  const Outcome closed = record(made, 1, recorder);
  const double n = open[Metric::changes_submitted];
  ASSERT_GT(n, 2000.0);
  EXPECT_EQ(closed[Metric::changes_submitted], n);
  EXPECT_NEAR(open[Metric::changes_out_of_band] / n, kShare, 4.0 * std::sqrt(kShare * (1.0 - kShare) / n));
  const double leaking = kShare * kLeakage;
  EXPECT_NEAR(closed[Metric::changes_out_of_band] / n, leaking, 4.0 * std::sqrt(leaking * (1.0 - leaking) / n));
  for (const Recorder::Exposed& exposed : recorder.exposed) {
    if (exposed.change.out_of_band) {
      EXPECT_FALSE(exposed.change.documented);
    }
  }
}

TEST_F(ChannelClosing, SlowsWhoMustWriteToProduction) {
  const Scenario made = scenario();
  Recorder recorder;
  (void)record(made, 1, recorder);
  int slowed = 0;
  for (const IncidentEnd& end : recorder.ended) {
    const bool closed = in_horizon(made, end.begin_hours);
    if (end.end_hours == made.time.end()) continue;
    EXPECT_NEAR(end.end_hours - end.begin_hours, closed ? 1.5 : 1.0, 1e-4);
    slowed += closed ? 1 : 0;
  }
  EXPECT_GT(slowed, 1000);
}

TEST_F(ChannelClosing, LeavesRollbacksAlone) {
  Scenario made = scenario();
  made.defects.not_rollbackable_fraction = 0.0;
  Recorder recorder;
  (void)record(made, 1, recorder);
  for (const IncidentEnd& end : recorder.ended) {
    if (end.end_hours == made.time.end()) continue;
    EXPECT_NEAR(end.end_hours - end.begin_hours, made.response.mitigation.rollback_hours, 1e-4);
  }
}

// share = base x (lead time / lead time before)^epsilon: four times the lead time at epsilon 1/2 doubles it.
TEST(Displacement, SlowDeliveryDrivesWorkRoundThePipeline) {
  Scenario scenario = changes_only(tiny_time(28 * kDay, 210 * kDay, 14 * kDay), 200.0);
  constexpr double kBase = 0.05;
  scenario.organisation.out_of_band.base_fraction = kBase;
  scenario.organisation.out_of_band.displacement_exponent = 0.5;
  Gate approval = make_gate(GateKind::change_approval, "approval");
  approval.delay = {10.0, 0.0};
  Gate slow = approval;
  slow.delay = {40.0, 0.0};
  scenario.policies[0].phases[0].gates = {approval};
  scenario.policies.push_back({"slow", "Slow", {{0.0, {approval}}, {scenario.time.horizon_begin(), {slow}}}});
  support::number_gates(scenario);
  for (const bool feeds_back : {true, false}) {
    scenario.feedback.displacement = feeds_back;
    Recorder recorder;
    (void)record(scenario, 1, recorder);
    double settled = 0.0;
    double round = 0.0;
    for (const LoggedChange& change : recorder.submitted) {
      // The median of 28 days and the weekly look have settled after five weeks.
      if (change.submitted_hours < scenario.time.horizon_begin() + 35 * kDay) continue;
      settled += 1.0;
      round += change.out_of_band ? 1.0 : 0.0;
    }
    const double share = feeds_back ? 2.0 * kBase : kBase;
    ASSERT_GT(settled, 4000.0);
    EXPECT_NEAR(round / settled, share, 4.0 * std::sqrt(share * (1.0 - share) / settled));
  }
}

// A freeze holds work back without making people go round: its hours are not lead time. (model, 12)
TEST(Displacement, HoursInAFreezeDoNotCount) {
  Scenario scenario = changes_only(tiny_time(28 * kDay, 84 * kDay, 14 * kDay), 200.0);
  scenario.organisation.out_of_band.base_fraction = 0.05;
  scenario.organisation.out_of_band.displacement_exponent = 0.5;
  Gate approval = make_gate(GateKind::change_approval, "approval");
  approval.delay = {10.0, 0.0};
  const double begin = scenario.time.horizon_begin();
  scenario.policies[0].phases[0].gates = {approval};
  scenario.policies.push_back({"frozen",
                               "Frozen for three weeks",
                               {{0.0, {approval}},
                                {begin, {approval, make_gate(GateKind::freeze, "freeze")}},
                                {begin + 21 * kDay, {approval}}}});
  support::number_gates(scenario);
  Recorder recorder;
  const Outcome free_run = record(scenario, 0, recorder);
  const Outcome frozen = record(scenario, 1, recorder);
  EXPECT_GT(frozen[Metric::lead_time_p90_hours], 100.0);
  EXPECT_EQ(frozen[Metric::changes_out_of_band], free_run[Metric::changes_out_of_band]);
}

// Rules of effort H catch (1 - pi)(1 - exp(-H)) of defects; a caught one comes back mended.
TEST(Rules, CatchTheirShareOfDefects) {
  Scenario scenario = changes_only(tiny_time(0, 180 * kDay, 30 * kDay), 200.0);
  const auto rules_class = static_cast<std::size_t>(DetectorClass::rules);
  for (double& undetectable : scenario.stealth.undetectable_fraction[rules_class]) undetectable = 0.4;
  Gate rules = make_gate(GateKind::rules, "rules");
  rules.effort = 0.7;
  scenario.feedback.rework_defects = false;
  Gate again = make_gate(GateKind::rules, "more-rules");
  again.effort = 0.5;
  add_policy(scenario, {rules, again});
  Recorder recorder;
  const Outcome outcome = record(scenario, 1, recorder);
  const double n = outcome[Metric::changes_defective];
  const double first = 0.6 * (1.0 - std::exp(-0.7));
  const double both = 0.6 * (1.0 - std::exp(-1.2));
  EXPECT_NEAR(outcome.caught_by_gate[0] / n, first, 4.0 * std::sqrt(first * (1.0 - first) / n));
  const double caught = outcome.caught_by_gate[0] + outcome.caught_by_gate[1];
  EXPECT_NEAR(caught / n, both, 4.0 * std::sqrt(both * (1.0 - both) / n));
  // What is not caught escapes, but for those still being mended or on their way when the run ends.
  EXPECT_EQ(outcome[Metric::changes_escaped] + caught, n);
}

}  // namespace
}  // namespace faultline
