#include "analysis/report/page.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/summary_json.h"
#include "analysis/report/table.h"

namespace faultline::report {
std::string report_page(const Comparison& comparison, const RunChanges* changes) {
  const RunDescription& run = comparison.run;
  const std::string title = run.scenario_title.empty() ? run.scenario_id : run.scenario_title;
  std::string html = page_begin(title + ": release policies compared");
  html += "<p class=\"context\">" +
          escape_html(fmt::format("{} | {}{:g} days from {} | {} paired futures", title,
                                  run.variant_id.empty() ? "" : "variant " + variant_name(run) + " | ",
                                  run.horizon_days, run.start_utc.substr(0, 10), comparison.replications)) +
          "</p>\n";
  html += keep_percent_signs(element("h1", answer_sentence(comparison))) + "\n";
  if (!run.scenario_description.empty()) {
    html += element("p", run.scenario_description) + "\n";
  }
  html +=
      comparison_table(comparison) + exceedance_section(comparison) + differences_section(comparison) +
      saving_section(comparison) + delivery_section(comparison) + backlog_section(comparison) +
      people_section(comparison) + price_section(comparison) + loss_sources_section(comparison) +
      (changes != nullptr ? changes_section(*changes) : "") + assumptions_section(run) +
      list_section("Warnings", comparison.warnings.empty() ? std::vector<std::string>{"None."} : comparison.warnings) +
      not_modelled_section() + reproduce_section(comparison);
  return html + page_end(summary_json(comparison, JsonLayout::compact));
}

}  // namespace faultline::report
