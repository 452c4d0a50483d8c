#include "analysis/report/page.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "analysis/report/html.h"
#include "analysis/report/page_charts.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_scripts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/summary_json.h"
#include "analysis/report/table.h"
#include "analysis/report/what_if_panel.h"
#include "analysis/report/what_if_style.h"
#include "models/core/how_many.h"

namespace faultline::report {
namespace {

// What the page shows as charts and tables would double its size: arrays by day, week, service, gate and step are left
// to `export --format json`.
std::string embedded_summary(const Comparison& comparison) {
  nlohmann::ordered_json summary = nlohmann::ordered_json::parse(summary_json(comparison, JsonLayout::compact));
  for (auto& policy : summary["policies"]) {
    for (const char* array : {"lost_orders_by_week", "backlog_by_day", "loss_by", "waterfall", "gate_flow",
                              "reviewer_load", "caught_by", "reset_may_end"}) {
      policy.erase(array);
    }
  }
  return summary.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string report_page(const Comparison& comparison, const PlannerExtras& extras) {
  const RunDescription& run = comparison.run;
  const std::string title = run.scenario_title.empty() ? run.scenario_id : run.scenario_title;
  const std::string what_if = extras.what_if ? what_if_scripts(*extras.what_if) : "";
  std::string html = page_begin(title + ": release policies compared",
                                std::string(kPageStyle) + std::string(extras.what_if ? kWhatIfStyle : ""));
  html +=
      "<p class=\"context\">" +
      escape_html(fmt::format("{} | {}{:g} days from {} | {}", title,
                              run.variant_id.empty() ? "" : "variant " + variant_name(run) + " | ", run.horizon_days,
                              run.start_utc.substr(0, 10), how_many(comparison.replications, "paired future"))) +
      "</p>\n";
  html += keep_percent_signs(element("h1", answer_sentence(comparison))) + "\n";
  if (!run.scenario_description.empty()) {
    html += element("p", run.scenario_description) + "\n";
  }
  html +=
      status_section(comparison, extras) + comparison_table(comparison) +
      (extras.what_if ? what_if_section(*extras.what_if, PanelPlace::within_report) : what_if_command_section(run)) +
      scenario_section(comparison, extras) + exceedance_section(comparison) + differences_section(comparison) +
      saving_section(comparison) + delivery_section(comparison) + lead_time_section(comparison) +
      backlog_section(comparison) + people_section(comparison) + velocity_section(comparison, extras) +
      price_section(comparison) + loss_sources_section(comparison) +
      blast_section(comparison, extras.told, extras.graphviz) + drill_section(comparison, extras.drill) +
      timelines_section(comparison, extras.told) + sensitivity_section(comparison, extras) + history_section(extras) +
      (extras.changes != nullptr ? changes_section(*extras.changes) : "") + assumptions_section(run, extras.changes) +
      warnings_section(comparison) + not_modelled_section() + exports_section() + reproduce_section(comparison);
  std::string end = page_end(embedded_summary(comparison));
  end.insert(end.rfind("</body>"), planner_script() + drill_scripts(comparison, extras.drill) + what_if);
  return with_lean_charts(html) + end;
}

}  // namespace faultline::report
