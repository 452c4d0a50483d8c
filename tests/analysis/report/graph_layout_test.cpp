// Layers of a graph: callers before those whom they call, whatever the cycles.
#include "analysis/report/graph_layout.h"

#include <gtest/gtest.h>

#include <set>

namespace faultline::report {
namespace {

TEST(LayeredLayout, CallersStandBeforeThoseWhomTheyCall) {
  const std::vector<GraphEdge> calls{{0, 1}, {0, 2}, {1, 3}, {2, 3}, {0, 3}};
  const GraphLayout layout = layered_layout(4, calls);
  for (const auto& [caller, callee] : calls) {
    EXPECT_LT(layout.places[caller].layer, layout.places[callee].layer);
  }
  EXPECT_EQ(layout.places[3].layer, 2U) << "behind the last of its callers";
  EXPECT_EQ(layout.heights, (std::vector<std::size_t>{1, 2, 1}));
}

TEST(LayeredLayout, ACycleIsTurnedRoundAtTheCallThatClosesIt) {
  const GraphLayout layout = layered_layout(4, {{0, 1}, {1, 2}, {2, 1}, {2, 3}, {3, 3}});
  EXPECT_EQ(layout.places[0].layer, 0U);
  EXPECT_EQ(layout.places[1].layer, 1U);
  EXPECT_EQ(layout.places[2].layer, 2U);
  EXPECT_EQ(layout.places[3].layer, 3U);
  const GraphLayout ring = layered_layout(3, {{0, 1}, {1, 2}, {2, 0}});
  EXPECT_EQ(ring.heights, (std::vector<std::size_t>{1, 1, 1})) << "nobody is an entry point: the first one is taken";
}

TEST(LayeredLayout, OrdersLayersSoThatFewCallsCross) {
  // As listed every pair crosses; turned round none does.
  const std::vector<GraphEdge> calls{{0, 5}, {1, 4}, {2, 3}};
  const GraphLayout layout = layered_layout(6, calls);
  EXPECT_EQ(crossings(layout, calls), 0U);
  EXPECT_EQ(layered_layout(6, {{0, 3}, {1, 4}, {2, 5}}).places[4].row, 1U) << "what is in order stays";
}

TEST(LayeredLayout, NobodySharesAPlace) {
  std::vector<GraphEdge> calls;
  for (std::uint32_t i = 0; i < 40; ++i) {
    calls.emplace_back(i, (7 * i + 3) % 40);
    calls.emplace_back(i, (11 * i + 5) % 40);
  }
  const GraphLayout layout = layered_layout(40, calls);
  std::set<std::pair<std::size_t, std::size_t>> taken;
  for (const GraphPlace& place : layout.places) {
    EXPECT_TRUE(taken.emplace(place.layer, place.row).second);
    EXPECT_LT(place.row, layout.heights[place.layer]);
  }
}

TEST(LayeredLayout, OfNothingIsNothing) {
  EXPECT_TRUE(layered_layout(0, {}).heights.empty());
  EXPECT_EQ(layered_layout(2, {}).heights, (std::vector<std::size_t>{2}));
}

}  // namespace
}  // namespace faultline::report
