#include "cli/graphviz_layout.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace faultline::cli {
namespace {

using report::GraphLayout;

TEST(LayoutOfPlain, MakesLayersOfColumnsAndRowsFromTheTop) {
  const GraphLayout layout = layout_of_plain(
      "graph 1 4.5 3\n"
      "node n0 0.5 1.5 1 1 \"\" solid circle black lightgrey\n"
      "node n1 2 0.5 1 1 \"\" solid circle black lightgrey\n"
      "node n2 2 2.5 1 1 \"\" solid circle black lightgrey\n"
      "edge n0 n1 4 0.9 1.2 1.1 1 1.3 0.9 1.6 0.7 solid black\n"
      "stop\n",
      3);
  ASSERT_EQ(layout.heights, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(layout.places[0].layer, 0U);
  EXPECT_EQ(layout.places[1].layer, 1U);
  EXPECT_EQ(layout.places[1].row, 1U) << "y rises in Graphviz";
  EXPECT_EQ(layout.places[2].row, 0U);
}

TEST(LayoutOfPlain, TakesNothingElse) {
  for (const char* plain : {"", "stop\n", "node n0 1 1\n", "node n0 1 1\nnode n0 2 1\n", "node n0 1 1\nnode n9 2 1\n",
                            "node n0 1 1\nnode n-1 2 1\n", "node n0 1 one\nnode n1 2 1\n", "node \"\" 1 1\n"}) {
    EXPECT_TRUE(layout_of_plain(plain, 2).heights.empty()) << plain;
  }
}

TEST(GraphvizLayout, DrawsCallersBeforeThoseWhomTheyCall) {
  const auto layout = graphviz_layout(5, {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 4}, {4, 1}}, false);
  ASSERT_TRUE(std::holds_alternative<GraphLayout>(layout)) << std::get<std::string>(layout);
  const auto& places = std::get<GraphLayout>(layout).places;
  EXPECT_EQ(places[0].layer, 0U);
  EXPECT_LT(places[1].layer, places[3].layer);
  EXPECT_LT(places[2].layer, places[3].layer);
  EXPECT_LT(places[3].layer, places[4].layer) << "the call back from 4 to 1 closes the cycle";
}

}  // namespace
}  // namespace faultline::cli
