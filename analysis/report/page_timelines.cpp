// The incidents of quarters that stand for many.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/timeline_charts.h"

namespace faultline::report {
namespace {

constexpr std::string_view kTitle = "What happened in one incident?";

std::string phase_rows(const IncidentTimeline& timeline) {
  const double begin = timeline.incident.phase_hours[0].value_or(0.0);
  std::vector<std::vector<std::string>> rows;
  if (timeline.shipped_hours) {
    rows.push_back({"shipped", "-" + format_hours(begin - *timeline.shipped_hours)});
  }
  for (std::size_t i = 0; i < kIncidentPhaseCount; ++i) {
    if (timeline.incident.phase_hours[i]) {
      rows.push_back({std::string(kIncidentPhaseNames[i]), format_hours(*timeline.incident.phase_hours[i] - begin)});
    }
  }
  return table("Time since the incident began to do harm", {"Phase begins", "After"}, rows);
}

std::string service_rows(const RunDescription& run, const IncidentTimeline& timeline) {
  std::vector<std::vector<std::string>> rows;
  constexpr std::size_t kMostRows = 15;
  for (std::size_t i = 0; i < std::min(kMostRows, timeline.reached.size()); ++i) {
    const ReachedService& reached = timeline.reached[i];
    rows.push_back({escape_html(run.services[reached.service.index()]),
                    format_number(100 * reached.failing_fraction, 3) + "\u00A0%"});
  }
  return table(timeline.reached_in_all > rows.size()
                   ? fmt::format("The first {} of {} services that see errors", rows.size(), timeline.reached_in_all)
                   : "Services that see errors",
               {"Service", "Requests that fail"}, rows);
}

std::string rate_rows(const IncidentTimeline& timeline) {
  constexpr std::size_t kMostRows = 12;
  const double begin = timeline.incident.phase_hours[0].value_or(0.0);
  const std::size_t step = (timeline.loss_rate.size() + kMostRows - 1) / kMostRows;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < timeline.loss_rate.size(); i += std::max<std::size_t>(step, 1)) {
    rows.push_back(
        {format_hours(timeline.loss_rate[i].hours - begin), format_number(timeline.loss_rate[i].orders_per_minute)});
  }
  return table(step > 1 ? fmt::format("Lost orders by the minute, one point in {}", step) : "Lost orders by the minute",
               {"From", "Orders a minute"}, rows);
}

std::string quarter_part(const Comparison& comparison, const ToldRun& told, const ToldQuarter& quarter) {
  const IncidentTimeline* timeline = timeline_of(told, quarter);
  const std::string replay = preformatted(replay_command(comparison.run, quarter));
  if (timeline == nullptr) {
    return element("p", fmt::format("{}, {}: quarter {} lost nothing, so there is no incident to draw.",
                                    comparison.run.policies[quarter.policy].id, quantile_names(told, quarter),
                                    quarter.replication)) +
           "\n" + replay;
  }
  const SwimlaneChart chart = timeline_chart(comparison, told, quarter, *timeline);
  return figure(swimlane_chart(chart), quarter.policy) +
         details(
             fmt::format("Numbers, {}, {}", comparison.run.policies[quarter.policy].id, quantile_names(told, quarter)),
             phase_rows(*timeline) + service_rows(comparison.run, *timeline) + rate_rows(*timeline)) +
         replay;
}

}  // namespace

std::string timelines_section(const Comparison& comparison, const std::optional<ToldRun>& told) {
  if (!told) {
    return comparison.results_sha256.empty()
               ? ""
               : section(kTitle, element("p",
                                         "This file has no timelines: an earlier build of faultline wrote it. Run the "
                                         "comparison again to have them.") +
                                     "\n");
  }
  const std::size_t chosen = policy_told_of(comparison);
  std::string html = element("p", fmt::format("The costliest incident of the quarter whose loss is nearest to the "
                                              "median (p50), to p95 and to p99{}.",
                                              chosen == 0 ? ""
                                                          : ", for " + comparison.policies[0].id + " and for " +
                                                                comparison.policies[chosen].id)) +
                     "\n<p>The command below each runs its quarter again, bit for bit, where <code>" +
                     escape_html(comparison.run.scenario_id) +
                     "</code> is the scenario of this very run, with the same <code>--set</code> values if it had any: "
                     "SHA-256 <code>" +
                     escape_html(comparison.run.scenario_sha256) +
                     "</code>, <a href=\"#reproduce\">how to get it</a>.</p>\n";
  std::vector<std::pair<std::size_t, std::uint32_t>> shown;
  for (const double quantile : kToldQuantiles) {
    for (const ToldQuarter& quarter : told->quarters) {
      const std::pair key{quarter.policy, quarter.replication};
      if (quarter.quantile == quantile && (quarter.policy == 0 || quarter.policy == chosen) &&
          std::find(shown.begin(), shown.end(), key) == shown.end()) {
        shown.push_back(key);
        html += quarter_part(comparison, *told, quarter);
      }
    }
  }
  return section(kTitle, html);
}

}  // namespace faultline::report
