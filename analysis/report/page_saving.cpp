// Where a saving comes from, what it costs, and until when it lasts.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/comparison_charts.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/table.h"
#include "analysis/report/wording.h"

namespace faultline::report {
namespace {

std::string waterfall_figure(const Comparison& comparison, std::size_t p, const WaterfallChart& chart) {
  const PolicyResult& policy = comparison.policies[p];
  const WaterfallResult& waterfall = *policy.waterfall;
  std::vector<std::vector<std::string>> rows;
  for (const WaterfallStep& step : waterfall.steps) {
    rows.push_back({escape_html(step_name(comparison.run, step)), count_cell(step.orders),
                    waterfall.total.value != 0 ? format_number(100 * share_of(step, waterfall), 2) + "\u00A0%" : "-",
                    step.settled() ? "settled" : "not settled"});
  }
  rows.push_back(
      {"<b>all together</b>", count_cell(chart.total.orders), "", chart.total.settled ? "settled" : "not settled"});
  return figure(waterfall_chart(chart), p) +
         details("Numbers, " + policy.id,
                 table("Orders that each step saves a quarter, and its share of what is saved in all",
                       {"Step", "Orders saved", "Share", "Settled?"}, rows, LastColumn::words));
}

std::string week_clause(const Comparison& comparison, std::size_t p) {
  const WeeklyLoss& weekly = *comparison.policies[p].weekly;
  const auto settled = std::count_if(weekly.weeks.begin(), weekly.weeks.end(), [](const WeekLoss& week) {
    return week.verdict == stats::Verdict::kSettledBetter;
  });
  std::string text = comparison.policies[p].id + ": its saving is settled in ";
  text += settled > 0 ? fmt::format("{} of {} weeks, the last of them week {}", settled, weekly.weeks.size(),
                                    *weekly.last_week_settled)
                      : "no single week";
  if (!weekly.may_end_after_week) {
    return text + "; the run does not settle that it may end within the horizon.";
  }
  return text +
         (*weekly.may_end_after_week == 0
              ? "; it is settled of every week that it saves nothing that matters."
              : fmt::format("; after week {} it is settled to save nothing that matters.", *weekly.may_end_after_week));
}

std::string weeks_part(const Comparison& comparison) {
  std::vector<Heading> head{{"Week"}};
  std::string clauses;
  std::vector<std::vector<std::string>> rows(comparison.run.weeks());
  for (std::size_t w = 0; w < rows.size(); ++w) {
    rows[w].push_back(std::to_string(w + 1));
  }
  for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
    const auto& weekly = comparison.policies[p].weekly;
    if (!weekly) {
      continue;
    }
    head.push_back({comparison.policies[p].id, p});
    clauses += element("li", week_clause(comparison, p)) + "\n";
    for (std::size_t w = 0; w < rows.size(); ++w) {
      rows[w].push_back(count_cell(*weekly->weeks[w].saved));
    }
  }
  if (clauses.empty()) {
    return "";
  }
  return element("p", kResetMeaning) + "\n<ul>\n" + clauses + "</ul>\n" +
         details("Week by week",
                 policy_table("Orders saved in each week of the horizon against " + comparison.policies[0].id +
                                  "; intervals hold for all weeks of a policy at once",
                              head, rows));
}

}  // namespace

std::string saving_section(const Comparison& comparison) {
  std::string figures;
  for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
    if (const std::optional<WaterfallChart> chart = saving_chart(comparison, p)) {
      figures += waterfall_figure(comparison, p, *chart);
    }
  }
  return figures.empty() ? "" : section("Where does the saving come from?", figures);
}

std::string price_section(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  if (comparison.policies.size() < 2) {
    return "";
  }
  const bool delay = run.cost_of_delay_per_change_day > 0;
  const bool money = run.margin_per_order > 0;
  std::vector<std::string> head{"Policy", "Orders saved", "More engineer hours", "Orders saved for each",
                                "More change-days of delay"};
  if (delay) {
    head.push_back("Their cost, " + run.currency);
  }
  if (money) {
    head.push_back("Net benefit, " + run.currency);
  }
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
    const PairResult& pair = comparison.against_reference(p);
    std::vector<std::string> row{policy_cell(p, comparison.policies[p].id), count_cell(pair.saving.orders),
                                 count_cell(pair.engineer_hours_b_minus_a),
                                 optional_count_cell(pair.orders_saved_per_engineer_hour),
                                 count_cell(pair.delay_change_days_b_minus_a)};
    if (delay) {
      row.push_back(count_cell(stats::scaled(pair.delay_change_days_b_minus_a, run.cost_of_delay_per_change_day)));
    }
    if (money) {
      row.push_back(optional_count_cell(pair.net_benefit_of_b));
    }
    rows.push_back(std::move(row));
  }
  std::string caption =
      "What a quarter of each policy saves and takes, against " + comparison.policies[0].id +
      "; orders for an hour where it is settled that it takes more; intervals at 95 %, each for itself";
  if (money && run.cost_per_engineer_hour > 0) {
    caption += fmt::format("; an hour costs what {} orders bring",
                           format_number(run.cost_per_engineer_hour / run.margin_per_order));
  }
  return section("What does the saving cost, and when may it end?",
                 table(caption, head, rows) + weeks_part(comparison));
}

}  // namespace faultline::report
