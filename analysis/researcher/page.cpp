#include "analysis/researcher/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/chart_format.h"
#include "analysis/report/html.h"
#include "analysis/report/page_charts.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_scripts.h"
#include "analysis/researcher/sections.h"

namespace faultline::researcher {
namespace {

// What differs from the planner's page: subsections, wide tables that scroll, names that break.
constexpr std::string_view kResearcherStyle = R"css(
h3 { font-size: 1rem; margin: 1.4rem 0 0.4rem; }
h1, p, li, figure { overflow-wrap: anywhere; }
.scroll { margin: 0.6rem 0; }
td code:not(.hash), th code.column { overflow-wrap: break-word; }
table.words td:last-child { min-width: 12rem; }
.dictionary th:first-child { min-width: 9rem; }
.dictionary td, .dictionary code.column { text-align: left; overflow-wrap: anywhere; }
.dictionary thead th { text-align: left; }
)css";

std::string headline(const Facts& facts) {
  const std::vector<BestCount>& best = facts.best_counts;
  if (best.size() == 1) {
    return fmt::format("{}: {} of one policy, {}", facts.sweep.scenario_id, counted(facts.ran.size(), "cell"),
                       policy_name(facts, 0));
  }
  const auto most = std::max_element(best.begin(), best.end(),
                                     [](const BestCount& a, const BestCount& b) { return a.cells < b.cells; });
  const std::string name = policy_name(facts, static_cast<std::size_t>(most - best.begin()));
  if (most->settled == facts.ran.size()) {
    return fmt::format("{} loses least in each of {}, and that is settled", name, counted(facts.ran.size(), "cell"));
  }
  return most->settled > 0
             ? fmt::format("{} loses least in {} of {} cells; that is settled in {} of them", name, most->cells,
                           facts.ran.size(), most->settled)
             : fmt::format(
                   "Not settled in any cell which policy loses least; {} does in {} of {} in the mean. More "
                   "replications would settle more cells",
                   name, most->cells, facts.ran.size());
}

Content sections(const Facts& facts) {
  return design_section(facts) + coverage_section(facts) + response_section(facts) + sensitivity_section(facts) +
         precision_section(facts) + robustness_section(facts) + anomalies_section(facts) + dictionary_section(facts) +
         reproduce_section(facts);
}

}  // namespace

std::vector<report::ChartFile> chart_files(const Facts& facts) { return sections(facts).charts; }

std::string page(const Facts& facts) {
  const SweepDescription& sweep = facts.sweep;
  const std::string title = sweep.scenario_title.empty() ? sweep.scenario_id : sweep.scenario_title;
  const std::string style = std::string(report::kPageStyle) + std::string(kResearcherStyle);
  std::string html = report::page_begin(title + ": sweep", style);
  html += "<p class=\"context\">" +
          report::escape_html(fmt::format("{} | sweep, {} | {} | {} each{}", title, design_name(sweep.design),
                                          counted(sweep.design.cells(), "cell"), counted(sweep.replications, "quarter"),
                                          sweep.precision.asked() ? " at least" : "")) +
          "</p>\n" + report::element("h1", headline(facts)) + "\n";
  if (facts.results_sha256.empty()) {
    html +=
        paragraph(fmt::format("The sweep is not finished: {} of {} cells are there, and the page speaks of them alone.",
                              facts.stored, sweep.design.cells()));
  }
  html += sections(facts).html;
  std::string end = report::page_end(summary_json(facts));
  end.insert(end.rfind("</body>"), report::common_script());
  return report::with_lean_charts(report::keep_percent_signs(std::move(html))) + end;
}

}  // namespace faultline::researcher
