// Draws are known by the address of their sources, so nothing else may come to lie there.
#include "sim/replication_draws.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace faultline
