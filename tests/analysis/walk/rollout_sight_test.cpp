#include "analysis/walk/rollout_sight.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/response/detection.h"
#include "tests/support/scenario_builder.h"
#include "tests/support/tiny_scenario.h"

namespace faultline {
namespace {

Scenario scenario() {
  Scenario made = support::tiny_scenario(support::tiny_graph(1), support::tiny_time(0, 28 * 24, 0), 1e4);
  made.response.detection.monitor_interval_hours = 0.1;
  return made;
}

Gate staged() {
  Gate rollout = support::make_gate(GateKind::rollout, "rollout");
  rollout.stages = {{0.01, 0.5}, {0.5, 1.0}};
  rollout.calendar = CalendarId{0};
  return rollout;
}

WalkedChange change() {
  WalkedChange made;
  made.service = ServiceId{0};
  return made;
}

TEST(RolloutSight, NoticesWhatItsInformationAllows) {
  const Scenario made = scenario();
  const ServiceFacts facts(made);
  const RolloutSight sight = rollout_sight(made, facts, staged(), change(), 1.0, {{0.0, 1.0}});
  ASSERT_EQ(sight.stages.size(), 2U);
  const double needed = std::pow(3.5 + 1.28, 2);
  const double requests = facts.requests_per_order[0] * 1e4;
  const double p0 = made.graph.service(ServiceId{0}).baseline_error_fraction;
  const double first = sight.stages[0].smallest_noticed.value_or(0.0);
  EXPECT_NEAR(0.5 * requests * information_per_request(0.01, first, p0), needed, 1e-6 * needed);
  const double second = sight.stages[1].smallest_noticed.value_or(0.0);
  EXPECT_NEAR(requests * (0.5 * information_per_request(0.01, second, p0) + information_per_request(0.5, second, p0)),
              needed, 1e-6 * needed)
      << "information is carried over";
  EXPECT_LT(second, first);
}

// Total faults that wake at once and that metrics show: all are stopped, or their visible share.
TEST(RolloutSight, StopsWhatItCanSee) {
  Scenario made = scenario();
  made.defects.magnitude.total_fraction = 1.0;
  made.defects.activation.immediate_fraction = 1.0;
  made.defects.activation.immediate_mean_hours = 1e-6;
  made.defects.activation.by_exposure_fraction = 0.0;
  const ServiceFacts facts(made);
  EXPECT_EQ(rollout_sight(made, facts, staged(), change(), 1.0, {{0.0, 1.0}}).stopped_fraction, 1.0);
  const RolloutSight some = rollout_sight(made, facts, staged(), change(), 0.6, {{0.0, 1.0}});
  EXPECT_NEAR(some.stopped_fraction, 0.6, 4.0 * std::sqrt(0.24 / 10'000));
  made.defects.activation.immediate_mean_hours = 1e6;
  EXPECT_LT(rollout_sight(made, facts, staged(), change(), 1.0, {{0.0, 1.0}}).stopped_fraction, 0.01) << "asleep";
}

TEST(RolloutSight, WithoutComparisonSeesNothing) {
  const Scenario made = scenario();
  Gate blind = staged();
  blind.detects = false;
  const RolloutSight sight = rollout_sight(made, ServiceFacts(made), blind, change(), 0.6, {{0.0, 1.0}});
  EXPECT_EQ(sight.stopped_fraction, 0.0);
  EXPECT_FALSE(sight.stages[1].smallest_noticed.has_value());
}

}  // namespace
}  // namespace faultline
