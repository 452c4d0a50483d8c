#include "analysis/report/what_if_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/what_if_chart.h"
#include "analysis/report/what_if_script.h"
#include "analysis/report/what_if_style.h"
#include "analysis/stats/estimate.h"
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

std::string table_of(const WhatIfPage& page) {
  std::string html =
      "<div class=\"scroll\" tabindex=\"0\"><table id=\"answers\">\n<caption>" +
      escape_html(fmt::format("Means of a quarter ({:g} days) with 95 % intervals for simulation error "
                              "alone. Both settings meet the same futures, so the change is paired. Losses "
                              "have a heavy tail: intervals hold less often than they say.",
                              page.run.horizon_days)) +
      "</caption>\n<thead><tr><th scope=\"col\">Policy</th>";
  const auto head = [&html](std::string_view text, std::string_view extra = "") {
    html += fmt::format("<th scope=\"col\"{}>{}</th>", extra, escape_html(text));
  };
  constexpr std::string_view kYours = " class=\"yours\"";
  head("Lost orders, published");
  head("Lost orders, your setting", kYours);
  head("Change", kYours);
  if (page.budget) {
    head(fmt::format("Over {} lost, published", format_number(*page.budget)));
    head("Over it, your setting", kYours);
  }
  head("Lead time, published");
  head("Lead time, your setting", kYours);
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t p = 0; p < page.run.policies.size(); ++p) {
    html += fmt::format("<tr><th scope=\"row\">{}</th>", escape_html(page.run.policies[p].id));
    html += cell("published", published_mean(page.lost_orders[p])) + cell("yours", "-") + cell("change", "-");
    if (page.budget) {
      html += cell("published-over", published_over(page.lost_orders[p], *page.budget)) + cell("over", "-");
    }
    html += cell("published-lead", published_hours(page.lead_hours[p])) + cell("lead", "-") + "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string slider(const WhatIfLever& lever) {
  return fmt::format(
      "<div class=\"lever\"><label for=\"{0}\">{1}</label> <output id=\"{0}-value\" for=\"{0}\"></output>\n"
      "<input type=\"range\" id=\"{0}\" min=\"{2:g}\" max=\"{3:g}\" step=\"{4:g}\" value=\"{5:g}\" disabled></div>\n",
      "lever-" + lever.id, escape_html(lever.label), lever.least, lever.most, lever.step, lever.base);
}

std::string panel(const WhatIfPage& page) {
  std::string html =
      "<section id=\"panel\" hidden aria-label=\"Your setting\">\n<fieldset><legend>Your setting</legend>\n"
      "<div class=\"levers\">\n";
  for (const WhatIfLever& lever : page.levers) {
    html += slider(lever);
  }
  if (page.closes_channels) {
    html +=
        "<div class=\"lever\"><label><input type=\"checkbox\" id=\"close-channels\" disabled> Close the out-of-band "
        "channel: no change goes round the pipeline</label></div>\n";
  }
  html +=
      "</div>\n<p class=\"buttons\"><button type=\"button\" id=\"reset\" disabled>Reset</button> "
      "<button type=\"button\" id=\"copy\" disabled>Copy as scenario file</button></p>\n</fieldset>\n"
      "<p id=\"state\" role=\"status\"></p>\n<p id=\"progress\"></p>\n"
      "<div id=\"copied\" hidden><label for=\"document\">The scenario with this setting. Save it as "
      "<code>my-setting.json</code>; then:</label>\n<pre tabindex=\"0\" id=\"same\"></pre>\n"
      "<textarea id=\"document\" rows=\"8\" readonly></textarea></div>\n</section>\n";
  return html;
}

std::string chart_parts(const WhatIfPage& page) {
  std::string html =
      "<section id=\"curves\" hidden>\n<h2>How bad can a quarter get?</h2>\n<p><label for=\"shown\">Policy</label> "
      "<select id=\"shown\">";
  for (std::size_t p = 0; p < page.run.policies.size(); ++p) {
    html += fmt::format("<option value=\"{}\">{}</option>", p, escape_html(page.run.policies[p].id));
  }
  return html +
         "</select></p>\n<figure><div id=\"chart\"></div>"
         "<figcaption>Share of quarters that lose more than so many orders. A curve ends where fewer than 10 quarters "
         "lie beyond.</figcaption></figure>\n<details><summary>Numbers</summary>\n"
         "<div class=\"scroll\" tabindex=\"0\"><table id=\"quantiles\"></table></div></details>\n</section>\n";
}

std::string what_moves(const WhatIfPage& page) {
  std::vector<std::vector<std::string>> rows;
  for (const WhatIfLever& lever : page.levers) {
    for (const auto& [pointer, value] : lever.places) {
      rows.push_back({escape_html(lever.label), "<code>" + escape_html(pointer) + "</code>", format_number(value, 6)});
    }
  }
  return details("What each slider moves",
                 table("Numbers of the scenario, as --set of the program names them, and as published",
                       {"Slider", "Place", "Published"}, rows));
}

std::string without_script(const WhatIfPage& page) {
  return "<noscript><p>Sliders need script, which is switched off here. The program does the same: this command makes "
         "the "
         "published figures, and <code>--set PLACE=VALUE</code> behind it changes a number; the places are listed "
         "under "
         "&quot;What each slider moves&quot;.</p>\n<pre tabindex=\"0\">" +
         escape_html(page.command) + "</pre></noscript>\n";
}

}  // namespace

std::string what_if_page(const WhatIfPage& page) {
  for (const std::string_view ending : {"</script", "<script", "<!--"}) {
    if (page.module.find(ending) != std::string_view::npos) {
      throw InputError({"the module", "", std::string(ending), "would end the page's script", "build it anew"});
    }
  }
  const RunDescription& run = page.run;
  std::string html = page_begin("What if: " + run.scenario_title, std::string(kPageStyle) + std::string(kWhatIfStyle));
  html += element("p", "").replace(0, 3, "<p class=\"context\">" + escape_html(run.scenario_title)) + "\n";
  html += "<h1>What if the numbers were different?</h1>\n";
  html += fmt::format(
      "<p>Published: the scenario as it stands, {} quarters, seed {}. Figures of your setting come from "
      "the same simulator running in this page, on the same quarters: quick replications, not the "
      "published result.</p>\n",
      run.replications, run.seed);
  html += without_script(page) + "<div id=\"off\" role=\"alert\"></div>\n" + panel(page);
  html += "<section>\n<h2>Answers</h2>\n" + table_of(page) + "</section>\n" + chart_parts(page);
  html += "<section>\n<h2>Behind it</h2>\n" + what_moves(page) +
          "<p>The published figures again:</p>\n<pre tabindex=\"0\">" + escape_html(page.command) +
          "</pre>\n</section>\n";
  html += "</main>\n<script type=\"application/json\" id=\"data\">\n" + embedded_json(page.data_json) + "</script>\n";
  html += "<script type=\"text/plain\" id=\"module\">\n" + std::string(page.module) + "</script>\n";
  return html + "<script>\n" + std::string(kWhatIfMath) + std::string(kWhatIfChart) + std::string(kWhatIfScript) +
         "</script>\n</body>\n</html>\n";
}

}  // namespace faultline::report
