// A fault's loss alone: what other outages lose anyway is left out of it.
#include "sim/lone_loss.h"

#include <gtest/gtest.h>

#include <span>
#include <vector>

#include "sim/blast/loss_table.h"
#include "tests/support/tiny_scenario.h"

namespace faultline {
namespace {

constexpr double kBegin = 100.0;
constexpr double kOrdersPerHour = 1000.0;
constexpr double kOutage = 5.0;  // hours from detection

// One service that fails every order in full, or half of them.
class LoneCourses : public ::testing::Test {
 protected:
  [[nodiscard]] LoneCourse course(double magnitude, std::span<const Outage> outages = {}) {
    fault_.plan = exposed_at_once(kBegin);
    fault_.key = {1, 1};
    fault_.service = ServiceId{0};
    fault_.begin_hours = kBegin;
    fault_.outages = outages;
    FaultAttributes attributes;
    attributes.magnitude = magnitude;
    return {scenario_, facts_, board_, fault_, attributes, 0.0};
  }
  [[nodiscard]] double lost(double magnitude, std::vector<Outage> outages = {}) {
    return course(magnitude, outages).loss(0.0, kOutage).gross;
  }

  const Scenario scenario_ =
      support::tiny_scenario(support::tiny_graph(1), support::tiny_time(24.0, 2000.0, 24.0), kOrdersPerHour, kOutage);
  const ServiceFacts facts_{scenario_};
  const LossTable losses_{scenario_.graph, scenario_.journeys, 64, 1};
  const IncidentBoard board_{scenario_, losses_};
  LoneFault fault_;
};

TEST_F(LoneCourses, AnOutageElsewhenChangesNothing) {
  const double alone = lost(1.0);
  EXPECT_NEAR(alone, kOrdersPerHour * kOutage, 0.05 * alone);
  EXPECT_EQ(lost(1.0, {{10.0, kBegin, 1.0}, {kBegin + 50.0, kBegin + 60.0, 1.0}}), alone);
}

TEST_F(LoneCourses, WhatIsLostAnywayIsNotLostAgain) {
  const double alone = lost(1.0);
  EXPECT_NEAR(lost(1.0, {{kBegin, kBegin + 2.0, 0.75}}), alone - 0.75 * 2.0 * kOrdersPerHour, 1e-6 * alone);
  EXPECT_NEAR(lost(0.5, {{kBegin, kBegin + 2.0, 0.75}}), 0.5 * (alone - 0.75 * 2.0 * kOrdersPerHour), 0.05 * alone);
  EXPECT_EQ(lost(1.0, {{0.0, 1000.0, 1.0}}), 0.0);
}

TEST_F(LoneCourses, TwoOutagesAtOnceLeaveNoLessThanNothing) {
  EXPECT_EQ(lost(1.0, {{0.0, 1000.0, 0.8}, {0.0, 1000.0, 0.8}}), 0.0);
}

TEST_F(LoneCourses, AnOutageIsWhatTheFaultLoses) {
  const Outage outage = course(1.0).outage(0.0, kOutage);
  EXPECT_EQ(outage.begin_hours, kBegin);
  EXPECT_NEAR(outage.end_hours, kBegin + kOutage, 0.2);
  EXPECT_DOUBLE_EQ(outage.lost_fraction, 1.0);
  EXPECT_EQ(course(0.0).outage(0.0, kOutage).lost_fraction, 0.0);
}

}  // namespace
}  // namespace faultline
