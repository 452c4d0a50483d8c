// Charts of bars against pictures that were looked at.
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <string>

#include "analysis/report/chart_bar.h"
#include "analysis/report/chart_waterfall.h"
#include "tests/analysis/report/golden.h"

namespace faultline::report {
namespace {

using test::expect_golden;
using test::parsed;

BarChart bar_example() {
  return {"Configuration causes half of the lost orders",
          "Lost orders by origin.",
          "orders lost a quarter",
          {{"configuration", 1, 12345, stats::Interval{11000, 14000}},
           {"code", 2, 8000, std::nullopt},
           {"a service <with> a very long name indeed", 3, 2500.4, std::nullopt},
           {"background", 0, 0, std::nullopt}},
          {"Simulation error, 95 %."}};
}

TEST(BarChart, LooksAsAgreed) {
  const std::string svg = bar_chart(bar_example());
  parsed(svg);
  expect_golden("bars", svg);
}

TEST(BarChart, WithoutBarsIsStillAPicture) {
  BarChart chart = bar_example();
  chart.bars.clear();
  parsed(bar_chart(chart));
}

WaterfallBar bar_of(std::string label, double orders, double half, bool settled) {
  stats::Estimate estimate;
  estimate.value = orders;
  estimate.standard_error = half / 2.8;
  estimate.interval = stats::Interval{orders - half, orders + half};
  return {std::move(label), estimate, settled};
}

WaterfallChart waterfall_example() {
  return {"Over half of what controlled friction saves was stopped by closing the channel",
          "From the loss of baseline to that of controlled friction.",
          "orders saved a quarter against baseline",
          2,
          {bar_of("not shipped", 8000, 12000, false), bar_of("caught by channel-closing", 118000, 36000, true),
           bar_of("caught by a gate <with> a very long name", 41000, 15000, true),
           bar_of("caught by rules", -6000, 2500, true), bar_of("contained", 24000, 9000, true),
           bar_of("recovered sooner", 21000, 30000, false), bar_of("interaction", -4500, 7000, false)},
          bar_of("all together", 201500, 52000, true),
          {"Intervals: simulation error, 95 % for all steps of this policy at once. Hollow: costs orders. Pale or "
           "dashed: not settled."}};
}

TEST(WaterfallChart, LooksAsAgreed) {
  const std::string svg = waterfall_chart(waterfall_example());
  parsed(svg);
  expect_golden("waterfall", svg);
}

TEST(WaterfallChart, EachStepBeginsWhereTheLastOneEnds) {
  const auto document = parsed(waterfall_chart(waterfall_example()));
  double end = -1;
  std::size_t bars = 0;
  for (const pugi::xml_node path : document.child("svg").children("path")) {
    const std::string data = path.attribute("d").value();  // M start y h width ...
    const double start = std::stod(data.substr(1));
    if (++bars <= 7 && end >= 0) {
      EXPECT_NEAR(start, end, 0.011) << "bar " << bars;
    }
    end = start + std::stod(data.substr(data.find('h') + 1));
  }
  EXPECT_EQ(bars, 8U);
}

TEST(WaterfallChart, WithoutStepsOrIntervalsIsStillAPicture) {
  WaterfallChart chart = waterfall_example();
  chart.steps.clear();
  parsed(waterfall_chart(chart));
  chart.total.orders = {};
  EXPECT_NE(waterfall_chart(chart).find("no interval"), std::string::npos);
}

}  // namespace
}  // namespace faultline::report
