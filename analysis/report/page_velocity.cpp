// Where delivery and losses give way as changes come faster or reviewers have less time.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/shell_word.h"
#include "analysis/report/timeline_charts.h"

namespace faultline::report {
namespace {

constexpr std::string_view kVelocityTitle = "Where is the cliff?";

// The two commands that make the maps, as they can be pasted where the run was made.
std::string how_to_make(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  const std::size_t told = policy_told_of(comparison);
  const std::string policies = run.policies[0].id + (told > 0 ? "," + run.policies[told].id : "");
  const std::string results = "faultline-results/" + run.scenario_id;
  const std::string own = run.variant_id.empty() ? results : results + "/" + run.variant_id;
  const std::string sweep = results + (run.variant_id.empty() ? "" : "-" + run.variant_id) + "-velocity";
  return "<p>No sweep over velocity and review capacity was given. These two commands draw the maps, if the first is "
         "given "
         "the scenario of this run, with the same <code>--set</code> values if it had any:</p>\n" +
         preformatted(fmt::format("faultline sweep {}{} --policies {} --replications 100 --design grid \\\n"
                                  "  --vary velocity=0.5:4:7,log --vary review-capacity=0.25:2:7,log --out {}\n"
                                  "faultline report {} --sweep {}",
                                  shell_word(run.scenario_id),
                                  run.variant_id.empty() ? "" : " --variant " + shell_word(run.variant_id),
                                  shell_word(policies), shell_word(sweep), shell_word(own), shell_word(sweep)));
}

std::string today(const Comparison& comparison, const std::vector<VelocityMap>& maps) {
  std::string text;
  std::vector<std::size_t> said;
  for (const VelocityMap& map : maps) {
    if (std::find(said.begin(), said.end(), map.policy) == said.end()) {
      said.push_back(map.policy);
      const PolicyResult& policy = comparison.policies[map.policy];
      text += fmt::format(
          "{}{} loses {} orders a quarter{}", text.empty() ? "" : "; ", policy.id,
          format_count(policy.lost_orders.mean.value, policy.lost_orders.mean.standard_error),
          policy.lead_time_p50_hours ? " at a median lead time of " + format_hours(*policy.lead_time_p50_hours) : "");
    }
  }
  return text;
}

}  // namespace

std::string velocity_section(const Comparison& comparison, const PlannerExtras& extras) {
  if (extras.velocity.empty()) {
    return section(kVelocityTitle, how_to_make(comparison));
  }
  std::string html = element("p",
                             "Each cell is a run of its own: changes come at so many times today\u2019s velocity, and "
                             "reviewers have so many "
                             "times today\u2019s hours. Both policies are on one scale. Shades are means, which carry "
                             "simulation error only; "
                             "today, by the run of this page, " +
                                 today(comparison, extras.velocity) + ".") +
                     "\n";
  if (!extras.velocity_warning.empty()) {
    html += element("p", "Warning: " + extras.velocity_warning + ".") + "\n";
  }
  for (const VelocityMap& map : extras.velocity) {
    html += figure(heatmap(map.chart) + "\n" + map.numbers, map.policy);
  }
  return section(kVelocityTitle, html);
}

}  // namespace faultline::report
