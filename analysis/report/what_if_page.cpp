#include <fmt/format.h>

#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/what_if_panel.h"
#include "analysis/report/what_if_style.h"

namespace faultline::report {

std::string what_if_page(const WhatIfPanel& panel) {
  const std::string scripts = what_if_scripts(panel);
  return page_begin("What if: " + panel.run.scenario_title,
                    std::string(kPageStyle) + std::string(kWhatIfStyle) + std::string(kWhatIfPageStyle)) +
         fmt::format("<p class=\"context\">{}</p>\n<h1>What if the numbers were different?</h1>\n",
                     escape_html(panel.run.scenario_title)) +
         what_if_section(panel, PanelPlace::own_page) + "</main>\n" + scripts + "</body>\n</html>\n";
}

}  // namespace faultline::report
