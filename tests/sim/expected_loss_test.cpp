// Durations that are stretched on purpose: whatever the proposal, weighted by their ratios they are of their law.
#include "sim/expected_loss.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

#include "models/core/elementary.h"
#include "tests/support/scenario_builder.h"

namespace faultline {
namespace {

constexpr std::uint32_t kCandidates = 4;  // every kind of search with every kind of repair
constexpr std::uint32_t kFaults = 20000;

struct Sum {
  double sum = 0.0;
  double squares = 0.0;
  std::uint32_t n = 0;
  void add(double value) {
    sum += value;
    squares += value * value;
    ++n;
  }
  [[nodiscard]] double mean() const { return sum / n; }
  [[nodiscard]] double error() const { return std::sqrt((squares / n - mean() * mean()) / n); }
};

// The chance of more than the duration that comes once in `once_in`: by ratios, and how often it was drawn.
template <class Draw>
void expect_law(const LognormalHours& law, double once_in, const Draw& draw) {
  const double hours = law.median_hours * std::exp(-law.log_sd * elementary::normal_quantile(1.0 / once_in));
  Sum ratios;
  Sum beyond;
  std::uint32_t drawn = 0;
  for (std::uint32_t fault = 0; fault < kFaults; ++fault) {
    // Candidates of one fault are halves of one mixture, so that their mean is what has the law's mean.
    double ratio = 0.0;
    double longer = 0.0;
    for (std::uint32_t number = 0; number < kCandidates; ++number) {
      const ExpectedLoss::Stretched duration = draw(FaultKey{fault, 1}, number);
      ratio += duration.ratio / kCandidates;
      longer += duration.hours > hours ? duration.ratio / kCandidates : 0.0;
      drawn += duration.hours > hours ? 1 : 0;
    }
    ratios.add(ratio);
    beyond.add(longer);
  }
  EXPECT_NEAR(ratios.mean(), 1.0, 4.0 * ratios.error());
  EXPECT_NEAR(beyond.mean(), 1.0 / once_in, 4.0 * beyond.error()) << "once in " << once_in;
  EXPECT_GT(drawn, 10.0 * kFaults * kCandidates / once_in) << "long ones are not drawn oftener than they come";
}

class StretchedDurations : public ::testing::Test {
 protected:
  const Scenario scenario_ = support::make_scenario();
  const ExpectedLoss expected_{scenario_, 5, kCandidates};
};

TEST_F(StretchedDurations, SearchesAreOfTheirLaw) {
  for (const double once_in : {1e3, 1e5}) {
    expect_law(scenario_.response.diagnosis.time, once_in, [&](FaultKey key, std::uint32_t number) {
      return expected_.search(expected_.luck(0, number), key, number);
    });
  }
}

TEST_F(StretchedDurations, SoAreRepairsByHand) {
  const MitigationModel& mitigation = scenario_.response.mitigation;
  for (const bool damaged : {false, true}) {
    FaultAttributes attributes;
    attributes.data_damage = damaged;
    attributes.rollbackable = false;
    for (const double once_in : {1e3, 1e5}) {
      expect_law(damaged ? mitigation.unwind_data : mitigation.fix_forward, once_in,
                 [&](FaultKey key, std::uint32_t number) {
                   return expected_.repair(expected_.luck(0, number), attributes, 1.0, key, number);
                 });
    }
  }
}

TEST_F(StretchedDurations, RollbacksTakeTheirTimeAndCountOnce) {
  for (std::uint32_t number = 0; number < kCandidates; ++number) {
    const auto repair = expected_.repair(expected_.luck(0, number), FaultAttributes{}, 2.0, FaultKey{1, 1}, number);
    EXPECT_EQ(repair.hours, scenario_.response.mitigation.rollback_hours);
    EXPECT_EQ(repair.ratio, 1.0);
  }
}

TEST_F(StretchedDurations, SlowWritesLengthenRepairsByHand) {
  FaultAttributes attributes;
  attributes.rollbackable = false;
  const KeyedDraws luck = expected_.luck(0, 3);
  const auto plain = expected_.repair(luck, attributes, 1.0, FaultKey{7, 1}, 3);
  const auto slow = expected_.repair(luck, attributes, 2.0, FaultKey{7, 1}, 3);
  EXPECT_DOUBLE_EQ(slow.hours, 2.0 * plain.hours);
  EXPECT_EQ(slow.ratio, plain.ratio);
}

}  // namespace
}  // namespace faultline
