// How bad can a quarter get, where next to no quarter loses anything.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "analysis/report/chart_csv.h"
#include "analysis/report/comparison_charts.h"
#include "tests/analysis/made_comparison.h"
#include "tests/analysis/report/golden.h"

namespace faultline::report {
namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

bool has_note(const LineChart& chart, const std::string& part) {
  return std::any_of(chart.notes.begin(), chart.notes.end(),
                     [&part](const std::string& note) { return contains(note, part); });
}

// Of 200 quarters `losing[p]` lose under policy p, each another sum.
Comparison few_losses(const std::vector<std::size_t>& losing) {
  RunDescription run = test::made_run(200, false);
  run.policies.clear();
  run.cases.clear();
  for (std::size_t p = 0; p < losing.size(); ++p) {
    run.policies.push_back({p == 0 ? "baseline" : "policy-" + std::to_string(p), ""});
    run.cases.push_back({static_cast<std::uint32_t>(p), SecondReviewer::central});
  }
  std::vector<std::size_t> seen(losing.size());
  return test::compared(run, [losing, seen](Outcome& outcome, std::size_t c) mutable {
    const std::size_t quarter = seen[c]++;
    outcome[Metric::lost_orders_gross] = quarter < losing[c] ? 10.0 * static_cast<double>(quarter + 1) : 0.0;
  });
}

TEST(ExceedanceChart, SaysHowManyQuartersLostAnythingAndShowsEachOfFew) {
  const LineChart chart = exceedance_chart(few_losses({5, 4, 0}));
  EXPECT_TRUE(
      has_note(chart, "Quarters that lost anything, of 200: 5 under baseline, 4 under policy-1, 0 under policy-2."));
  EXPECT_TRUE(has_note(chart, "Hollow and dotted"));
  const std::vector<CurvePoint>& points = chart.curves[0].points;
  ASSERT_EQ(points.size(), 6U) << "the share that lost anything, and each loss";
  EXPECT_TRUE(std::all_of(points.begin(), points.end(), [](const CurvePoint& p) { return p.few && !p.band; }));
  EXPECT_DOUBLE_EQ(points[0].y, 0.025);
  EXPECT_DOUBLE_EQ(points[1].x, 10);
  EXPECT_DOUBLE_EQ(points[1].y, 0.025) << "5 of 200 lost as much";
  EXPECT_DOUBLE_EQ(points[5].x, 50);
  EXPECT_DOUBLE_EQ(points[5].y, 0.005);
  const std::string svg = line_chart(chart);
  EXPECT_TRUE(contains(svg, "stroke-dasharray=\"1 3\""));
  EXPECT_TRUE(contains(chart_csv(chart), "\"baseline\",50,0.005,,\n")) << chart_csv(chart);
}

TEST(ExceedanceChart, OfFewLossesLooksAsAgreed) {
  const std::string svg = line_chart(exceedance_chart(few_losses({5, 4, 0})));
  test::parsed(svg);
  test::expect_golden("few-losses", svg);
}

TEST(ExceedanceChart, OfManyLossesStopsAtTheTenthLargest) {
  const LineChart chart = exceedance_chart(few_losses({150, 15}));
  EXPECT_FALSE(chart.curves[0].points.back().few);
  EXPECT_DOUBLE_EQ(chart.curves[0].points.back().y, 10.0 / 200);
  EXPECT_TRUE(chart.curves[1].points.back().few) << "15 make no curve: each is shown";
  EXPECT_FALSE(chart.curves[1].points.front().few) << "that 15 of 200 lose anything rests on more than 10";
  EXPECT_TRUE(has_note(chart, "of 200: 150 under baseline, 15 under policy-1."));
  const LineChart all = exceedance_chart(few_losses({200, 200}));
  EXPECT_FALSE(has_note(all, "lost anything")) << "each does";
  EXPECT_FALSE(has_note(all, "Hollow"));
  EXPECT_FALSE(has_note(exceedance_chart(few_losses({0, 0})), "lost anything")) << "said by the plot itself";
}

TEST(ExceedanceChart, ItsTitleNamesEveryPolicyOfItsClaim) {
  EXPECT_EQ(exceedance_chart(few_losses({5, 4, 4})).title,
            "At least nine quarters in ten lose nothing under baseline, policy-1 and policy-2");
  EXPECT_EQ(exceedance_chart(few_losses({5, 4, 4, 3})).title,
            "At least nine quarters in ten lose nothing under all 4 policies");
  EXPECT_EQ(exceedance_chart(few_losses({0, 0})).title, "No quarter loses anything under baseline and policy-1");
  EXPECT_EQ(
      exceedance_chart(few_losses({100, 4, 3})).title,
      "One quarter in ten loses more than 800 orders under baseline; under policy-1 and policy-2 at least nine in "
      "ten lose nothing");
}

}  // namespace
}  // namespace faultline::report
