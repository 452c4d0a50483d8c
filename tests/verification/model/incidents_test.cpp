// Closed forms of the model's section 8 through whole replications. Monte-Carlo checks use z < 4: a false alarm with
// probability 6e-5 each, had the seed been drawn at random.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/support/tiny_scenario.h"
#include "tests/verification/model/model_support.h"

namespace faultline {
namespace {

using support::add_defective_changes;
using support::tiny_call;
using support::tiny_graph;
using support::tiny_scenario;
using support::tiny_time;
using verification::run_policy;
using verification::Sample;

constexpr double kOrders = 1e6;  // an hour
constexpr double kDay = 24.0;

/// Total background faults at one service, at `per_hour`, noticed at once and mended after `outage_hours`.
Scenario total_outages(TimeFrame time, double per_hour, LognormalHours outage) {
  Scenario scenario = tiny_scenario(tiny_graph(1), std::move(time), kOrders);
  scenario.background.per_day = per_hour * kDay;
  scenario.background.magnitude.total_fraction = 1.0;
  scenario.response.mitigation.fix_forward = outage;
  return scenario;
}

// published-answers, 12: M/G/infinity; the failing share depends on the mean length alone.
TEST(MGInfinity, FailingShareInSteadyState) {
  constexpr double kMeanHours = 2.444377;  // of LN(1.05 h, 1.3)
  const struct {
    double busy;
    double published;
    LognormalHours outage;
  } cases[] = {
      {0.01, 0.0099501663, {1.05, 1.3}},      {0.1, 0.0951625820, {1.05, 1.3}}, {0.2, 0.1812692469, {1.05, 1.3}},
      {0.2, 0.1812692469, {kMeanHours, 0.0}}, {1.0, 0.6321205588, {1.05, 1.3}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(testing::Message() << "r L " << c.busy << ", log-sd " << c.outage.log_sd);
    const Scenario scenario = total_outages(tiny_time(28 * kDay, 90 * kDay, 10 * kDay), c.busy / kMeanHours, c.outage);
    const std::vector<Outcome> outcomes = run_policy(scenario, 0, 300);
    const Sample lost(outcomes, Metric::lost_orders_gross);
    const double orders = kOrders * scenario.time.horizon_hours;
    EXPECT_NEAR(lost.mean / orders, c.published, 4.0 * lost.standard_error / orders);
    EXPECT_GT(lost.standard_error, 0.0);
    // The same time is counted as outage.
    const Sample minutes(outcomes, Metric::outage_minutes);
    EXPECT_NEAR(minutes.mean / 60.0 / scenario.time.horizon_hours, lost.mean / orders, 1e-9);
  }
}

// Without a warm-up the first hours are too good: at t the share is 1 - exp(-r min(t, L)) for lengths L.
TEST(MGInfinity, StartingEmpty) {
  constexpr double kRate = 0.05;
  constexpr double kLength = 4.0;
  constexpr double kSpan = 24.0;
  const Scenario scenario = total_outages(tiny_time(0, kSpan, kDay), kRate, {kLength, 0.0});
  const Sample lost(run_policy(scenario, 0, 4000), Metric::lost_orders_gross);
  const double steady = 1.0 - std::exp(-kRate * kLength);
  const double expected = (kLength - steady / kRate + (kSpan - kLength) * steady) / kSpan;
  EXPECT_NEAR(lost.mean / (kOrders * kSpan), expected, 4.0 * lost.standard_error / (kOrders * kSpan));
  EXPECT_GT(std::abs(steady - expected), 4.0 * lost.standard_error / (kOrders * kSpan));  // the check can tell
}

// Rare partial faults: the quarter's loss is compound Poisson with X = demand m L. Overlaps take 0.2 % off at most.
TEST(CompoundPoisson, MeanAndVarianceOfAQuartersLoss) {
  constexpr double kPerDay = 0.57;
  constexpr double kLogSd = 0.6;
  constexpr double kDense = 1e12;  // so many requests that even a slight fault is noticed at once
  constexpr std::uint32_t kRuns = 2000;
  Scenario scenario = tiny_scenario(tiny_graph(1), tiny_time(7 * kDay, 90 * kDay, 7 * kDay), kDense);
  scenario.background.per_day = kPerDay;
  scenario.background.magnitude.total_fraction = 0.0;
  scenario.response.mitigation.fix_forward = {1.0, kLogSd};
  const Sample lost(run_policy(scenario, 0, kRuns), Metric::lost_orders_gross);

  const MagnitudeLaw& law = scenario.background.magnitude;
  double moment[5] = {1.0, 0.0, 0.0, 0.0, 0.0};
  double beta_moment = 1.0;
  for (int k = 1; k <= 4; ++k) {
    beta_moment *= (law.partial_beta_a + k - 1) / (law.partial_beta_a + law.partial_beta_b + k - 1);
    moment[k] = beta_moment * std::exp(0.5 * k * k * kLogSd * kLogSd) * std::pow(kDense, k);
  }
  const double count = kPerDay * 90.0;
  const double mean = count * moment[1];
  const double variance = count * moment[2];
  const double variance_sd = std::sqrt((count * moment[4] + 2.0 * variance * variance) / kRuns);
  EXPECT_NEAR(lost.mean, mean, 4.0 * std::sqrt(variance / kRuns) + 0.002 * mean);
  EXPECT_NEAR(lost.variance, variance, 4.0 * variance_sd + 0.004 * variance);
}

TEST(Loss, WithoutChangesOnlyBackgroundIsLost) {
  const Scenario scenario = total_outages(tiny_time(7 * kDay, 28 * kDay, 7 * kDay), 0.02, {1.0, 1.0});
  for (const Outcome& outcome : run_policy(scenario, 0, 20)) {
    const auto background = static_cast<std::size_t>(Channel::background);
    EXPECT_EQ(outcome.loss.by_channel[background], outcome[Metric::lost_orders_gross]);
    EXPECT_GT(outcome[Metric::lost_orders_gross], 0.0);
    EXPECT_EQ(outcome[Metric::lost_orders_submitted], 0.0);
    EXPECT_EQ(outcome[Metric::changes_submitted], 0.0);
  }
}

TEST(Loss, WithoutDefectsOrBackgroundNothingIsLost) {
  Scenario scenario = tiny_scenario(tiny_graph(2), tiny_time(7 * kDay, 28 * kDay, 7 * kDay), kOrders);
  add_defective_changes(scenario, 50.0);
  scenario.defects.beta = 0.0;
  for (const Outcome& outcome : run_policy(scenario, 0, 20)) {
    EXPECT_GT(outcome[Metric::changes_deployed], 0.0);
    for (const Metric metric : {Metric::lost_orders_gross, Metric::lost_orders_net, Metric::customer_errors,
                                Metric::outage_minutes, Metric::incidents_sev1, Metric::incidents_sev2,
                                Metric::incidents_sev3, Metric::changes_defective, Metric::changes_escaped}) {
      EXPECT_EQ(outcome[metric], 0.0);
    }
  }
}

// Z19: of the orders lost to an incident of D hours, 0.75 exp(-D / 12 h) come back.
TEST(Recapture, FollowsEachIncidentsDuration) {
  for (const double outage : {0.5, 6.0, 48.0}) {
    const Scenario scenario = total_outages(tiny_time(7 * kDay, 28 * kDay, 30 * kDay), 0.01, {outage, 0.0});
    for (const Outcome& outcome : run_policy(scenario, 0, 10)) {
      const double gross = outcome[Metric::lost_orders_gross];
      EXPECT_NEAR(outcome[Metric::lost_orders_net], gross * (1.0 - 0.75 * std::exp(-outage / 12.0)), 1e-6 * gross);
    }
  }
}

TEST(Recapture, NetIsNeverMoreThanGross) {
  const Scenario scenario = total_outages(tiny_time(7 * kDay, 28 * kDay, 7 * kDay), 0.1, {1.0, 2.0});
  for (const Outcome& outcome : run_policy(scenario, 0, 30)) {
    EXPECT_LE(outcome[Metric::lost_orders_net], outcome[Metric::lost_orders_gross]);
    EXPECT_GE(outcome[Metric::lost_orders_net], 0.25 * outcome[Metric::lost_orders_gross]);
  }
}

// A linear ramp from full to nothing costs half its length; errors are failed entry requests of all sessions.
TEST(Recovery, ARampCostsHalfItsLength) {
  Scenario scenario = total_outages(tiny_time(0, 300 * kDay, 30 * kDay), 0.0005, {2.0, 0.0});
  const auto lost_with_ramp = [&](double ramp) {
    scenario.response.mitigation.recovery_ramp_hours = ramp;
    verification::Recorder recorder;
    return verification::record(scenario, 0, recorder);
  };
  const Outcome sudden = lost_with_ramp(0.0);
  const Outcome ramped = lost_with_ramp(1.0);
  const double incidents = sudden[Metric::incidents_sev1];
  ASSERT_GT(incidents, 0.0);
  EXPECT_NEAR(sudden[Metric::lost_orders_gross], incidents * 2.0 * kOrders, 1.0);
  EXPECT_NEAR(ramped[Metric::lost_orders_gross], incidents * 2.5 * kOrders, 1.0);
  EXPECT_NEAR(sudden[Metric::customer_errors],
              sudden[Metric::lost_orders_gross] * scenario.economics.sessions_per_order, 1.0);
}

TEST(Outage, TotalOnesAreCutShort) {
  Scenario scenario = total_outages(tiny_time(0, 300 * kDay, 300 * kDay), 0.0005, {500.0, 0.0});
  scenario.response.mitigation.total_outage_cap_hours = 24.0;
  verification::Recorder recorder;
  (void)verification::record(scenario, 0, recorder);
  ASSERT_FALSE(recorder.ended.empty());
  for (const IncidentEnd& end : recorder.ended) EXPECT_NEAR(end.end_hours - end.begin_hours, 24.0, 1e-9);
}

TEST(Severity, FollowsTheIncidentsOwnPeakShare) {
  Scenario scenario = total_outages(tiny_time(7 * kDay, 90 * kDay, 30 * kDay), 0.02, {1.0, 0.0});
  scenario.background.magnitude.total_fraction = 0.3;
  verification::Recorder recorder;
  const Outcome outcome = verification::record(scenario, 0, recorder);
  double counted[4] = {0.0, 0.0, 0.0, 0.0};
  for (const IncidentEnd& end : recorder.ended) {
    const double peak = end.peak_failed_fraction;
    EXPECT_EQ(end.severity, peak >= 0.05 ? 1 : peak >= 0.01 ? 2 : 3);
    const bool in_horizon =
        end.begin_hours >= scenario.time.horizon_begin() && end.begin_hours < scenario.time.horizon_end();
    if (in_horizon) counted[end.severity] += 1.0;
  }
  EXPECT_EQ(outcome[Metric::incidents_sev1], counted[1]);
  EXPECT_EQ(outcome[Metric::incidents_sev2], counted[2]);
  EXPECT_EQ(outcome[Metric::incidents_sev3], counted[3]);
  for (const double count : {counted[1], counted[2], counted[3]}) EXPECT_GT(count, 0.0);
}

// A fault behind a hard call fails as many requests at the entry as at home; the entry's own faults are seen at home.
TEST(SeenElsewhere, WhereMoreRequestsFailAtTheEntryThanAnyway) {
  constexpr double kAnyway = 0.05;
  std::vector<Service> services(3);
  services[0].id = "entry";
  services[1].id = "behind";
  services[2].id = "apart";
  for (Service& service : services) service.baseline_error_fraction = kAnyway;
  Scenario scenario =
      tiny_scenario(ServiceGraph(services, {tiny_call(0, 1, 1.0)}), tiny_time(0, 90 * kDay, 0), kOrders);
  scenario.background.per_day = 4.0;
  scenario.background.magnitude.total_fraction = 0.2;
  verification::Recorder recorder;
  const Outcome outcome = verification::record(scenario, 0, recorder);
  double expected = 0.0;
  double at_home = 0.0;
  for (const verification::Recorder::Began& began : recorder.began) {
    const bool behind = began.incident.service == ServiceId{1} && began.incident.magnitude > kAnyway;
    (behind ? expected : at_home) += 1.0;
  }
  EXPECT_EQ(outcome[Metric::incidents_seen_elsewhere], expected);
  EXPECT_GT(expected, 20.0);
  EXPECT_GT(at_home, 20.0);
}

TEST(Weekends, CountIncidentsBegunInTheirHours) {
  Scenario scenario = total_outages(tiny_time(kDay, 90 * kDay, kDay), 0.02, {1.0, 0.0});
  const auto hours = static_cast<std::size_t>(scenario.time.end());
  for (std::size_t hour = 0; hour < hours; ++hour) scenario.time.weekend_hours.push_back(hour / 24 % 7 >= 5);
  verification::Recorder recorder;
  const Outcome outcome = verification::record(scenario, 0, recorder);
  double expected = 0.0;
  for (const IncidentEnd& end : recorder.ended) {
    const bool in_horizon =
        end.begin_hours >= scenario.time.horizon_begin() && end.begin_hours < scenario.time.horizon_end();
    if (in_horizon && std::fmod(end.begin_hours / kDay, 7.0) >= 5.0) expected += 1.0;
  }
  EXPECT_EQ(outcome[Metric::incidents_weekend], expected);
  EXPECT_GT(expected, 0.0);
}

// An incident that nobody has noticed when the run ends is booked with its own cause, and a fault that has not begun is
// not mistaken for it.
TEST(Incidents, StillOpenAtTheEndAreBookedOnce) {
  Scenario scenario = tiny_scenario(tiny_graph(2), tiny_time(0, 10 * kDay, 0), kOrders, 1e6);
  add_defective_changes(scenario, 5.0);
  scenario.defects.activation.immediate_fraction = 0.0;  // hours to months: many never begin
  scenario.defects.activation.delayed_fraction = 0.0;
  for (std::uint32_t replication = 0; replication < 20; ++replication) {
    verification::Recorder recorder;
    const Outcome outcome = verification::record(scenario, 0, recorder, replication);
    ASSERT_EQ(recorder.ended.size(), recorder.began.size());
    double gross = 0.0;
    for (std::size_t i = 0; i < recorder.ended.size(); ++i) {
      EXPECT_EQ(recorder.ended[i].begin_hours, recorder.began[i].time_hours);
      gross += recorder.ended[i].lost_orders_gross;
    }
    EXPECT_NEAR(outcome[Metric::lost_orders_gross], gross, 1e-9 * gross);
  }
}

}  // namespace
}  // namespace faultline
