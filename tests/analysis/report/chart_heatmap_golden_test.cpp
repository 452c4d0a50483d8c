// Heatmaps against pictures that were looked at. `script/golden --update` writes them anew, to be looked at again.
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <pugixml.hpp>
#include <string>

#include "analysis/report/chart_heatmap.h"
#include "tests/analysis/report/golden.h"

namespace faultline::report {
namespace {

using test::expect_golden;
using test::parsed;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Lead time that gives way above a line, on unequal grids.
Heatmap heatmap_example() {
  Heatmap chart{"Median lead time of baseline: cliff on 6 of 8 lines, at 1.5 to 6",
                "Median lead time under baseline.",
                {"velocity", {}, ScaleKind::kLogarithmic},
                {"review-capacity", {}, ScaleKind::kLinear},
                {},
                "median lead time, hours"};
  for (int i = 0; i < 12; ++i) {
    chart.x.levels.push_back(std::pow(10.0, i / 11.0));
  }
  for (int i = 0; i < 8; ++i) {
    chart.y.levels.push_back(0.5 + 0.5 * i);
  }
  for (const double y : chart.y.levels) {
    for (const double x : chart.x.levels) {
      chart.cells.push_back({4 + 20 / (1 + std::pow(1.5 * y / x, 8)), x > y && x < 2 * y});
    }
  }
  chart.cells[5].value.reset();
  chart.value_scale = ScaleKind::kLogarithmic;
  chart.open_means = "not settled";
  chart.lines = {{"review hours = demand", {{0.5, 0.25}, {1, 0.5}, {8, 4}, {10, 5}}, true},
                 {"cliff as velocity rises", {{1.5, 1}, {3, 2}, {6, 4}}, false}};
  chart.marked = Point{1, 1};
  chart.marked_means = "the scenario as it stands";
  chart.notes = {"8 quarters in each cell."};
  return chart;
}

TEST(ChartGolden, Heatmap) {
  const std::string svg = heatmap(heatmap_example());
  const pugi::xml_document document = parsed(svg);
  EXPECT_TRUE(contains(document.child("svg").child("desc").text().get(), "median lead time, hours: 4 to 24"));
  EXPECT_TRUE(contains(svg, ">not settled</text>"));
  EXPECT_TRUE(contains(svg, ">none</text>")) << "a cell without a value";
  expect_golden("heatmap", svg);
}

TEST(ChartGolden, HeatmapOfNames) {
  Heatmap chart = heatmap_example();
  chart.title = "layered-safeguards loses least in 40 of 96 cells, settled in 30";
  chart.names = {"baseline", "two-person-review", "layered-safeguards"};
  chart.value_label = "loses least";
  for (HeatCell& cell : chart.cells) {
    cell.value = cell.value ? std::optional(*cell.value > 20 ? 2.0 : *cell.value > 8 ? 1.0 : 0.0) : std::nullopt;
  }
  const std::string svg = heatmap(chart);
  EXPECT_TRUE(contains(parsed(svg).child("svg").child("desc").text().get(), "baseline: "));
  expect_golden("heatmap_names", svg);
}

TEST(ChartGolden, HeatmapOfOneCell) {
  Heatmap chart;
  chart.title = "One";
  chart.x = {"x", {2}, ScaleKind::kLinear};
  chart.y = {"y", {3}, ScaleKind::kLogarithmic};
  chart.cells = {{7, false}};
  chart.value_label = "figure";
  EXPECT_TRUE(contains(parsed(heatmap(chart)).child("svg").child("desc").text().get(), "figure: 7 to 7"));
}

}  // namespace
}  // namespace faultline::report
