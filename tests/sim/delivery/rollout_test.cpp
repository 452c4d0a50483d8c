// Exposure plans are exact arithmetic: no false alarms.
#include "sim/delivery/rollout.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace faultline {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

Gate rollout_gate(std::vector<RolloutStage> stages) {
  Gate gate;
  gate.kind = GateKind::rollout;
  gate.id = "rollout";
  gate.stages = std::move(stages);
  return gate;
}

/// 9 to 17 on each of ten days.
Calendar office() {
  std::vector<OpenInterval> open;
  for (int day = 0; day < 10; ++day) open.push_back({24.0 * day + 9.0, 24.0 * day + 17.0});
  return Calendar(open, 240.0);
}

void expect_plan(const ExposurePlan& plan, const std::vector<double>& begins, const std::vector<double>& fractions) {
  ASSERT_EQ(plan.steps, begins.size());
  for (std::size_t step = 0; step < plan.steps; ++step) {
    EXPECT_DOUBLE_EQ(plan.begin_hours[step], begins[step]) << "step " << step;
    EXPECT_DOUBLE_EQ(plan.fraction[step], fractions[step]) << "step " << step;
  }
}

TEST(Rollout, AtOnceIsFullFromTheStart) {
  const ExposurePlan plan = exposed_at_once(5.0);
  expect_plan(plan, {5.0}, {1.0});
  EXPECT_EQ(plan.full_from(), 5.0);
  EXPECT_EQ(plan.fraction_at(4.999), 0.0);
  EXPECT_EQ(plan.fraction_at(5.0), 1.0);
  EXPECT_DOUBLE_EQ(plan.time_of_exposure(3.0), 8.0);
}

TEST(Rollout, StagesFollowEachOtherWhenPromotionIsAlwaysOpen) {
  const Gate gate = rollout_gate({{0.01, 0.5}, {0.10, 1.0}, {0.50, 2.0}});
  expect_plan(plan_rollout(gate, Calendar::always(), 100.0), {100.0, 100.5, 101.5, 103.5}, {0.01, 0.10, 0.50, 1.0});
}

TEST(Rollout, WithoutStagesEverythingIsExposedWhenPromotionOpens) {
  expect_plan(plan_rollout(rollout_gate({}), office(), 3.0), {9.0}, {1.0});
}

TEST(Rollout, EveryStageWaitsForThePromotionCalendar) {
  const Gate gate = rollout_gate({{0.01, 0.5}, {0.10, 1.0}, {0.50, 10.0}});
  // Begins at 9:00, is at 10 % at 9:30 and at half at 10:30; baked at 20:30, but promoted only the next morning.
  expect_plan(plan_rollout(gate, office(), 3.0), {9.0, 9.5, 10.5, 33.0}, {0.01, 0.10, 0.50, 1.0});
  // Submitted in the evening: a bake may go on overnight.
  expect_plan(plan_rollout(gate, office(), 16.75), {16.75, 33.0, 34.0, 57.0}, {0.01, 0.10, 0.50, 1.0});
}

TEST(Rollout, PromotionAtTheInstantOfClosingWaits) {
  const Gate gate = rollout_gate({{0.5, 1.0}});
  expect_plan(plan_rollout(gate, office(), 16.0), {16.0, 33.0}, {0.5, 1.0});
}

TEST(Rollout, NeverBeginsWhenPromotionNeverOpens) {
  const Gate gate = rollout_gate({{0.1, 1.0}, {0.5, 1.0}});
  const ExposurePlan plan = plan_rollout(gate, Calendar({}, 240.0), 3.0);
  expect_plan(plan, {kNever, kNever, kNever}, {0.1, 0.5, 1.0});
  EXPECT_EQ(plan.first_exposure(), kNever);
  EXPECT_EQ(plan.fraction_at(1e9), 0.0);
}

TEST(Rollout, StopsWhereThePromotionCalendarEnds) {
  const Gate gate = rollout_gate({{0.1, 4.0}, {0.5, 4.0}});
  const ExposurePlan plan = plan_rollout(gate, office(), 9.0 * 24.0 + 10.0);
  expect_plan(plan, {226.0, 230.0, kNever}, {0.1, 0.5, 1.0});
  EXPECT_EQ(plan.full_from(), kNever);
  EXPECT_EQ(plan.fraction_at(1e9), 0.5);
  // The exposure integral goes on at one half for ever.
  EXPECT_DOUBLE_EQ(plan.time_of_exposure(0.1 * 4.0 + 0.5 * 6.0), 236.0);
}

TEST(Rollout, TimeOfExposureInvertsTheIntegral) {
  const Gate gate = rollout_gate({{0.01, 0.5}, {0.10, 1.0}, {0.50, 10.0}});
  const ExposurePlan plan = plan_rollout(gate, office(), 3.0);
  const auto integral = [&](double until) {
    double sum = 0.0;
    for (std::size_t step = 0; step < plan.steps; ++step) {
      const double end = step + 1 < plan.steps ? plan.begin_hours[step + 1] : kNever;
      sum += plan.fraction[step] * std::max(0.0, std::min(until, end) - plan.begin_hours[step]);
    }
    return sum;
  };
  EXPECT_DOUBLE_EQ(plan.time_of_exposure(0.0), 9.0);
  for (double hours = 0.001; hours < 40.0; hours *= 1.3) {
    EXPECT_NEAR(integral(plan.time_of_exposure(hours)), hours, 1e-12 * (1.0 + hours));
  }
}

TEST(Rollout, FractionFollowsTheSteps) {
  const ExposurePlan plan = plan_rollout(rollout_gate({{0.01, 0.5}, {0.10, 1.0}}), Calendar::always(), 2.0);
  EXPECT_EQ(plan.fraction_at(1.9), 0.0);
  EXPECT_EQ(plan.fraction_at(2.0), 0.01);
  EXPECT_EQ(plan.fraction_at(2.5), 0.10);
  EXPECT_EQ(plan.fraction_at(3.49), 0.10);
  EXPECT_EQ(plan.fraction_at(3.5), 1.0);
}

TEST(Rollout, HoldsAsManyStagesAsAPlanHasRoomFor) {
  const std::vector<RolloutStage> stages(kMaxRolloutStages, {0.5, 1.0});
  const ExposurePlan plan = plan_rollout(rollout_gate(stages), Calendar::always(), 0.0);
  EXPECT_EQ(plan.steps, kMaxRolloutStages + 1);
  EXPECT_DOUBLE_EQ(plan.full_from(), static_cast<double>(kMaxRolloutStages));
}

}  // namespace
}  // namespace faultline
