#include "sim/waterfall.h"

#include <gtest/gtest.h>

#include <numeric>

namespace faultline {
namespace {

Fate lost(std::uint32_t key, double orders, double hours) { return {{key, 1}, true, false, false, 0, orders, hours}; }
Fate caught(std::uint32_t key, std::uint8_t gate) { return {{key, 1}, false, true, false, gate, 0.0, 0.0}; }

double total(const Waterfall& steps) {
  return steps.not_shipped + steps.contained + steps.recovered + steps.interaction +
         std::accumulate(steps.caught.begin(), steps.caught.end(), 0.0);
}

TEST(Waterfall, ADefectThatAGateCaughtCountsWholeForThatGate) {
  const Waterfall steps = waterfall({lost(1, 100.0, 2.0)}, {caught(1, 7)});
  EXPECT_EQ(steps.caught[7], 100.0);
  EXPECT_EQ(total(steps), 100.0);
  const Waterfall back = waterfall({caught(1, 7)}, {lost(1, 100.0, 2.0)});
  EXPECT_EQ(back.caught[7], -100.0);
}

TEST(Waterfall, WhatWasNotShippedIsNotCaught) {
  EXPECT_EQ(waterfall({lost(1, 100.0, 2.0)}, {}).not_shipped, 100.0);
  EXPECT_EQ(waterfall({}, {lost(1, 100.0, 2.0)}).not_shipped, -100.0);
  Fate reborn = lost(1, 100.0, 2.0);
  reborn.born_in_rework = true;
  EXPECT_EQ(waterfall({}, {reborn}).interaction, -100.0);
}

TEST(Waterfall, BreadthAndDurationShareWhatRemains) {
  // 50 an hour for 2 h against 20 an hour for 1 h: 30 x 1 contained, 1 x 20 recovered, 30 x 1 both at once.
  const Waterfall steps = waterfall({lost(1, 100.0, 2.0)}, {lost(1, 20.0, 1.0)});
  EXPECT_EQ(steps.contained, 30.0);
  EXPECT_EQ(steps.recovered, 20.0);
  EXPECT_EQ(steps.interaction, 30.0);
  EXPECT_EQ(total(steps), 80.0);
}

TEST(Waterfall, ARolloutThatStopsWhatTheOtherLetPassHasCaughtIt) {
  Fate canary = lost(1, 5.0, 0.5);
  canary.caught = true;
  canary.gate = 3;
  EXPECT_EQ(waterfall({lost(1, 100.0, 2.0)}, {canary}).caught[3], 95.0);
  EXPECT_EQ(waterfall({canary}, {canary}).caught[3], 0.0);
}

TEST(Waterfall, OrderingPutsKeysInOrderAndProductionFirst) {
  std::vector<Fate> fates{lost(5, 1.0, 1.0), caught(2, 1), lost(3, 2.0, 1.0)};
  order_fates(fates);
  ASSERT_EQ(fates.size(), 3U);
  EXPECT_EQ(fates[0].key.subject, 2U);
  EXPECT_EQ(fates[2].key.subject, 5U);
  EXPECT_EQ(total(waterfall(fates, fates)), 0.0);
}

}  // namespace
}  // namespace faultline
