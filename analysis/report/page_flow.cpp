// What a policy costs in speed and in people's time.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/comparison_charts.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/table.h"

namespace faultline::report {
namespace {

constexpr double kBusy = 0.85;  // utilisation from which a queue's waits grow fast: as 1 / (1 - utilisation)

// What each gate did to delivery, policy by policy.
std::string gate_table(const Comparison& comparison) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    for (std::size_t g = 0; g < policy.gates.size(); ++g) {
      const GateResult& gate = policy.gates[g];
      if (gate.seen()) {
        rows.push_back({policy_cell(p, policy.id), escape_html(comparison.run.gates[g]), format_count(gate.met),
                        optional_percent(gate.bypassed_fraction), format_number(gate.mean_changes),
                        optional_hours(gate.mean_hours)});
      }
    }
  }
  return rows.empty() ? ""
                      : element("h3", "Gate by gate") + "\n" +
                            table(
                                "Changes of a quarter at each gate: met it, went round it, were there at one time "
                                "on average; hours at the gate within the horizon for each change that met it",
                                {"Policy", "Gate", "Met", "Went round", "There at one time", "Time at the gate"}, rows);
}

// Pools of people and agents by how much of their time they give.
void add_pools(const Comparison& comparison, std::vector<std::string>& head,
               std::vector<std::vector<std::string>>& rows) {
  const RunDescription& run = comparison.run;
  for (std::size_t d = run.teams.size(); d < run.desks.size(); ++d) {
    head.push_back(run.desks[d].id + " busy");
    for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
      rows[p].push_back(optional_percent(comparison.policies[p].reviewer_load.desks[d].utilisation));
    }
  }
}

}  // namespace

std::string delivery_section(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    std::vector<std::string> row{policy_cell(p, policy.id),
                                 format_number(policy.submitted_per_day),
                                 format_number(policy.deployed_per_day),
                                 optional_percent(policy.undelivered_fraction),
                                 optional_percent(policy.undelivered_fraction_run_off),
                                 optional_hours(policy.lead_time_p50_hours),
                                 optional_hours(policy.lead_time_p90_hours),
                                 optional_percent(policy.review_utilisation),
                                 optional_percent(policy.bypassed_fraction),
                                 optional_percent(policy.stamped_fraction),
                                 format_count(policy.delay_change_days)};
    if (run.cost_of_delay_per_change_day > 0) {
      row.push_back(format_count(run.cost_of_delay_per_change_day * policy.delay_change_days));
    }
    rows.push_back(std::move(row));
  }
  std::vector<std::string> head{"Policy",
                                "Submitted a day",
                                "Deployed a day",
                                "Undelivered, horizon",
                                "Undelivered, run-off",
                                "Lead time, median",
                                "Lead time, 90 %",
                                "Reviewers busy",
                                "Bypassed",
                                "Stamped unread",
                                "Change-days of delay"};
  if (run.cost_of_delay_per_change_day > 0) {
    head.push_back("Cost of delay, " + run.currency);
  }
  std::string busy;
  for (const PolicyResult& policy : comparison.policies) {
    if (policy.review_utilisation && *policy.review_utilisation > kBusy) {
      busy += (busy.empty() ? "" : ", ") + policy.id;
    }
  }
  return "<section>\n<h2>What does it cost in speed?</h2>\n" +
         table(fmt::format("Changes and their reviews; lead times of people's and agents' changes through the "
                           "pipeline; undelivered at the end of "
                           "the {:g}-day horizon and of the "
                           "{:g}-day run-off",
                           run.horizon_days, run.run_off_days),
               head, rows) +
         (busy.empty() ? ""
                       : element("p", "Reviewers are busy for more than 85 % of their hours under " + busy +
                                          ": from there on waits grow fast with every further change.") +
                             "\n") +
         gate_table(comparison) + "</section>\n";
}

std::string backlog_section(const Comparison& comparison) {
  const std::optional<LineChart> chart = backlog_chart(comparison);
  if (!chart) {
    return "";
  }
  std::vector<std::vector<std::string>> rows;
  constexpr std::size_t kWeek = 7;
  for (std::size_t d = kWeek - 1; d < comparison.policies[0].backlog.days.size(); d += kWeek) {
    std::vector<std::string> row{std::to_string(d + 1)};
    for (const PolicyResult& policy : comparison.policies) {
      row.push_back(format_count(policy.backlog.days[d].mean));
    }
    rows.push_back(std::move(row));
  }
  return section(
      "When is the backlog gone?",
      figure(line_chart(*chart)) +
          details("Numbers", policy_table("Mean number of changes submitted and not deployed, every seventh day",
                                          policy_headings("Day", comparison), rows)));
}

std::string people_section(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  std::vector<std::string> head{"Policy", "Hours of review a week, each", "Most loaded desk", "Its hours, each",
                                "Of the time that it has"};
  std::vector<std::vector<std::string>> rows;
  bool any = false;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const ReviewerLoad& load = policy.reviewer_load;
    std::vector<std::string> row{policy_cell(p, policy.id), "-", "-", "-", "-"};
    if (load.hours_per_person_week) {
      const stats::Estimate& hours = *load.hours_per_person_week;
      const auto [low, high] = hours.interval
                                   ? format_range(hours.interval->low, hours.interval->high, hours.standard_error)
                                   : std::pair<std::string, std::string>();
      row[1] = with_interval(format_with_error(hours.value, hours.standard_error) + " h",
                             low == high ? "" : low + " to " + high + " h");
    }
    if (load.most_loaded) {
      any = true;
      const DeskLoad& desk = load.desks[*load.most_loaded];
      row[2] = escape_html(run.desks[*load.most_loaded].id);
      row[3] = format_number(*desk.hours_per_person_week) + " h";
      row[4] = optional_percent(desk.utilisation);
    }
    rows.push_back(std::move(row));
  }
  if (!any) {
    return "";
  }
  add_pools(comparison, head, rows);
  return section(
      "Who reviews how much?",
      table("Hours that one reviewer gives to reviews in a week of the horizon, mean over the reviewers of all "
            "teams; shares are of the hours set aside for reviews in a week without holidays",
            head, rows));
}

}  // namespace faultline::report
