// The blast-radius map and the matrix that stands in for it.
#include "analysis/report/chart_graph_map.h"

#include <gtest/gtest.h>

#include "analysis/report/chart_matrix.h"
#include "tests/analysis/report/golden.h"
#include "tests/support/hostile_names.h"

namespace faultline::report {
namespace {

using test::expect_golden;
using test::parsed;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

GraphMap example() {
  GraphMap map;
  map.title = "baseline: checkout sees errors in 42 % of incidents, more than any other service";
  map.description = "8 services and 10 calls; 300 incidents counted.";
  map.nodes = {
      {"web", 0.42, 0},       {"mobile-gateway", 0.35, 0.02},       {"checkout", 0.42, 0.3}, {"cart", 0.2, 0.1},
      {"search", 0.08, 0.05}, {"payments-of-many-kinds", 0.1, 0.4}, {"stock", 0.05, 0.13},   {"mail", 0, 0}};
  map.lines = {{{0, 2}, 0.4}, {{0, 3}, 0.15}, {{0, 4}, 0.05}, {{1, 2}, 0.3}, {{1, 4}, 0.02},
               {{2, 3}, 0.1}, {{2, 5}, 0.08}, {{3, 6}, 0.04}, {{2, 7}, 0},   {{6, 3}, 0.01}};
  std::vector<GraphEdge> calls;
  for (const MapLine& line : map.lines) {
    calls.push_back(line.call);
  }
  map.layout = layered_layout(map.nodes.size(), calls);
  map.most_reached = 0.5;
  map.most_started = 0.4;
  map.most_crossed = 0.4;
  map.notes = {"Calls run from left to right; those that run back are dashed."};
  return map;
}

TEST(GraphMap, LooksAsAgreed) {
  const std::string svg = graph_map(example());
  const auto document = parsed(svg);
  EXPECT_TRUE(contains(document.child("svg").child("desc").text().get(), "Most often reached: web 42\u00A0%"));
  EXPECT_TRUE(contains(svg, "checkout: reached by 42\u00A0%, origin of 30\u00A0%"));
  expect_golden("graph_map", svg);
}

TEST(GraphMap, NarrowOnesKeepThePlacesAndLeaveOutNames) {
  GraphMap map = example();
  map.size = ChartSize::narrow;
  const std::string svg = graph_map(map);
  parsed(svg);
  EXPECT_FALSE(contains(svg, "<text"));
  expect_golden("graph_map_narrow", svg);
}

TEST(GraphMap, AnyNameIsTextAndNoneNeedsACall) {
  GraphMap map;
  map.title = std::string("title");
  map.description = std::string("description");
  for (const std::string& name : test::hostile_names()) {
    map.nodes.push_back({name, 0.1, 0.1});
  }
  map.layout = layered_layout(map.nodes.size(), {});
  const std::string svg = graph_map(map);
  parsed(svg);
  EXPECT_FALSE(contains(svg, "<script"));
}

TEST(MatrixChart, LooksAsAgreed) {
  Matrix matrix;
  matrix.title = "baseline: faults of stock hit other services most often, 2.6 times a quarter";
  matrix.description = "Incidents a quarter by faulty service and by service that sees errors.";
  matrix.row_label = "faulty";
  matrix.column_label = "sees errors";
  matrix.value_label = "incidents a quarter";
  matrix.rows = {"stock (1)", "payments (1)", "a-service-with-a-long-name (3)"};
  matrix.columns = {"web (1)", "checkout (1)", "another-service-with-a-long-name (2)"};
  matrix.values = {1.4, 0.8, 0, 0.3, 0.9, 0.2, 0, 0, 0.4};
  matrix.row_totals = {2.6, 1.4, 0.4};
  matrix.column_totals = {1.9, 1.7, 0.6};
  matrix.notes = {"Totals are over all services, shown or not."};
  const std::string svg = matrix_chart(matrix);
  parsed(svg);
  expect_golden("matrix", svg);
  matrix.rows = matrix.columns = {"</script>", "<b>", "&"};
  parsed(matrix_chart(matrix));
}

}  // namespace
}  // namespace faultline::report
