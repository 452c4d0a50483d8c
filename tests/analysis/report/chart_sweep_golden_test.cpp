// Charts of sweeps against pictures that were looked at. `script/golden --update` writes them anew.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <pugixml.hpp>
#include <string>

#include "analysis/report/chart_design.h"
#include "analysis/report/chart_dots.h"
#include "analysis/report/chart_heatmap.h"
#include "tests/support/hostile_names.h"

namespace faultline::report {
namespace {

void expect_as_agreed(const std::string& name, const std::string& svg) {
  const auto path = std::filesystem::path(FAULTLINE_SOURCE_DIR) / "tests/data/golden/charts" / (name + ".svg");
  if (std::getenv("FAULTLINE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << svg;
  }
  std::ifstream file(path, std::ios::binary);
  const std::string golden((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(svg, golden) << "differs from " << path << "; `script/golden --update` accepts the new picture";
}

std::string description_of(const std::string& svg) {
  pugi::xml_document document;
  const auto result = document.load_string(svg.c_str(), pugi::parse_full);
  EXPECT_TRUE(result) << result.description();
  EXPECT_STRNE(document.child("svg").child("title").text().get(), "");
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_EQ(svg.find("inf\""), std::string::npos);
  return document.child("svg").child("desc").text().get();
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

stats::Estimate estimate(double value, double low, double high) {
  stats::Estimate made;
  made.value = value;
  made.standard_error = (high - low) / 4;
  made.interval = stats::Interval{low, high};
  return made;
}

DotChart dot_example() {
  stats::Estimate bare;
  bare.value = 0.3;
  return {"velocity carries most, total index 0.62",
          "Sobol indices of first order and total.",
          "share of the variance over the ranges",
          {"S1, first order", "ST, total"},
          {{"velocity", {estimate(0.5, 0.42, 0.58), estimate(0.62, 0.55, 0.7)}},
           {"/policies/0/phases/0/gates/1/duration/median_hours", {estimate(-0.02, -0.09, 0.05), bare}},
           {"/policies/1/phases/0/gates/1/duration/median_hours", {std::nullopt, estimate(0.1, 0.02, 0.19)}},
           {"(does nothing)", {estimate(0.01, -0.05, 0.06), estimate(0.0, -0.07, 0.06)}}},
          DotZone{{-0.07, 0.06}, "total index of a parameter that does nothing, 95 %"},
          {"Bars: 95 % by resampling rows and groups of quarters."}};
}

TEST(ChartSweepGolden, DotsLooksAsAgreed) {
  const std::string svg = dot_chart(dot_example());
  EXPECT_TRUE(holds(description_of(svg), "velocity: S1, first order 0.500 (0.420 to 0.580), ST, total 0.620 (0.550"));
  expect_as_agreed("dots", svg);
}

TEST(ChartSweepGolden, DotsTakeAnyNameAndNoRow) {
  DotChart chart = dot_example();
  chart.rows.clear();
  for (const std::string& name : test::hostile_names()) {
    chart.rows.push_back({name, {estimate(0.1, 0, 0.2), std::nullopt}});
  }
  (void)description_of(dot_chart(chart));
  chart.rows.clear();
  chart.zone.reset();
  (void)description_of(dot_chart(chart));
}

TEST(DistinctLabels, KeepTheEndOfAPointerAndTellEqualOnesApart) {
  const auto labels = distinct_labels({"velocity", "/policies/0/phases/0/gates/1/duration/median_hours",
                                       "/policies/1/phases/0/gates/1/duration/median_hours"},
                                      24);
  EXPECT_EQ(labels[0], "velocity");
  EXPECT_EQ(labels[1], "2: \u2026/duration/median_ho\u2026");
  EXPECT_EQ(labels[2], "3: \u2026/duration/median_ho\u2026");
  EXPECT_EQ(distinct_labels({"/defects/beta"}, 24)[0], "/defects/beta");
}

DesignChart design_example() {
  DesignChart chart{"32 points over 3 parameters", "Made up.", {}, {"Histograms: points in ten equal strips."}};
  chart.axes = {{"velocity", 0.5, 8, ScaleKind::kLogarithmic},
                {"demand", 0.5, 2, ScaleKind::kLinear},
                {"/defects/beta", 0.001, 0.006, ScaleKind::kLinear}};
  for (int i = 0; i < 32; ++i) {
    chart.axes[0].values.push_back(0.5 * std::pow(2, i / 8.0));
    chart.axes[1].values.push_back(0.5 + 1.5 * ((i * 7) % 32) / 31.0);
    chart.axes[2].values.push_back(0.001 + 0.005 * ((i * 11) % 32) / 31.0);
  }
  return chart;
}

TEST(ChartSweepGolden, DesignLooksAsAgreed) {
  const std::string svg = design_chart(design_example());
  EXPECT_TRUE(holds(description_of(svg), "32 points, 3 of 3 inputs drawn. velocity: 0.5 to 8."));
  expect_as_agreed("design", svg);
}

TEST(ChartSweepGolden, DesignTakesOneInputManyAndAnyName) {
  DesignChart chart = design_example();
  chart.axes.resize(1);
  (void)description_of(design_chart(chart));
  for (const std::string& name : test::hostile_names()) {
    chart.axes.push_back({name, 1, 1, ScaleKind::kLinear, chart.axes[0].values});
  }
  EXPECT_TRUE(holds(description_of(design_chart(chart)), "6 of 19 inputs drawn"));
}

TEST(MarginalCounts, FollowTheScaleOfTheAxis) {
  DesignAxis axis{"x", 1, 1024, ScaleKind::kLogarithmic, {1, 1.9, 2.1, 1000, 1024}};
  for (int i = 1; i <= 20; ++i) {
    axis.values.push_back(32 + 0.1 * i);
  }
  const std::vector<std::size_t> counts = marginal_counts(axis);
  ASSERT_EQ(counts.size(), kMarginalBins);
  EXPECT_EQ(counts[0], 2U);
  EXPECT_EQ(counts[1], 1U);
  EXPECT_EQ(counts[5], 20U);
  EXPECT_EQ(counts[9], 2U);
}

TEST(MarginalCounts, OfALevelEachWhereThereAreFew) {
  DesignAxis axis{"x", 0, 7, ScaleKind::kLinear, {}};
  for (int i = 0; i < 24; ++i) {
    axis.values.push_back(i % 8);
  }
  EXPECT_EQ(marginal_counts(axis), std::vector<std::size_t>(8, 3));
}

Heatmap difference_example() {
  Heatmap chart;
  chart.title = "layered-safeguards less baseline: loses less in 50 of 80 cells, more in 10, undecided in 20";
  chart.x = {"velocity", {}, ScaleKind::kLogarithmic};
  chart.y = {"review-capacity", {}, ScaleKind::kLinear};
  for (int i = 0; i < 10; ++i) {
    chart.x.levels.push_back(std::pow(10, i / 9.0));
  }
  for (int i = 0; i < 8; ++i) {
    chart.y.levels.push_back(0.5 + 0.5 * i);
  }
  for (const double y : chart.y.levels) {
    for (const double x : chart.x.levels) {
      const double value = 300 * (y - x / 2) * std::abs(y - x / 2);
      chart.cells.push_back({value, std::abs(value) < 30});
    }
  }
  chart.value_label = "lost orders: layered-safeguards less baseline";
  chart.diverging = true;
  chart.shared = stats::Interval{-6000, 6000};
  chart.open_means = "the interval includes 0";
  return chart;
}

TEST(ChartSweepGolden, DifferencesLooksAsAgreed) {
  const std::string svg = heatmap(difference_example());
  EXPECT_TRUE(holds(svg, ">2,000 to 6,000</text>"));
  EXPECT_TRUE(holds(svg, ">-6,000 to -2,000</text>"));
  EXPECT_TRUE(holds(svg, ">the interval</text>") || holds(svg, ">the interval includes</text>"));
  (void)description_of(svg);
  expect_as_agreed("heatmap_differences", svg);
}

// A value belongs to the shade whose ends the legend names, and 0 to the palest red.
TEST(Heatmap, ShadesOfDifferencesFollowTheirLegend) {
  Heatmap chart = difference_example();
  chart.x.levels = {1, 2, 3, 4};
  chart.y.levels = {1};
  chart.cells = {{-5000, false}, {-100, false}, {0, false}, {700, false}};
  const std::string svg = heatmap(chart);
  const auto first_cells = svg.substr(svg.find("</style>"));
  const std::size_t deep_blue = first_cells.find("#2166ac");
  const std::size_t pale_blue = first_cells.find("#d1e5f0");
  const std::size_t pale_red = first_cells.find("#fddbc7");
  const std::size_t red = first_cells.find("#d6604d");
  EXPECT_LT(deep_blue, pale_blue);
  EXPECT_LT(pale_blue, pale_red);
  EXPECT_LT(pale_red, red) << "700 lies between 6000/9 and 2000";
}

// A short logarithmic axis holds too few of 1, 2 and 5 to be read by.
TEST(Heatmap, ShortLogarithmicAxesAreMarkedByDoubling) {
  Heatmap chart = difference_example();
  chart.x.levels = {0.5, 0.71, 1, 1.41, 2, 2.83, 4};
  chart.y.levels = {1};
  chart.cells.assign(7, {1, false});
  const std::string svg = heatmap(chart);
  for (const char* tick : {">0.5</text>", ">1</text>", ">2</text>", ">4</text>"}) {
    EXPECT_TRUE(holds(svg, tick)) << tick;
  }
  EXPECT_FALSE(holds(svg, ">5</text>"));
  EXPECT_FALSE(holds(svg, ">8</text>")) << "beyond the last cell";
}

// Two maps on one scale: the same value has the same shade, whatever else is in its map.
TEST(Heatmap, SharesItsScale) {
  Heatmap chart = difference_example();
  chart.diverging = false;
  chart.x.levels = {1, 2};
  chart.y.levels = {1};
  chart.shared = stats::Interval{0, 80};
  chart.cells = {{1, false}, {5, false}};
  const std::string svg = heatmap(chart);
  EXPECT_TRUE(holds(svg, ">70 to 80</text>"));
  const auto cells = svg.substr(svg.find("</style>"));
  EXPECT_LT(cells.find("#fde725"), cells.find("#440154"))
      << "both in the palest shade; the darkest is in the legend alone";
}

}  // namespace
}  // namespace faultline::report
