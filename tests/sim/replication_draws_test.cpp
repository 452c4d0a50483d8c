// Draws are known by the address of their sources, so nothing else may come to lie there.
#include "sim/replication_draws.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "tests/support/scenario_builder.h"

namespace faultline {
namespace {

TEST(ReplicationDraws, KeepTheirSourcesUntilTheyDrawFromOthers) {
  const Scenario scenario = support::make_scenario();
  auto first = std::make_shared<const DrawSources>(scenario);
  const std::weak_ptr<const DrawSources> watched = first;
  ReplicationDraws draws;
  (void)draws.of(first, 1, 0);
  first.reset();
  EXPECT_FALSE(watched.expired()) << "other sources could take the address and would be taken for these";
  (void)draws.of(std::make_shared<const DrawSources>(scenario), 1, 0);
  EXPECT_TRUE(watched.expired());
}

TEST(DrawStore, WhatIsKeptIsWhatWouldBeDrawn) {
  const Scenario scenario = support::make_scenario();
  const auto sources = std::make_shared<const DrawSources>(scenario);
  DrawStore store(std::size_t{1} << 30U);
  ReplicationDraws plain;
  for (int pass = 0; pass < 2; ++pass) {  // drawn by the first, found by the second
    ReplicationDraws with_store(&store);
    for (const std::uint32_t replication : {0U, 3U}) {
      const SharedDraws one = plain.of(sources, 7, replication);
      const SharedDraws other = with_store.of(sources, 7, replication);
      ASSERT_EQ(one.table.size(), other.table.size());
      for (std::size_t i = 0; i < one.table.size(); ++i) {
        ASSERT_EQ(one.table[i].ordinal, other.table[i].ordinal);
        ASSERT_EQ(one.table[i].submitted_hours, other.table[i].submitted_hours);
      }
      ASSERT_EQ(one.background.size(), other.background.size());
      EXPECT_TRUE(std::ranges::equal(one.durations, other.durations));
    }
    EXPECT_EQ(store.kept(), 2U);
  }
}

TEST(DrawStore, KeepsNoMoreThanItIsGranted) {
  const Scenario scenario = support::make_scenario();
  const auto sources = std::make_shared<const DrawSources>(scenario);
  DrawStore none(0);
  ReplicationDraws draws(&none);
  EXPECT_FALSE(draws.of(sources, 7, 0).table.empty());
  EXPECT_EQ(none.kept(), 0U);
}

TEST(DrawStore, OtherSourcesOrAnotherSeedDropWhatIsKept) {
  const Scenario scenario = support::make_scenario();
  const auto sources = std::make_shared<const DrawSources>(scenario);
  DrawStore store(std::size_t{1} << 30U);
  ReplicationDraws draws(&store);
  (void)draws.of(sources, 7, 0);
  (void)draws.of(sources, 7, 1);
  EXPECT_EQ(store.kept(), 2U);
  (void)draws.of(sources, 8, 0);
  EXPECT_EQ(store.kept(), 1U);
  (void)draws.of(std::make_shared<const DrawSources>(scenario), 8, 0);
  EXPECT_EQ(store.kept(), 1U);
  EXPECT_EQ(store.find(sources, 8, 0), nullptr);
}

}  // namespace
}  // namespace faultline
