// What the planner's page says beyond the comparison: status, policies in words, incidents, spread, warnings with help.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "analysis/report/page.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/shell_word.h"
#include "analysis/report/timeline_charts.h"
#include "analysis/report/told_chart_files.h"
#include "tests/analysis/made_comparison.h"
#include "tests/analysis/report/made_history.h"

namespace faultline::report {
namespace {

using test::compared;
using test::made_run;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
    ++n;
  }
  return n;
}

// One incident in the median quarter of the baseline; its worse quarters are one and the same and lost nothing.
ToldRun made_told() {
  SimulatedIncident incident;
  incident.replication = 7;
  incident.incident.number = 4;
  incident.incident.service = ServiceId{2};
  incident.incident.magnitude = 0.25;
  incident.phase_hours = {100.0, 101.0, 101.0, 102.0, 103.0, 103.5};
  incident.end = IncidentEnd{.begin_hours = 100,
                             .end_hours = 103.5,
                             .peak_failed_fraction = 0.1,
                             .severity = 2,
                             .lost_orders_gross = 70,
                             .lost_orders_net = 30,
                             .customer_errors = 900,
                             .detected_by = DetectedBy::monitor};
  ToldRun told;
  told.quarters = {{0, 0.5, 7, 90, 4},           {0, 0.95, 9, 0, std::nullopt}, {0, 0.99, 9, 0, std::nullopt},
                   {1, 0.5, 3, 0, std::nullopt}, {1, 0.95, 3, 0, std::nullopt}, {1, 0.99, 3, 0, std::nullopt}};
  told.timelines = {{incident, 50.0, {{ServiceId{2}, 0.25}, {ServiceId{0}, 0.05}}, 2, {{100, 0.5}, {103.5, 0}}}};
  told.blast.quarters = 10;
  told.blast.tiers = {"1", "1", "2"};
  told.blast.calls = {{0, 2, false}, {1, 2, false}};
  told.blast.policies.resize(2);
  told.blast.policies[0] = {4, {{{2, 2}, 3}, {{2, 0}, 2}, {{1, 1}, 1}}, {{1, 2}, {2, 2}}, {{{0, 2}, 2}}};
  return told;
}

// Losses start at each service, and lead times spread.
Comparison told_comparison() {
  return compared(made_run(40), [](Outcome& outcome, std::size_t run_case) {
    const double lost = outcome[Metric::lost_orders_gross];
    outcome.loss.by_service = {0.1 * lost, 0.05 * lost, 0.85 * lost};
    outcome.lead_time_hours = LogHistogram();
    for (int i = 1; i < 100; ++i) {
      outcome.lead_time_hours.add(run_case == 0 ? i / 10.0 : i);
    }
  });
}

TEST(PlannerPage, ShowsTimelinesWithTheirCommands) {
  const std::string page = report_page(compared(made_run(40)), {.told = made_told()});
  EXPECT_TRUE(contains(page,
                       "baseline, p50: a fault in search (logic), found by the monitor after 1 h, lost 70 of the "
                       "90 orders lost in the quarter"))
      << "the chart's title";
  EXPECT_TRUE(contains(page, "faultline replay made --policy baseline --replication 7 --seed 7 --trace trace.json"));
  EXPECT_TRUE(contains(page,
                       "where <code>made</code> is the scenario of this very run, with the same "
                       "<code>--set</code> values if it had any: SHA-256 <code>"));
  EXPECT_TRUE(contains(page, "baseline, p95 and p99: quarter 9 lost nothing, so there is no incident to draw."));
  EXPECT_EQ(count(page, "--replication 9 "), 1U) << "one quarter, told of once";
  EXPECT_TRUE(contains(page, "controlled-friction, p50 and p95 and p99: quarter 3 lost nothing"));
}

TEST(PlannerPage, ATimelineCountsTheServicesThatItLeavesOut) {
  ToldRun told = made_told();
  told.timelines[0].reached_in_all = 3;
  EXPECT_TRUE(contains(report_page(compared(made_run(40)), {.told = told}), "1 more service sees errors."));
  told.timelines[0].reached_in_all = 4;
  EXPECT_TRUE(contains(report_page(compared(made_run(40)), {.told = told}), "2 more services see errors."));
}

TEST(PlannerPage, ATimelineSaysWhenNoChangeOrOneOutOfBandCausedIt) {
  ToldRun told = made_told();
  told.timelines[0].incident.incident.channel = Channel::background;
  EXPECT_TRUE(contains(report_page(compared(made_run(40)), {.told = told}),
                       "a fault in search (logic) that no change caused and no policy prevents, found by the monitor"));
  told.timelines[0].incident.incident.channel = Channel::out_of_band;
  EXPECT_TRUE(contains(report_page(compared(made_run(40)), {.told = told}),
                       "a fault in search (logic) by a change out of band, found by the monitor"));
}

TEST(PlannerPage, ShowsWhoIsHitAndWhereItStarts) {
  const std::string page = report_page(told_comparison(), {.told = made_told()});
  EXPECT_TRUE(contains(page, "Counted over the first 10 quarters: 4 incidents under baseline"));
  EXPECT_TRUE(contains(page, "baseline: search sees errors in 75\u00A0% of incidents, more than any other service"));
  EXPECT_TRUE(contains(page, "<title>checkout: reached by 50\u00A0%, origin of 10\u00A0%</title>"));
  EXPECT_TRUE(
      contains(page, "baseline: 50\u00A0% of incidents stay within the faulty service; the widest reaches 2 services"));
  EXPECT_TRUE(contains(page, "Half of the changes are deployed within 5 h to 50 h, depending on the policy"));
}

TEST(PlannerPage, OriginsHaveTheIntervalOfTheirMean) {
  const Comparison comparison = told_comparison();
  std::vector<double> losses;
  for (std::uint32_t r = 0; r < 40; ++r) {
    losses.push_back(0.85 * test::made_loss(r, 0));
  }
  const std::string page = report_page(comparison, {.told = made_told()});
  EXPECT_TRUE(
      contains(page, "<tr><th scope=\"row\">search<td>" + count_cell(*stats::mean_estimate(losses)) + "<td>85\u00A0%"));
}

TEST(PlannerPage, OnePolicyHasItsTablesOnce) {
  RunDescription run = made_run(40, false);
  run.policies.pop_back();
  run.cases.pop_back();
  ToldRun told = made_told();
  told.quarters.resize(3);
  told.blast.policies.pop_back();
  const std::string page = report_page(compared(run), {.told = told});
  // Once as the caption, once as the name of what scrolls.
  EXPECT_EQ(count(page, "services where most lost orders start"), 2U);
  EXPECT_EQ(count(page, "services that see errors most often"), 2U);
}

TEST(PlannerPage, MapsClaimNoMoreThanTheCountsHold) {
  ToldRun told = made_told();
  told.blast.policies[0].reached = {{{2, 2}, 3}, {{2, 0}, 3}, {{1, 1}, 1}};
  told.blast.policies[1] = {};
  std::string page = report_page(told_comparison(), {.told = told});
  EXPECT_TRUE(contains(page,
                       "baseline: checkout and search see errors in 75\u00A0% of incidents each, more than any other "
                       "service"));
  EXPECT_TRUE(contains(page, "controlled-friction: no service sees errors in any incident that was counted"));
  told.blast.policies[0].reached = {{{2, 2}, 4}, {{2, 0}, 4}, {{2, 1}, 4}};
  page = report_page(told_comparison(), {.told = told});
  EXPECT_TRUE(contains(page, "baseline: checkout and 2 other services see errors in 100\u00A0% of incidents each<"));
}

TEST(PlannerPage, EveryServiceThatIsHitUnderAnyPolicyIsListed) {
  ToldRun told = made_told();
  told.blast.policies[0].reached = {{{2, 2}, 4}};
  told.blast.policies[1] = {2, {{{0, 0}, 2}}, {{1, 2}}, {}};
  const std::string page = report_page(told_comparison(), {.told = told});
  const std::size_t at = page.find("<details><summary>Every service that was hit</summary>");
  ASSERT_NE(at, std::string::npos);
  const std::string part = page.substr(at, page.find("</details>", at) - at);
  EXPECT_TRUE(contains(part, "Share of incidents in which a service sees errors; 1 of 3 services saw none"));
  EXPECT_TRUE(contains(part, "<th scope=\"row\">search<td>2<td>100\u00A0%<td>0\u00A0%"));
  EXPECT_TRUE(contains(part, "<th scope=\"row\">checkout<td>1<td>0\u00A0%<td>100\u00A0%"))
      << "hit under the other policy alone";
}

// `extra` services more than the three, of which the first is hit.
std::string page_of_large_graph(std::size_t extra) {
  RunDescription run = made_run(40);
  ToldRun told = made_told();
  for (std::size_t i = 0; i < extra; ++i) {
    run.services.push_back(i == 1 ? "tab\tand <b>" : "service-" + std::to_string(i));
    told.blast.tiers.emplace_back("3");
  }
  told.blast.policies[0].reached[{2, 3}] = 1;
  return report_page(compared(run), {.told = told});
}

TEST(PlannerPage, ServicesOfALargeGraphThatHaveNoRowStandAsText) {
  const std::string page = page_of_large_graph(50);
  EXPECT_TRUE(contains(page, "<summary>Find a service: 4 in rows, the others as text</summary>"));
  EXPECT_TRUE(contains(page, "49 more services, in % of incidents under each policy") ||
              contains(page, "49 more services, in\u00A0% of incidents under each policy"));
  EXPECT_TRUE(
      contains(page, ">service\ttier\tbaseline\tcontrolled-friction\ntab and &lt;b&gt;\t3\t0\t-\nservice-2\t3\t0\t-\n"))
      << page.substr(page.find("<pre class=\"more\""), 300);
  EXPECT_TRUE(contains(page, "\nservice-49\t3\t0\t-</pre>"));
  EXPECT_FALSE(contains(page, "have no place in this page"));
  EXPECT_FALSE(contains(page_of_large_graph(37), "<pre class=\"more\"")) << "the map has them";
}

TEST(PlannerPage, AGraphTooLargeForThePageSaysWhereTheRestIs) {
  const std::string page = page_of_large_graph(6'000);
  const std::size_t at = page.find("<pre class=\"more\"");
  const std::size_t length = page.find("</pre>", at) - at;
  EXPECT_LT(length, 61'000U);
  EXPECT_GT(length, 59'000U);
  const std::string text = page.substr(at, length);
  const std::size_t carried = count(text, "\n");
  EXPECT_TRUE(contains(page, fmt::format(">{} more services, in", carried)));
  EXPECT_TRUE(
      contains(page, fmt::format(" {} services that are hit least have no place in this page: table blast_reach "
                                 "of results.sqlite has them.",
                                 6'003 - 4 - carried)));
}

TEST(PlannerPage, OrdersAreWholeAndPointsAreCountedInWords) {
  ToldRun told = made_told();
  told.quarters[0].lost_orders = 165.2;
  told.timelines[0].incident.end->lost_orders_gross = 79.3;
  told.timelines[0].loss_rate.clear();
  for (int i = 0; i < 20; ++i) {
    told.timelines[0].loss_rate.push_back({100.0 + i, 0.5});
  }
  const std::string page = report_page(told_comparison(), {.told = told});
  EXPECT_TRUE(contains(page, "lost 79 of the 165 orders lost in the quarter"));
  EXPECT_TRUE(contains(page, "Lost orders by the minute, one point in 2"));
}

TEST(PlannerPage, SaysThatAnEarlierBuildsFileHasNoTimelines) {
  const std::string page = report_page(compared(made_run(40)));
  EXPECT_TRUE(contains(page, "This file has no timelines: an earlier build of faultline wrote it."));
  EXPECT_FALSE(contains(page, "Who is hit, and where does it start?"));
}

TEST(PlannerPage, HoldsPoliciesAgainstLimits) {
  const Comparison comparison = compared(made_run(40));
  const std::string page = report_page(
      comparison, {.limits = limit_checks(comparison, {.max_mean_lost_orders = 1.0, .max_p99_lost_orders = {}})});
  EXPECT_TRUE(contains(page, "<dt>limits</dt><dd>FAIL</dd>"));
  EXPECT_TRUE(contains(report_page(comparison), "<dt>limits</dt><dd>none given</dd>"));
  EXPECT_TRUE(contains(page, "<dt>replications</dt><dd>40</dd>"));
}

TEST(PlannerPage, ShowsPoliciesInWordsAndFactsAboutTheGraph) {
  PlannerExtras extras;
  using Gate = PolicyCard::GateText;
  using Phase = PolicyCard::Phase;
  extras.cards.resize(2);
  extras.cards[0].phases = {Phase{"", {Gate{"tests", "Tests run."}, Gate{"peer-review", "One looks."}}}};
  extras.cards[1].phases = {Phase{"from day 0", {Gate{"tests", "Tests run."}, Gate{"peer-review", "<b>Two</b> look."}}},
                            Phase{"from day 30", {}}};
  extras.graph = GraphFacts{3, 2, 1, {"checkout"}, {{"", 1}, {"1", 2}}, {{"cart", "search"}}, {"<script>"}, {}};
  const std::string page = report_page(compared(made_run(40)), extras);
  EXPECT_TRUE(contains(page, "<code>tests</code>: as under baseline.")) << "said once";
  EXPECT_TRUE(contains(page, "&lt;b&gt;Two&lt;/b&gt; look."));
  EXPECT_TRUE(contains(page, "from day 30:"));
  EXPECT_TRUE(contains(page, "There is no gate: every change ships at once."));
  EXPECT_TRUE(contains(page, "<td>1: cart, search")) << "one cycle";
  EXPECT_TRUE(contains(page, "1: &lt;script&gt;"));
}

TEST(PlannerPage, ShowsASweepAndAHistoryThatItIsGiven) {
  PlannerExtras extras;
  stats::Estimate low;
  low.value = 10;
  stats::Estimate high;
  high.value = 90;
  extras.sweep = LeadershipSweep{1,
                                 50,
                                 {{{"/defects/beta", "assumed", {"0.001", low}, {"0.004", high}}, {low, high}}},
                                 {},
                                 20,
                                 6,
                                 2,
                                 {"<reviewers>"}};
  extras.history = {{"Incidents: 9 of 12 weeks inside.", true, {test::made_history()}}};
  const std::string page = report_page(compared(made_run(40)), extras);
  EXPECT_TRUE(contains(page, "Orders that controlled-friction saves hang most on /defects/beta"));
  EXPECT_TRUE(contains(page,
                       "<p>2 of 6 cells could not be run: the range shown of &lt;reviewers&gt; ends there.</p>\n<p>No "
                       "input that was moved is known to end the saving; not settled for "
                       "/defects/beta.</p>"));
  EXPECT_TRUE(contains(page, "<strong>This model failed its check against history.</strong>"));
  EXPECT_TRUE(contains(page, "<li>Incidents: 9 of 12 weeks inside.</li>"));
  EXPECT_TRUE(contains(page, "incidents: 9 of 12 held-out weeks lie inside the 80\u00A0% band"));
  EXPECT_TRUE(contains(page, "<th scope=\"row\">2024-03-04<td>1<td>2<td>7<td>outside"));
  EXPECT_TRUE(contains(page, "<th scope=\"row\">lowest tenth<td>3"));
  EXPECT_TRUE(contains(page, "<dt>match to history</dt><dd>FAIL (1 of 1)</dd>")) << "beside the number of warnings";
  EXPECT_TRUE(contains(page, "not by severity: records hold the severity that somebody declared"));
  extras.history[0].failed = false;
  EXPECT_TRUE(contains(report_page(compared(made_run(40)), extras), "<dt>match to history</dt><dd>not refuted</dd>"));
  EXPECT_FALSE(contains(report_page(compared(made_run(40))), "match to history")) << "nothing was held against it";
}

TEST(PlannerPage, NamesCannotEndTheScriptOrTheCommand) {
  RunDescription run = made_run(40);
  run.services[2] = "</script><script>alert(1)</script>";
  run.policies[0].id = "it's; rm -rf /";
  const std::string page = report_page(compared(run), {.told = made_told()});
  EXPECT_EQ(count(page, "<script>"), 1U) << "the page's own";
  EXPECT_TRUE(contains(page, "--policy &#39;it&#39;\\&#39;&#39;s; rm -rf /&#39;"));
}

TEST(PlannerPage, SaysWhichScenarioMakesTheseResultsAgain) {
  RunDescription run = made_run(40);
  run.scenario_sha256 = "5ca1ab1e";
  run.policies[1].id = "two words";
  const std::string plain = report_page(compared(run));
  EXPECT_TRUE(contains(plain, "--policies &#39;baseline,two words&#39; "));
  EXPECT_TRUE(contains(plain,
                       "<code>faultline validate</code> with these values shows the SHA-256 that it must have: "
                       "<code>5ca1ab1e</code>"));
  EXPECT_FALSE(contains(plain, "<code>--variant</code> must be left out"));
  run.variant_id = "it's calm";
  const std::string varied = report_page(compared(run));
  EXPECT_TRUE(contains(varied, "--variant &#39;it&#39;\\&#39;&#39;s calm&#39; "));
  EXPECT_TRUE(contains(varied, "<code>--variant</code> must be left out"));
}

TEST(ShellWord, QuotesWhatAShellWouldRead) {
  EXPECT_EQ(shell_word("a-b_1.json"), "a-b_1.json");
  EXPECT_EQ(shell_word("velocity=0.5:2,log"), "velocity=0.5:2,log");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("two words"), "'two words'");
  EXPECT_EQ(shell_word("$(rm)"), "'$(rm)'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
}

TEST(ToldChartFiles, HasEachChartOnce) {
  const std::vector<ChartFile> files = told_chart_files(told_comparison(), made_told());
  std::map<std::string, std::string> csv;
  for (const ChartFile& file : files) {
    EXPECT_TRUE(csv.emplace(file.name, file.csv).second) << file.name << " twice";
    EXPECT_TRUE(contains(file.svg, "<svg"));
    EXPECT_TRUE(contains(file.svg, "<title>" + file.title + "</title>")) << file.name;
  }
  ASSERT_EQ(files.size(), 4U);
  EXPECT_EQ(csv.at("incident-1-p50"),
            "what,name,hours,value\n"
            "phase,active,100,\nphase,detected,101,\nphase,responding,101,\nphase,diagnosed,102,\n"
            "phase,mitigated,103,\nphase,recovered,103.5,\n"
            "failing_fraction,\"search\",,0.25\nfailing_fraction,\"checkout\",,0.05\n"
            "orders_per_minute,,100,0.5\norders_per_minute,,103.5,0\n");
  EXPECT_EQ(csv.at("blast-1"),
            "origin,victim,incidents\n\"cart\",\"cart\",1\n\"search\",\"checkout\",2\n\"search\",\"search\",3\n");
  EXPECT_EQ(csv.at("blast-2"), "origin,victim,incidents\n") << "nothing was counted under it";
  EXPECT_EQ(count(csv.at("radius"), "\n\"baseline\","), 2U) << csv.at("radius");
}

}  // namespace
}  // namespace faultline::report
