#include "sim/loss_tilt.h"

#include <gtest/gtest.h>

namespace faultline {
namespace {

TEST(LossTilt, WithoutStepsNothingIsTilted) {
  const LossTilt tilt;
  EXPECT_EQ(tilt.factor(0.0), 1.0);
  EXPECT_EQ(tilt.factor(1e12), 1.0);
}

TEST(LossTilt, AStepHoldsFromItsOrdersOn) {
  const LossTilt tilt({{10.0, 2.0}, {100.0, 5.0}});
  EXPECT_EQ(tilt.factor(9.9), 1.0);
  EXPECT_EQ(tilt.factor(10.0), 2.0);
  EXPECT_EQ(tilt.factor(99.0), 2.0);
  EXPECT_EQ(tilt.factor(100.0), 5.0);
  EXPECT_EQ(tilt.factor(1e9), 5.0);
}

TEST(LossTilt, TheOddsOfAChannelAreRaisedAsItsFaultsAre) {
  EXPECT_EQ(LossTilt().out_of_band_chance(0.05), 0.05);
  const LossTilt tilt({{10.0, 2.0}}, {0.5, 2.0});
  const double chance = tilt.out_of_band_chance(0.2);
  EXPECT_NEAR(chance / (1.0 - chance), 0.2 / 0.8 * 3.0 / 1.5, 1e-15);
  EXPECT_EQ(tilt.out_of_band_chance(0.0), 0.0);
  EXPECT_EQ(tilt.out_of_band_chance(1.0), 1.0);
}

}  // namespace
}  // namespace faultline
