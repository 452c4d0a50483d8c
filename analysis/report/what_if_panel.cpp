#include "analysis/report/what_if_panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/what_if_chart.h"
#include "analysis/report/what_if_script.h"
#include "analysis/stats/estimate.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

// Its numbers, for the script's cells and for tests, stand in attributes as they are.
std::string cell(std::string_view name, const std::string& content) {
  return fmt::format("<td data-cell=\"{}\">{}</td>", name, content);
}

std::string published_mean(const std::vector<double>& values) {
  const auto estimate = stats::mean_estimate(values);
  return estimate ? count_cell(*estimate) : "-";
}

std::string published_hours(std::vector<double> hours) {
  std::erase_if(hours, [](double value) { return !std::isfinite(value); });
  const auto estimate = stats::mean_estimate(hours);
  return estimate ? escape_html(format_hours(estimate->value)) : "-";
}

std::string published_over(const std::vector<double>& lost, double budget) {
  const auto over = std::count_if(lost.begin(), lost.end(), [=](double orders) { return orders > budget; });
  return escape_html(format_chance(static_cast<double>(over) / static_cast<double>(lost.size())));
}

std::string table_of(const WhatIfPanel& panel) {
  std::string html =
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Means of a quarter, published and in your "
      "setting\"><table id=\"answers\">\n<caption>" +
      escape_html(fmt::format("Means of a quarter ({:g} days) with 95 % intervals for simulation error "
                              "alone. Both settings meet the same futures, so the change is paired. Losses "
                              "have a heavy tail: intervals hold less often than they say. Lead time: mean of the "
                              "quarters' medians, not the median over all changes.",
                              panel.run.horizon_days)) +
      "</caption>\n<thead><tr><th scope=\"col\">Policy</th>";
  const auto head = [&html](std::string_view text, std::string_view extra = "") {
    html += fmt::format("<th scope=\"col\"{}>{}</th>", extra, escape_html(text));
  };
  constexpr std::string_view kYours = " class=\"yours\"";
  head("Lost orders, published");
  head("Lost orders, your setting", kYours);
  head("Change", kYours);
  if (panel.budget) {
    head(fmt::format("Over {} lost, published", format_number(*panel.budget)));
    head("Over it, your setting", kYours);
  }
  head("Lead time, published");
  head("Lead time, your setting", kYours);
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t p = 0; p < panel.run.policies.size(); ++p) {
    html += fmt::format("<tr><th scope=\"row\">{}</th>", escape_html(panel.run.policies[p].id));
    html += cell("published", published_mean(panel.lost_orders[p])) + cell("yours", "-") + cell("change", "-");
    if (panel.budget) {
      html += cell("published-over", published_over(panel.lost_orders[p], *panel.budget)) + cell("over", "-");
    }
    html += cell("published-lead", published_hours(panel.lead_hours[p])) + cell("lead", "-") + "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string slider(const WhatIfLever& lever) {
  return fmt::format(
      "<div class=\"lever\"><label for=\"{0}\">{1}</label> <output id=\"{0}-value\" for=\"{0}\"></output>\n"
      "<input type=\"range\" id=\"{0}\" min=\"0\" max=\"{2}\" step=\"1\" value=\"{3}\" disabled></div>\n",
      "lever-" + lever.id, escape_html(lever.label), lever.positions.size() - 1, lever.base);
}

std::string controls(const WhatIfPanel& panel) {
  std::string html =
      "<div id=\"panel\" hidden>\n<fieldset><legend>Your setting</legend>\n"
      "<div class=\"levers\">\n";
  for (const WhatIfLever& lever : panel.levers) {
    html += slider(lever);
  }
  if (panel.closes_channels) {
    html +=
        "<div class=\"lever\"><label><input type=\"checkbox\" id=\"close-channels\" disabled> Close the out-of-band "
        "channel: no change goes round the pipeline</label></div>\n";
  }
  html +=
      "</div>\n<p class=\"buttons\"><button type=\"button\" id=\"reset\" disabled>Reset</button> "
      "<button type=\"button\" id=\"copy\" disabled>Copy as scenario file</button></p>\n</fieldset>\n"
      "<p id=\"state\" role=\"status\"></p>\n<p id=\"progress\"></p>\n"
      "<div id=\"copied\" hidden><label for=\"document\">The scenario with this setting. Save it as "
      "<code>my-setting.json</code>; then:</label>\n<pre id=\"same\"></pre>\n"
      "<textarea id=\"document\" rows=\"8\" readonly></textarea></div>\n</div>\n";
  return html;
}

std::string chart_parts(const WhatIfPanel& panel) {
  std::string html =
      "<div id=\"curves\" hidden>\n<h3>How bad can a quarter get in your setting?</h3>\n<p><label "
      "for=\"shown\">Policy</label> "
      "<select id=\"shown\">";
  for (std::size_t p = 0; p < panel.run.policies.size(); ++p) {
    html += fmt::format("<option value=\"{}\">{}</option>", p, escape_html(panel.run.policies[p].id));
  }
  return html +
         "</select></p>\n<figure><div id=\"chart\"></div>"
         "<figcaption>Share of quarters that lose more than so many orders. A curve ends where fewer than 10 quarters "
         "lie beyond.</figcaption></figure>\n<details><summary>Numbers</summary>\n"
         "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Losses of bad quarters, published and in "
         "your setting\"><table id=\"quantiles\"><caption></caption><thead><tr>"
         "<th scope=\"col\">Quarters that lose more</th><th scope=\"col\">Lost orders, published</th>"
         "<th scope=\"col\">Lost orders, your "
         "setting</th></tr></thead><tbody></tbody></table></div></details>\n</div>\n";
}

std::string what_moves(const WhatIfPanel& panel) {
  std::vector<std::vector<std::string>> rows;
  for (const WhatIfLever& lever : panel.levers) {
    for (const auto& [pointer, value] : lever.places) {
      rows.push_back({escape_html(lever.label), "<code>" + escape_html(pointer) + "</code>", format_number(value, 6)});
    }
  }
  return details("What each slider moves",
                 table("Numbers of the scenario, as --set of the program names them, and as published",
                       {"Slider", "Place", "Published"}, rows));
}

std::string without_script() {
  return "<noscript><p>Sliders need script, which is switched off here. The program does the same: the command below "
         "makes the "
         "published figures, and <code>--set PLACE=VALUE</code> behind it those of another setting; "
         "&quot;What each slider moves&quot; lists places.</p></noscript>\n";
}

std::string intro(const WhatIfPanel& panel, PanelPlace place) {
  const std::size_t quarters = panel.lost_orders.front().size();
  const std::string published =
      place == PanelPlace::own_page
          ? fmt::format("the scenario as it stands, {}, seed {}", how_many(quarters, "quarter"), panel.run.seed)
          : fmt::format("{} quarters, as the results file has them",
                        quarters < panel.run.replications
                            ? fmt::format("the first {} of this run's {}", quarters, panel.run.replications)
                            : fmt::format("all {} of this run's", quarters));
  return "<p>Published: " + published +
         ". Figures of your setting come from the same simulator running in this page, on the same quarters: quick "
         "replications, not the published result.</p>\n";
}

}  // namespace

std::string what_if_section(const WhatIfPanel& panel, PanelPlace place) {
  const bool own = place == PanelPlace::own_page;
  std::string html = fmt::format("<section id=\"what-if\"{}>\n<h2>{}</h2>\n", own ? "" : " class=\"within\"",
                                 own ? "Try a setting" : "What if the numbers were different?");
  html += intro(panel, place) + without_script() + "<div id=\"off\" role=\"alert\"></div>\n" + controls(panel);
  html +=
      fmt::format("<div id=\"figures\"{}>\n<h3>Answers</h3>\n", own ? "" : " hidden") + table_of(panel) + "</div>\n";
  return html + chart_parts(panel) + what_moves(panel) +
         (own ? "<p>The published figures again:</p>"
              : "<p>The published figures again, <a href=\"#reproduce\">from this very scenario</a>:</p>") +
         "\n" + preformatted(panel.command) + "</section>\n";
}

std::string what_if_scripts(const WhatIfPanel& panel) {
  for (const std::string_view ending : {"</script", "<script", "<!--"}) {
    if (panel.module.find(ending) != std::string::npos) {
      throw InputError({"the module", "", std::string(ending), "would end the page's script", "build it anew"});
    }
  }
  return "<script type=\"application/json\" id=\"data\">\n" + embedded_json(panel.data_json) + "</script>\n" +
         "<script type=\"text/plain\" id=\"module\">\n" + panel.module + "</script>\n" +
         "<script id=\"mathematics\">\n" + std::string(kWhatIfMath) + "</script>\n<script>\n" +
         std::string(kWhatIfChart) + std::string(kWhatIfScript) + "</script>\n";
}

std::string what_if_command_section(const RunDescription& run) {
  return section("What if the numbers were different?",
                 "<p>The program answers for another setting of any number; here an attentive reviewer catches at most "
                 "80 % of defects:</p>\n" +
                     preformatted(reproduce_command(run) + " --set /stealth/human/ceiling=0.8 --out another-setting") +
                     "<p>This makes this page anew with sliders that do the same while you read, offline, once "
                     "<code>script/build-what-if</code> has built the simulator for pages:</p>\n" +
                     preformatted("faultline report RESULTS --what-if"));
}

}  // namespace faultline::report
