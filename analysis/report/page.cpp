#include "analysis/report/page.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/page_style.h"
#include "analysis/report/summary_json.h"
#include "analysis/report/table.h"

namespace faultline::report {
namespace {

// Inside a script element only these could end it or break the line.
std::string embedded_json(const std::string& json) {
  std::string safe;
  for (const char c : json) {
    safe += c == '<' ? std::string("\\u003c") : std::string(1, c);
  }
  for (const auto& [bad, good] : {std::pair<std::string_view, std::string_view>{"\xE2\x80\xA8", "\\u2028"},
                                  std::pair<std::string_view, std::string_view>{"\xE2\x80\xA9", "\\u2029"}}) {
    for (std::size_t at = safe.find(bad); at != std::string::npos; at = safe.find(bad, at)) {
      safe.replace(at, bad.size(), good);
    }
  }
  return safe;
}

}  // namespace

std::string report_page(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  const std::string title = run.scenario_title.empty() ? run.scenario_id : run.scenario_title;
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
      element("title", title + ": release policies compared") + "\n<style>\n" + std::string(kPageStyle) +
      "</style>\n</head>\n<body>\n<main>\n";
  html += "<p class=\"context\">" +
          escape_html(fmt::format("{} | {:g} days from {} | {} paired futures", title, run.horizon_days,
                                  run.start_utc.substr(0, 10), comparison.replications)) +
          "</p>\n";
  html += keep_percent_signs(element("h1", answer_sentence(comparison))) + "\n";
  if (!run.scenario_description.empty()) {
    html += element("p", run.scenario_description) + "\n";
  }
  html +=
      comparison_table(comparison) + exceedance_section(comparison) + differences_section(comparison) +
      saving_section(comparison) + delivery_section(comparison) + backlog_section(comparison) +
      people_section(comparison) + price_section(comparison) + loss_sources_section(comparison) +
      assumptions_section(run) +
      list_section("Warnings", comparison.warnings.empty() ? std::vector<std::string>{"None."} : comparison.warnings) +
      not_modelled_section() + reproduce_section(comparison);
  html += "</main>\n<script type=\"application/json\" id=\"summary\">\n" +
          embedded_json(summary_json(comparison, JsonLayout::compact)) + "</script>\n</body>\n</html>\n";
  return html;
}

}  // namespace faultline::report
