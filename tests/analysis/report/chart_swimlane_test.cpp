// One incident as lanes.
#include "analysis/report/chart_swimlane.h"

#include <gtest/gtest.h>

#include "tests/analysis/report/golden.h"
#include "tests/support/hostile_names.h"

namespace faultline::report {
namespace {

using test::expect_golden;
using test::parsed;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

SwimlaneChart example() {
  SwimlaneChart chart;
  chart.title = "baseline, p95: a fault in pricing (config), found by the order rate after 20 min, lost 1,240 orders";
  chart.description = "Services that see errors, from the beginning of the incident to its end.";
  const std::vector<LaneSpan> spans{
      {LaneState::affected, 0, 1.0 / 3}, {LaneState::being_mitigated, 1.0 / 3, 1.8}, {LaneState::recovering, 1.8, 2.1}};
  chart.lanes = {{"pricing", "100 % fail", spans, true},
                 {"cart", "64 % fail", spans},
                 {"a-service-with-a-name-longer-than-its-lane", "12 % fail", spans}};
  chart.moments = {{1.0 / 3, "found by the order rate"}, {0.5, "cause known"}, {1.8, "mitigated"}};
  chart.rates = {{0, 4}, {0.5, 9}, {1, 14}, {1.8, 7}, {1.95, 2}, {2.1, 0}};
  chart.rate_label = "lost orders/min";
  chart.end_hours = 2.1;
  chart.latent_hours = 24 * 61;
  chart.notes = {"4 more services see errors."};
  return chart;
}

TEST(Swimlane, LooksAsAgreed) {
  const std::string svg = swimlane_chart(example());
  const auto document = parsed(svg);
  EXPECT_TRUE(contains(document.child("svg").child("desc").text().get(), "cart: 64 % fail"));
  EXPECT_TRUE(contains(document.child("svg").child("desc").text().get(), "mitigated, 1.8 h after it began"));
  EXPECT_TRUE(contains(svg, ">61 d before</text>"));
  EXPECT_TRUE(contains(svg, ">min since it began to do harm</text>"));
  expect_golden("swimlane", svg);
}

TEST(Swimlane, WithoutAShippedChangeOrLossesIsStillAPicture) {
  SwimlaneChart chart = example();
  chart.latent_hours.reset();
  chart.rates.clear();
  chart.moments.clear();
  const std::string svg = swimlane_chart(chart);
  parsed(svg);
  EXPECT_FALSE(contains(svg, "shipped, latent"));
}

TEST(Swimlane, AnyNameIsText) {
  SwimlaneChart chart = example();
  chart.lanes.clear();
  for (const std::string& name : test::hostile_names()) {
    chart.lanes.push_back({name, name, {{LaneState::affected, 0, 2.1}}});
    chart.moments.push_back({1, name});
  }
  const std::string svg = swimlane_chart(chart);
  parsed(svg);
  EXPECT_FALSE(contains(svg, "<script"));
}

TEST(Swimlane, UnitsSuitTheSpan) {
  EXPECT_EQ(unit_for(0.2).name, "min");
  EXPECT_EQ(unit_for(30).name, "h");
  EXPECT_EQ(unit_for(200).name, "d");
}

}  // namespace
}  // namespace faultline::report
