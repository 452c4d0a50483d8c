// The blast-radius map and the matrix that stands in for it.
#include "analysis/report/chart_graph_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>

#include "analysis/report/chart_matrix.h"
#include "analysis/report/graph_routes.h"
#include "models/io/scenario_json.h"
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

struct Circle {
  Point at;
  double reach;
};

// Lines of an SVG map that touch the disc of a service at neither of their ends, found from what is drawn alone.
std::size_t passes_behind_discs(const std::string& svg) {
  const auto document = parsed(svg);
  std::vector<Circle> discs;
  for (const auto& node : document.child("svg").children("circle")) {
    const std::string title = node.child("title").text().get();
    if (contains(title, "reached by")) {
      discs.push_back({{node.attribute("cx").as_double(), node.attribute("cy").as_double()},
                       node.attribute("r").as_double() + node.attribute("stroke-width").as_double(1) / 2});
    }
  }
  EXPECT_FALSE(discs.empty());
  std::size_t passes = 0;
  for (const auto& node : document.child("svg").children("path")) {
    const double half = node.attribute("stroke-width").as_double(1) / 2;
    std::string spaced;
    for (const char c : std::string_view(node.attribute("d").value())) {
      const bool letter = std::isalpha(static_cast<unsigned char>(c)) != 0;
      spaced.append(letter || c == '-' ? " " : "").append(1, c).append(letter ? " " : "");
    }
    std::istringstream words(spaced);
    std::vector<std::vector<Point>> lines;
    Point at{};
    for (char command = 0; words >> command;) {
      if (command == 'M') {
        words >> at.x >> at.y;
        lines.push_back({at});
        continue;
      }
      EXPECT_EQ(command, 'c');
      std::array<double, 6> by{};
      for (double& number : by) {
        words >> number;
      }
      for (int i = 1; i <= 200; ++i) {
        const double t = i / 200.0;
        const double a = 3 * (1 - t) * (1 - t) * t;
        const double b = 3 * (1 - t) * t * t;
        const double c = t * t * t;
        lines.back().push_back({at.x + a * by[0] + b * by[2] + c * by[4], at.y + a * by[1] + b * by[3] + c * by[5]});
      }
      at = {at.x + by[4], at.y + by[5]};
    }
    for (const std::vector<Point>& line : lines) {
      for (const Circle& disc : discs) {
        const auto near = [&disc](Point p, double reach) {
          return std::hypot(p.x - disc.at.x, p.y - disc.at.y) < reach;
        };
        passes += !near(line.front(), 1) && !near(line.back(), 1) &&
                          std::any_of(line.begin(), line.end(), [&](Point p) { return near(p, disc.reach + half); })
                      ? 1
                      : 0;
      }
    }
  }
  return passes;
}

TEST(GraphMap, APassIsSeenWhereThereIsOne) {
  GraphMap map = example();
  map.layout = layered_layout(map.nodes.size(), {});
  map.layout.places = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {3, 1}, {3, 2}, {3, 3}, {3, 4}};
  map.layout.heights = {1, 1, 1, 5};
  map.lines = {{{0, 2}, 0.4}};
  const std::string bent = graph_map(map);
  EXPECT_EQ(passes_behind_discs(bent), 0U);
  const std::size_t line = bent.find(" d=\"M");
  const std::string straight = " d=\"M62 174c0 0 0 0 300 0\"";
  std::string svg = bent;
  svg.replace(line, bent.find('"', line + 4) + 1 - line, straight);
  const std::size_t first = svg.find("<circle cx=\"62\" cy=\"");
  ASSERT_NE(first, std::string::npos);
  const std::string height = svg.substr(first + 20, svg.find('"', first + 20) - first - 20);
  svg.replace(svg.find("M62 174"), 7, "M62 " + height);
  EXPECT_GE(passes_behind_discs(svg), 1U);
}

TEST(GraphMap, NoLinePassesBehindAServiceThatItDoesNotConcern) {
  for (const std::string name : {"small-shop", "train-ticket", "online-boutique"}) {
    const ServiceGraph graph =
        load_scenario(std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios" / name / "scenario.json")
            .scenario.graph;
    for (const ChartSize size : {ChartSize::wide, ChartSize::narrow}) {
      GraphMap map = example();
      map.size = size;
      map.nodes.clear();
      map.lines.clear();
      std::vector<GraphEdge> calls;
      for (std::uint32_t s = 0; s < graph.services().size(); ++s) {
        map.nodes.push_back({graph.services()[s].id, 0.1, 0.1 * (s % 5)});
      }
      for (const Call& call : graph.calls()) {
        calls.emplace_back(call.caller.index(), call.callee.index());
        map.lines.push_back({calls.back(), 0.1 * static_cast<double>(calls.size() % 5)});
      }
      map.layout = layered_layout(map.nodes.size(), calls);
      EXPECT_EQ(passes_behind_discs(graph_map(map)), 0U) << name << (size == ChartSize::wide ? " wide" : " narrow");
    }
  }
}

TEST(BentRoute, IsStraightWhereNothingIsInTheWayAndTakesTheNearestGapOtherwise) {
  const Point from{0, 50};
  const Point to{200, 50};
  EXPECT_EQ(bent_route(from, to, {{{{100, 10}, 12}}}).size(), 2U);
  const std::vector<Point> bent = bent_route(from, to, {{{{100, 45}, 12}, {{100, 80}, 12}}});
  ASSERT_EQ(bent.size(), 3U);
  EXPECT_EQ(bent[1].x, 100);
  EXPECT_EQ(bent[1].y, 57) << "between the two";
  const std::vector<Point> round = bent_route(from, to, {{{{100, 45}, 12}, {{100, 65}, 12}}});
  ASSERT_EQ(round.size(), 3U);
  EXPECT_EQ(round[1].y, 33) << "they leave no gap: above the higher, which is nearer than below the lower";
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
