#include "analysis/walk/survival.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/tiny_scenario.h"

namespace faultline {
namespace {

Scenario scenario() { return support::tiny_scenario(support::tiny_graph(1), support::tiny_time(0, 168, 0), 1e6); }

constexpr auto kRules = static_cast<std::size_t>(DetectorClass::rules);
constexpr auto kAgent = static_cast<std::size_t>(DetectorClass::agent);
constexpr auto kTests = static_cast<std::size_t>(DetectorClass::tests);
constexpr auto kRuntime = static_cast<std::size_t>(DetectorClass::runtime);

/// A scenario in which rules, agents and tests can see everything, so that an effort of ln 2 finds the easier half.
Scenario all_seeing(double rules_agent, double rules_tests, double agent_tests) {
  Scenario made = scenario();
  for (auto& row : made.stealth.undetectable_fraction) row.fill(0.0);
  ClassMatrix& matrix = made.stealth.correlation;
  matrix[kRules][kAgent] = matrix[kAgent][kRules] = rules_agent;
  matrix[kRules][kTests] = matrix[kTests][kRules] = rules_tests;
  matrix[kAgent][kTests] = matrix[kTests][kAgent] = agent_tests;
  return made;
}

Efforts halves(bool rules, bool agent, bool tests) {
  Efforts efforts{};
  efforts[kRules] = rules ? std::log(2.0) : 0.0;
  efforts[kAgent] = agent ? std::log(2.0) : 0.0;
  efforts[kTests] = tests ? std::log(2.0) : 0.0;
  return efforts;
}

TEST(DefectSurvival, IndependentClassesMultiply) {
  const DefectSurvival survival(all_seeing(0, 0, 0), ChangeKind::code, 24.0, 0.5);
  EXPECT_EQ(survival.still_there({}), 1.0);
  EXPECT_NEAR(survival.still_there(halves(true, true, true)), 0.125, 1e-12);
}

// Sheppard: P(both normals above 0) = 1/4 + asin(rho) / 2 pi, and for three 1/8 + sum of asin / 4 pi.
TEST(DefectSurvival, TiedClassesFollowTheOrthants) {
  const double pi = std::acos(-1.0);
  for (const double rho : {-0.7, -0.2, 0.3, 0.6, 0.9}) {
    const DefectSurvival survival(all_seeing(rho, 0, 0), ChangeKind::code, 24.0, 0.5);
    EXPECT_NEAR(survival.still_there(halves(true, true, false)), 0.25 + std::asin(rho) / (2.0 * pi), 2e-4) << rho;
    EXPECT_NEAR(survival.still_there(halves(true, false, true)), 0.25, 1e-12) << "no tie between those two";
  }
  const DefectSurvival three(all_seeing(0.5, 0.2, -0.3), ChangeKind::code, 24.0, 0.5);
  EXPECT_NEAR(three.still_there(halves(true, true, true)),
              0.125 + (std::asin(0.5) + std::asin(0.2) + std::asin(-0.3)) / (4.0 * pi), 2e-4);
}

TEST(DefectSurvival, MoreEffortNeverFindsLess) {
  const DefectSurvival survival(all_seeing(0.5, 0.2, -0.3), ChangeKind::code, 24.0, 0.5);
  double before = 1.0;
  for (double effort = 0.1; effort < 3.0; effort += 0.1) {
    Efforts efforts = halves(true, false, true);
    efforts[kAgent] = effort;
    efforts[0] = effort;
    const double now = survival.still_there(efforts);
    EXPECT_LT(now, before);
    before = now;
  }
}

TEST(DefectSurvival, MetricsSeeTheirShareOfWhatIsLeft) {
  Scenario made = scenario();
  const DefectSurvival free(made, ChangeKind::code, 24.0, 0.5);
  Efforts tested{};
  tested[kTests] = 1.6;
  EXPECT_NEAR(free.visible_at_runtime(tested), 0.6, 1e-12);
  // What tests miss hides from metrics too when the two are tied.
  made.stealth.correlation[kTests][kRuntime] = made.stealth.correlation[kRuntime][kTests] = 0.6;
  const DefectSurvival tied(made, ChangeKind::code, 24.0, 0.5);
  EXPECT_LT(tied.visible_at_runtime(tested), 0.55);
  EXPECT_NEAR(tied.visible_at_runtime({}), 0.6, 1e-12);
}

TEST(DefectSurvival, LargeChangesTakeLongerAndHideMore) {
  const DefectSurvival small(scenario(), ChangeKind::code, 24.0, 0.5);
  const DefectSurvival large(scenario(), ChangeKind::code, 2000.0, 0.5);
  EXPECT_LT(small.review_hours(), large.review_hours());
  EXPECT_NEAR(large.review_hours(), 1.5, 1e-9) << "no review takes longer";
  EXPECT_GT(small.attentive_catch(), large.attentive_catch());
  Efforts one{};
  one[0] = 1.0;
  EXPECT_NEAR(small.still_there(one), 1.0 - small.attentive_catch(), 1e-12) << "whatever the second is worth";
}

TEST(DefectSurvival, NobodyFindsAnythingInNoTime) {
  Scenario made = scenario();
  made.organisation.review.base_work = {0.0, 0.0};
  const DefectSurvival survival(made, ChangeKind::code, 24.0, 0.5);
  Efforts one{};
  one[0] = 1.0;
  EXPECT_EQ(survival.still_there(one), 1.0);
}

}  // namespace
}  // namespace faultline
