// The single-change drill of the planner's page: what it says and what it hands to its script.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "analysis/report/page.h"
#include "analysis/report/page_parts.h"
#include "tests/analysis/made_comparison.h"

namespace faultline::report {
namespace {

using test::compared;
using test::made_run;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// Of checkout, cart and search: search hits both, cart none to speak of, checkout nobody.
BlastDrill made_drill() {
  BlastDrill drill;
  drill.exact = true;
  drill.samples = 16384;
  drill.tiers = {"1", "", "2"};
  drill.origins = {{ServiceId{2},
                    {0.4321, 0.4321, 0.4321, true},
                    1.234,
                    {{ServiceId{0}, 0.9996, 1, 1}, {ServiceId{1}, 0.0234, 2, std::nullopt}}},
                   {ServiceId{1}, {0.5, 0.48, 0.52, false}, 0.004, {{ServiceId{0}, 0.004, 1, 1}}},
                   {ServiceId{0}, {1, 1, 1, true}, 0, {}}};
  return drill;
}

std::string section_of(const std::string& page) {
  const std::size_t at = page.find("<section id=\"drill\">");
  return at == std::string::npos ? "" : page.substr(at, page.find("</section>", at) - at);
}

nlohmann::json data_of(const std::string& page) {
  const std::string begin = "id=\"drill-data\">";
  const std::size_t at = page.find(begin) + begin.size();
  return nlohmann::json::parse(page.substr(at, page.find("</script>", at) - at));
}

TEST(PlannerDrill, SaysWhatTheServiceHitsWhereMostLossesStart) {
  const std::string html = section_of(report_page(compared(made_run(40)), {.drill = made_drill()}));
  EXPECT_TRUE(contains(
      html,
      "<strong>When search fails, so do 43\u00A0% of customers\u2019 orders; on average 1.2 other services see errors, "
      "most of all checkout (99.9\u00A0% of its requests).</strong>"))
      << html;
  EXPECT_TRUE(contains(html, "<tr><th scope=\"row\">checkout<td>1<td>99.9\u00A0% <svg"));
  EXPECT_TRUE(contains(html, "<tr><th scope=\"row\">cart<td>-<td>2.3\u00A0% <svg"));
  EXPECT_TRUE(contains(html, "</svg><td>2<td>-<"));
  EXPECT_TRUE(contains(html, "calls, exactly. "));
  EXPECT_TRUE(contains(html, "before anybody has detected or mitigated it"));
  EXPECT_TRUE(contains(html, "services with less than 1\u00A0%."));
}

TEST(PlannerDrill, WithoutScriptEveryServiceHasARow) {
  const std::string html = section_of(report_page(compared(made_run(40)), {.drill = made_drill()}));
  EXPECT_TRUE(contains(html, "<td>43\u00A0%<td>1.2<td>checkout 99.9\u00A0%, cart 2.3\u00A0%"));
  EXPECT_TRUE(contains(html, "<td>50\u00A0%<td>0.004<td>-<"));
  EXPECT_TRUE(contains(html, "<td>100\u00A0%<td>0<td>-<"));
}

TEST(PlannerDrill, HandsTheSameFiguresToItsScript) {
  const nlohmann::json data = data_of(report_page(compared(made_run(40)), {.drill = made_drill()}));
  EXPECT_EQ(data["names"], (nlohmann::json{"search", "checkout", "cart"}));
  EXPECT_EQ(data["tiers"], (nlohmann::json{"2", "1", ""}));
  EXPECT_EQ(data["origins"][0], nlohmann::json::parse("[0,\"43\u00A0%\",\"1.2\",[1,99.9,1,1,2,2.3,2,0]]"));
  EXPECT_EQ(data["origins"][1],
            nlohmann::json::parse("[2,\"50\u00A0% (95\u00A0%: 48\u00A0% to 52\u00A0%)\",\"0.004\",[]]"));
  EXPECT_EQ(data["positions"], (nlohmann::json{2, 1, 0})) << "by service, for the map";
}

TEST(PlannerDrill, SampledSharesSayHowWellTheyAreKnown) {
  BlastDrill drill = made_drill();
  drill.exact = false;
  EXPECT_TRUE(contains(report_page(compared(made_run(40)), {.drill = drill}),
                       "on 16,384 drawn requests: each share is known to 0.8 points (simulation error, 95\u00A0%)"));
}

// A graph with more services than origins: those hit little are left out, and the page says so.
TEST(PlannerDrill, OfALargeGraphItIsBrief) {
  RunDescription run = made_run(40);
  BlastDrill drill = made_drill();
  for (int i = 0; i < 50; ++i) {
    run.services.push_back("service-" + std::to_string(i));
    drill.tiers.emplace_back("3");
    drill.origins[0].victims.push_back({ServiceId{static_cast<std::size_t>(3 + i)}, 0.5, 1, 1});
  }
  const std::string page = report_page(compared(run), {.drill = drill});
  const nlohmann::json data = data_of(page);
  EXPECT_EQ(data["origins"][0][3].size(), 4U * 8U);
  EXPECT_FALSE(data.contains("positions"));
  EXPECT_EQ(data["least"], 10.0);
  const std::string html = section_of(page);
  EXPECT_TRUE(contains(html, "services with less than 10\u00A0% and those beyond the 8 hit hardest."));
  EXPECT_TRUE(contains(html, "Of 53 services, the 3 are shown in which most lost orders start under baseline."));
}

TEST(PlannerDrill, NamesAreText) {
  RunDescription run = made_run(40);
  run.services[2] = "</script><script>alert(1)</script>";
  run.services[0] = "<!--<b>\u2028";
  const std::string page = report_page(compared(run), {.drill = made_drill()});
  EXPECT_FALSE(contains(page, "<script>alert"));
  EXPECT_FALSE(contains(page, "<!--"));
  EXPECT_EQ(data_of(page)["names"][0], run.services[2]);
  EXPECT_TRUE(contains(section_of(page), "When &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; fails"));
}

TEST(PlannerDrill, IsLeftOutWhereThereIsNothingToChoose) {
  EXPECT_FALSE(contains(report_page(compared(made_run(40))), "drill"));
  RunDescription run = made_run(40);
  run.services.resize(1);
  BlastDrill drill = made_drill();
  drill.tiers.resize(1);
  drill.origins = {{ServiceId{0}, {1, 1, 1, true}, 0, {}}};
  EXPECT_FALSE(contains(report_page(compared(run), {.drill = drill}), "id=\"drill"));
}

}  // namespace
}  // namespace faultline::report
