// The front, a tornado and the charts of one sheet against the pictures that were agreed.
#include <gtest/gtest.h>

#include <string>

#include "analysis/report/chart_csv.h"
#include "analysis/report/chart_frontier.h"
#include "analysis/report/chart_tornado.h"
#include "analysis/report/chart_waterfall.h"
#include "tests/analysis/report/golden.h"

namespace faultline::report {
namespace {

stats::Estimate figure(double value, double half) {
  stats::Estimate estimate;
  estimate.value = value;
  estimate.interval = stats::Interval{value - half, value + half};
  return estimate;
}

FrontierChart front(ChartSize size) {
  return {.title = "On the front of lead time against lost orders: two-person-review, layered-safeguards",
          .description = "Lower left is better.",
          .x_label = "median lead time, hours",
          .y_label = "lost orders",
          .points = {{"baseline", 0, figure(4.4, 0.2), figure(1'090'000, 160'000), true},
                     {"two-person-review", 1, figure(5.6, 0.3), figure(1'030'000, 160'000), true},
                     {"controlled-friction", 2, figure(21, 1), figure(1'041'000, 160'000), false},
                     {"layered-safeguards", 3, figure(93, 4), figure(624'000, 123'000), true}},
          .notes = {"Intervals: simulation error, 95 % each. Hollow: dominated."},
          .size = size};
}

TornadoChart tornado(ChartSize size) {
  return {.title = "Orders that layered-safeguards saves hang most on demand",
          .description = "As the scenario stands: 6,000.",
          .x_label = "fewer lost orders a quarter",
          .base = 6'000,
          .flip = 0.0,
          .flip_label = "choice changes",
          .rows = {{"demand", "measured", {"0.5", figure(2'900, 300)}, {"2", figure(12'100, 900)}},
                   {"/defects/beta", "assumed", {"0.001", figure(2'500, 400)}, {"0.004", figure(9'300, 700)}},
                   {"velocity", "", {"0.5", figure(7'000, 800)}, {"2", figure(-500, 900)}}},
          .notes = {"Each input moved alone between its ends, pale at its low end."},
          .size = size};
}

TEST(ChartFrontGolden, FrontLooksAsAgreed) {
  test::expect_golden("front", frontier_chart(front(ChartSize::wide)));
  test::expect_golden("front_narrow", frontier_chart(front(ChartSize::narrow)));
}

TEST(ChartFront, ItsAxisBeginsAtZeroWhereNothingCanBeNegative) {
  FrontierChart chart = front(ChartSize::wide);
  for (FrontierPoint& point : chart.points) {
    point.loss = figure(0.05, 0.12);  // the interval of a mean of few losses reaches below
  }
  const std::string svg = frontier_chart(chart);
  EXPECT_EQ(svg.find(">-0.05</text>"), std::string::npos);
  EXPECT_NE(svg.find(">0.05</text>"), std::string::npos);
  chart.points[0].loss = figure(-0.05, 0.01);
  EXPECT_NE(frontier_chart(chart).find(">-0.05</text>"), std::string::npos);
}

TEST(ChartFrontGolden, TornadoLooksAsAgreed) {
  test::expect_golden("tornado", tornado_chart(tornado(ChartSize::wide)));
  test::expect_golden("tornado_narrow", tornado_chart(tornado(ChartSize::narrow)));
}

// The rest of a sum that should be 0 has digits that mean nothing and no room.
TEST(WaterfallChart, SaysOfRoundingErrorsThatTheyAreAboutNothing) {
  const WaterfallChart chart{
      .title = "a",
      .description = "",
      .x_label = "orders",
      .policy = 1,
      .steps = {{"caught", figure(0.0094, 0.02), false}, {"interaction", figure(6e-7, 2e-6), false}},
      .total = {"all together", figure(0.0094, 0.02), false},
      .notes = {}};
  const std::string svg = waterfall_chart(chart);
  EXPECT_NE(svg.find("interaction: about 0, not settled."), std::string::npos) << svg;
  EXPECT_NE(svg.find(">about 0</text>"), std::string::npos);
  EXPECT_EQ(svg.find("0.0000"), std::string::npos);
}

TEST(ChartCsv, OfAFrontAndATornadoHoldsTheirFigures) {
  const std::string points = chart_csv(front(ChartSize::wide));
  EXPECT_NE(points.find("\"controlled-friction\",21,20,22,1041000,881000,1201000,0\n"), std::string::npos) << points;
  const std::string ends = chart_csv(tornado(ChartSize::wide));
  EXPECT_NE(ends.find("\"demand\",\"measured\",high,\"2\",12100,11200,13000\n"), std::string::npos) << ends;
}

}  // namespace
}  // namespace faultline::report
