// Charts against pictures that were looked at. `script/golden --update` writes them anew, to be looked at again.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>

#include "analysis/report/chart_csv.h"
#include "analysis/report/chart_files.h"
#include "analysis/report/chart_interval.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/comparison_charts.h"
#include "tests/analysis/made_comparison.h"
#include "tests/analysis/report/golden.h"
#include "tests/support/hostile_names.h"

namespace faultline::report {
namespace {

using test::expect_golden;
using test::parsed;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

LineChart exceedance_example() {
  LineChart chart{"Controlled friction halves the chance of losing more than 5,000 orders",
                  "Chance that a quarter loses more than a given number of orders.",
                  "orders lost in the quarter",
                  "chance of a larger loss (AEP)",
                  ScaleKind::kLogarithmic,
                  ScaleKind::kLogarithmic,
                  {},
                  CurveLimit{5000, "budget 5,000"},
                  {"Bands: simulation error, 95 % at each point. Overlap does not mean no difference."}};
  const auto curve = [](std::string name, std::size_t policy, double scale) {
    Curve result{std::move(name), policy, {{0, 0.9, stats::Interval{0.88, 0.92}}}, true, ""};
    for (double x = 20; x < 20000; x *= 1.5) {
      const double p = 0.9 / (1 + x * x / scale);
      if (p > 0.0025) {
        result.points.push_back({x, p, stats::Interval{p * 0.8, p * 1.2}});
      }
    }
    return result;
  };
  chart.curves.push_back(curve("baseline", 0, 2e6));
  chart.curves.push_back(curve("two-person review", 1, 1.6e6));
  chart.curves.push_back(curve("controlled friction", 2, 4e5));
  chart.curves.push_back(
      {"nothing <ships> & nothing breaks", 3, {{0, 0, std::nullopt}}, false, "lost nothing in 4,000 quarters"});
  return chart;
}

TEST(LineChart, LooksAsAgreed) {
  const std::string svg = line_chart(exceedance_example());
  parsed(svg);
  expect_golden("exceedance", svg);
}

// What reports draw from a comparison of so many policies, the last of which loses nothing in any quarter.
Comparison comparison_of(std::size_t policies) {
  RunDescription run = test::made_run(60, false);
  run.policies.clear();
  run.cases.clear();
  for (std::size_t p = 0; p < policies; ++p) {
    run.policies.push_back(
        {p == 0 ? "baseline" : "a policy with a long name that says what it is, number " + std::to_string(p), ""});
    run.cases.push_back({static_cast<std::uint32_t>(p), SecondReviewer::central});
  }
  return test::compared(run, [policies](Outcome& outcome, std::size_t c) {
    const bool lossless = c > 0 && c + 1 == policies;
    const double factor = lossless ? 0 : 1 - 0.1 * static_cast<double>(c);
    outcome[Metric::lost_orders_gross] *= factor;
  });
}

TEST(ComparisonCharts, OfSixPoliciesWithLongNamesLooksAsAgreed) {
  const Comparison comparison = comparison_of(6);
  for (const ChartFile& chart : chart_files(comparison)) {
    parsed(chart.svg);
    if (chart.name == "exceedance" || chart.name == "paired-differences" || chart.name == "backlog") {
      expect_golden("six-policies-" + chart.name, chart.svg);
    }
  }
}

TEST(ComparisonCharts, OfOnePolicyLooksAsAgreed) {
  const std::vector<ChartFile> charts = chart_files(comparison_of(1));
  ASSERT_EQ(charts.size(), 3U) << "nothing to compare it with";
  for (const ChartFile& chart : charts) {
    parsed(chart.svg);
    expect_golden("one-policy-" + chart.name, chart.svg);
  }
}

TEST(ComparisonCharts, FileNamesAreSafeForAnyPolicy) {
  for (const std::string& name : test::hostile_names()) {
    RunDescription run = test::made_run(20);
    run.policies[1].id = name;
    for (const ChartFile& chart : chart_files(test::compared(run))) {
      parsed(chart.svg);
      EXPECT_EQ(chart.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos) << chart.name;
    }
  }
}

TEST(LineChart, APolicyWithoutLossIsNamedBelow) {
  EXPECT_TRUE(
      contains(line_chart(exceedance_example()), ">nothing &lt;ships&gt; &amp; nothing breaks: lost nothing in 4,000"));
}

TEST(LineChart, WithoutAnyCurveItSaysWhy) {
  LineChart chart = exceedance_example();
  for (Curve& curve : chart.curves) {
    curve.points.clear();
    curve.when_empty = "lost nothing";
  }
  EXPECT_TRUE(contains(line_chart(chart), ">all lost nothing</text>"));
  EXPECT_FALSE(contains(line_chart(exceedance_example()), ">all lost nothing"));
}

TEST(ComparisonCharts, NineQuartersWithoutLossAreNoTenthWithMore) {
  Comparison comparison = test::compared(test::made_run(20));
  for (PolicyResult& policy : comparison.policies) {
    policy.p90.value = 0.0;
  }
  EXPECT_TRUE(exceedance_chart(comparison).title.starts_with("At least nine quarters in ten lose nothing under "));
  comparison.policies[0].p90.value = 120.0;
  EXPECT_TRUE(exceedance_chart(comparison).title.starts_with("One quarter in ten loses more than 120 orders under "));
}

TEST(ComparisonCharts, APolicyThatDeliversTooLittleHasItsReasonInTheChart) {
  const Comparison comparison = test::compared(test::made_run(40), [](Outcome& outcome, std::size_t c) {
    if (c % 2 == 1) {
      outcome[Metric::changes_undelivered_horizon] = 0.98 * outcome[Metric::changes_submitted];
    }
  });
  const IntervalChart chart = *differences_chart(comparison);
  const std::string svg = interval_chart(chart);
  EXPECT_TRUE(contains(svg, ">not settled: see below<")) << svg;
  EXPECT_TRUE(
      contains(svg, ">Not settled: controlled-friction and controlled-friction, low: leaves 98 % of its changes<"))
      << svg;
  EXPECT_TRUE(
      contains(chart_csv(chart), ",not settled,\"leaves 98 % of its changes undelivered at the horizon's end\"\n"));
  EXPECT_FALSE(contains(interval_chart(*differences_chart(test::compared(test::made_run(40)))), "see below"));
}

TEST(ComparisonCharts, TheBacklogsTitleIsOneFinding) {
  Comparison comparison = comparison_of(4);
  const auto title = [&comparison](std::optional<std::size_t> first, std::optional<std::size_t> second,
                                   std::optional<std::size_t> third) {
    comparison.policies[1].backlog.recovers_on_day = first;
    comparison.policies[2].backlog.recovers_on_day = second;
    comparison.policies[3].backlog.recovers_on_day = third;
    return backlog_chart(comparison)->title;
  };
  comparison.policies[2].id = "freeze";
  EXPECT_EQ(title(61, 104, 1), "By day 104 all backlogs are back at that of baseline");
  EXPECT_EQ(title(1, 1, 1), "No policy\u2019s backlog leaves that of baseline");
  EXPECT_EQ(title(61, std::nullopt, 1), "The backlog of freeze is not settled to return to that of baseline");
  EXPECT_EQ(title(std::nullopt, std::nullopt, 1), "Of 3 backlogs 2 are not settled to return to that of baseline");
}

TEST(LineChart, TheDescriptionHoldsTheNumbers) {
  const auto document = parsed(line_chart(exceedance_example()));
  const std::string description = document.child("svg").child("desc").text().get();
  EXPECT_TRUE(contains(description, "baseline: 0.9 at 0, 0.00"));
}

TEST(LineChart, NamesKeepClearOfEachOther) {
  LineChart chart = exceedance_example();
  for (std::size_t policy = 3; policy < 12; ++policy) {
    Curve same = chart.curves[0];
    same.policy = policy;
    same.name = "copy " + std::to_string(policy);
    chart.curves.push_back(same);
  }
  const auto document = parsed(line_chart(chart));
  double previous = -100;
  std::size_t names = 0;
  for (const pugi::xpath_node& found : document.select_nodes("//text")) {
    const pugi::xml_node text = found.node();
    if (text.attribute("x").as_double() == 472) {
      const double y = text.attribute("y").as_double();
      EXPECT_GE(y - previous, 12);
      previous = y;
      ++names;
    }
  }
  EXPECT_EQ(names, 12U);
}

LineChart variants_example() {
  LineChart chart{.title = "Undelivered share: cliff from double to tenfold under baseline",
                  .description = "",
                  .x_label = "variant",
                  .y_label = "%",
                  .x_scale = ScaleKind::kLinear,
                  .y_scale = ScaleKind::kLinear,
                  .curves = {},
                  .limit = std::nullopt,
                  .notes = {"Bands: simulation error, 95 % for each point."},
                  .x_names = {"as it is", "double", "a name <far> too long for its place", "tenfold"},
                  .marks_points = true,
                  .y_from_zero = true};
  chart.curves.push_back({"baseline",
                          0,
                          {{1, 6, stats::Interval{5, 7}}, {2, 8, stats::Interval{7, 9}}, {4, 31, std::nullopt}},
                          false,
                          ""});
  chart.curves.push_back({"two-person review",
                          1,
                          {{1, 7, std::nullopt}, {2, 9, std::nullopt}, {3, 20, std::nullopt}, {4, 30, std::nullopt}},
                          false,
                          ""});
  return chart;
}

TEST(LineChart, OfVariantsLooksAsAgreed) {
  const std::string svg = line_chart(variants_example());
  parsed(svg);
  expect_golden("variants", svg);
}

TEST(LineChart, OfManyVariantsNamesAsManyAsThereIsRoomFor) {
  LineChart chart = variants_example();
  chart.x_names.assign(64, "v");
  const std::string svg = line_chart(chart);
  parsed(svg);
  std::size_t names = 0;
  for (std::size_t at = svg.find(">v</text>"); at != std::string::npos; at = svg.find(">v</text>", at + 1)) {
    ++names;
  }
  EXPECT_GT(names, 3U);
  EXPECT_LT(names, 20U);
}

TEST(LineChart, NothingToDrawIsStillAPicture) {
  LineChart chart = exceedance_example();
  chart.curves.clear();
  chart.limit.reset();
  parsed(line_chart(chart));
  chart.curves.push_back({"empty", 1, {}, true, ""});
  EXPECT_TRUE(contains(line_chart(chart), "empty: nothing to draw."));
}

IntervalRow row(std::string label, std::size_t policy, double value, std::optional<stats::Interval> interval,
                stats::Verdict verdict) {
  stats::Estimate saving;
  saving.value = value;
  saving.interval = interval;
  if (interval) {
    saving.standard_error = (interval->high - interval->low) / 4;
  }
  return {std::move(label), policy, saving, verdict};
}

IntervalChart interval_example() {
  return {"Controlled friction saves about 1,060 orders a quarter",
          "Saving against the baseline.",
          "orders saved a quarter against baseline (right is better)",
          100,
          {row("controlled friction", 2, 1061, stats::Interval{777, 1344}, stats::Verdict::kSettledBetter),
           row("two-person review", 1, 170, stats::Interval{-40, 380}, stats::Verdict::kNotSettled),
           row("change board <weekly>", 3, -400, stats::Interval{-640, -160}, stats::Verdict::kSettledWorse),
           row("renamed baseline", 4, 0, stats::Interval{0, 0}, stats::Verdict::kNoDifferenceThatMatters),
           row("a policy with a very long name that needs more than two lines to be told", 5, 250, std::nullopt,
               stats::Verdict::kNotSettled)},
          {"Simulation error, simultaneous 95 % over all pairs. Shaded: differences that do not matter."}};
}

TEST(IntervalChart, LooksAsAgreed) {
  const std::string svg = interval_chart(interval_example());
  parsed(svg);
  expect_golden("paired-differences", svg);
}

TEST(IntervalChart, VerdictsAndMissingIntervalsAreWords) {
  const std::string svg = interval_chart(interval_example());
  for (const char* words :
       {"settled better", "settled worse", "not settled", "no difference that matters", "250, no interval"}) {
    EXPECT_TRUE(contains(svg, words)) << words;
  }
}

TEST(IntervalChart, WithoutRowsIsStillAPicture) {
  IntervalChart chart = interval_example();
  chart.rows.clear();
  chart.smallest_that_matters = 0;
  parsed(interval_chart(chart));
}

// 120 days: one backlog that goes up and down with the week, one that piles up and is worked off.
LineChart backlog_example() {
  LineChart chart{.title = "Under freeze 9,000 changes pile up; they are gone on day 104",
                  .description = "Changes on their way by day.",
                  .x_label = "day",
                  .y_label = "changes on their way",
                  .x_scale = ScaleKind::kLinear,
                  .y_scale = ScaleKind::kLinear,
                  .curves = {},
                  .limit = CurveLimit{90, "horizon ends"},
                  .notes = {"Band: one standard deviation of baseline's backlog between quarters, no error."},
                  .y_from_zero = true};
  Curve baseline{"baseline", 0, {}, false, ""};
  Curve freeze{"freeze", 4, {}, false, "", 104.0};
  for (int day = 1; day <= 120; ++day) {
    const double usual = 900 + 200 * (day % 7 < 5 ? 1 : -1);
    baseline.points.push_back({1.0 * day, usual, stats::Interval{usual - 150, usual + 150}});
    freeze.points.push_back(
        {1.0 * day, day < 90 ? usual + 90.0 * day : std::max(usual, 9000 - 600.0 * (day - 90)), {}});
  }
  chart.curves = {baseline, freeze};
  return chart;
}

TEST(LineChart, AMarkedPointStandsOnTheAxis) {
  const std::string svg = line_chart(backlog_example());
  parsed(svg);
  expect_golden("backlog", svg);
}

TEST(LineChart, AMarkThatIsNoPointIsLeftOut) {
  LineChart chart = backlog_example();
  chart.curves[1].marked = 103.5;
  parsed(line_chart(chart));
}

TEST(LineChart, SaysWhatBelongsToWhichPolicyAndHowToReadItsValues) {
  const auto document = parsed(line_chart(backlog_example()));
  const pugi::xml_node svg = document.child("svg");
  EXPECT_STREQ(svg.attribute("data-x").value(), "linear 0 150 66 442 day");
  const std::string y = svg.attribute("data-y").value();
  EXPECT_EQ(y.substr(0, 13), "linear 0 1000") << y;
  EXPECT_TRUE(contains(y, " changes on their way")) << y;
  std::map<std::string, std::size_t> parts;
  for (const pugi::xpath_node& found : document.select_nodes("//g")) {
    ++parts[found.node().attribute("data-policy").value()];
  }
  EXPECT_EQ(parts, (std::map<std::string, std::size_t>{{"0", 3}, {"4", 2}}))
      << "band, where there is one, curve and name";
  EXPECT_EQ(document.select_nodes("//g[@data-name='freeze']/path[@fill='none']").size(), 1U);
}

}  // namespace
}  // namespace faultline::report
