// The answer as Markdown, for job summaries and pull requests.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "analysis/report/changes_tables.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/table.h"
#include "analysis/report/table_rows.h"
#include "analysis/report/text_cells.h"
#include "analysis/report/wording.h"
#include "models/core/how_many.h"

namespace faultline::report {
namespace {

std::string row_of(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) {
    text += " " + cell + " |";
  }
  return text + "\n";
}

std::string head_of(const std::vector<std::string>& cells) {
  std::string text = row_of(cells) + "|";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    text += "---|";
  }
  return text + "\n";
}

// What a policy asks of people, and what it gives for it.
std::string flow_table(const Comparison& comparison) {
  std::string text = head_of({"policy", "review hours a week, each", "most loaded desk", "backlog back on day",
                              "orders saved for each engineer hour more", "change-days of delay"});
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const ReviewerLoad& load = policy.reviewer_load;
    std::vector<std::string> cells{
        markdown_text(policy.id), "-", "-", "-", "-", format_count(policy.delay_change_days)};
    if (load.hours_per_person_week) {
      cells[1] = format_number(load.hours_per_person_week->value);
    }
    if (load.most_loaded) {
      cells[2] = fmt::format("{} ({})", markdown_text(comparison.run.desks[*load.most_loaded].id),
                             format_number(*load.desks[*load.most_loaded].hours_per_person_week));
    }
    if (policy.backlog.recovers_on_day) {
      cells[3] = std::to_string(*policy.backlog.recovers_on_day);
    }
    if (p > 0 && comparison.against_reference(p).orders_saved_per_engineer_hour) {
      cells[4] = count_with_interval(*comparison.against_reference(p).orders_saved_per_engineer_hour);
    }
    text += row_of(cells);
  }
  return text + "\n";
}

// Steps by policy; empty without any.
std::string steps_table(const Comparison& comparison) {
  std::vector<std::string> names;
  for (const PolicyResult& policy : comparison.policies) {
    for (const WaterfallStep& step : policy.waterfall ? policy.waterfall->steps : std::vector<WaterfallStep>{}) {
      const std::string name = step_name(comparison.run, step);
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
  }
  if (names.empty()) {
    return "";
  }
  std::vector<std::string> head{"orders saved by what was"};
  for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
    head.push_back(markdown_text(comparison.policies[p].id));
  }
  std::string text = head_of(head);
  for (const std::string& name : names) {
    std::vector<std::string> cells{markdown_text(name)};
    for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
      cells.emplace_back("-");
      for (const WaterfallStep& step :
           comparison.policies[p].waterfall ? comparison.policies[p].waterfall->steps : std::vector<WaterfallStep>{}) {
        if (step_name(comparison.run, step) == name) {
          stats::Estimate orders = step.orders.alone;
          orders.interval = step.orders.together;
          cells.back() = count_with_interval(orders);
        }
      }
    }
    text += row_of(cells);
  }
  return text + "\n";
}

// Limits and what became of them, the worst in the heading.
std::string gate_section(const std::vector<LimitCheck>& checks) {
  constexpr std::array<std::string_view, 3> kResults{"PASS", "INCONCLUSIVE", "FAIL"};
  const auto result = [&](LimitState state) { return kResults[static_cast<std::size_t>(state)]; };
  const LimitState worst = worst_of(checks);
  std::string policies;
  for (const LimitCheck& check : checks) {
    const std::string name = markdown_text(check.policy);
    if (check.state == worst && policies.find('"' + name + '"') == std::string::npos) {
      policies += (policies.empty() ? "" : ", ") + ('"' + name + '"');
    }
  }
  std::string text = fmt::format("### Loss gate: {}{}\n", result(worst),
                                 worst == LimitState::kept ? "" : " (policy " + policies + ")");
  text += head_of({"policy", "check", "limit", "value (95 %)", "result"});
  for (const LimitCheck& check : checks) {
    text += row_of({markdown_text(check.policy), std::string(check.what), format_count(check.limit),
                    count_with_interval(check.figure), std::string(result(check.state))});
  }
  return text + "\n";
}

std::string folded(const std::string& summary, const std::string& content) {
  return "<details><summary>" + summary + "</summary>\n\n" + content + "\n</details>\n\n";
}

std::string pairs_table(const Comparison& comparison) {
  std::string text = head_of({"pair", "orders saved (95 %, all pairs at once)", "saved %",
                              "chance to lose less in a quarter", "more engineer hours", "verdict"});
  for (const PairResult& pair : comparison.pairs) {
    stats::Estimate orders = pair.saving.orders;
    orders.interval = pair.saving.simultaneous;
    text += row_of({markdown_text(comparison.policies[pair.b].id + " against " + comparison.policies[pair.a].id),
                    count_with_interval(orders),
                    pair.saving.fraction ? percent_number(pair.saving.fraction->value, *pair.saving.fraction) : "-",
                    format_chance(pair.order.b_loses_less.value), count_with_interval(pair.engineer_hours_b_minus_a),
                    std::string(stats::to_string(pair.saving.verdict))});
  }
  return text;
}

std::string changes_in_markdown(const RunChanges& changes) {
  std::string text;
  for (const TextTable& table : changes_tables(changes)) {
    text += markdown_text(table.caption) + "\n\n" + head_of(table.head);
    for (const std::vector<std::string>& row : table.rows) {
      std::vector<std::string> cells;
      for (const std::string& cell : row) {
        cells.push_back(markdown_text(cell));
      }
      text += row_of(cells);
    }
    text += "\n";
  }
  return "Since the last run: " + markdown_text(changes_sentence(changes)) + "\n\n" +
         (text.empty() ? "" : folded("What changed since the last run", text));
}

std::string warnings_list(const Comparison& comparison) {
  std::string text;
  for (const std::string& warning : comparison.warnings) {
    text += "- " + markdown_text(warning) + "\n";
  }
  return text.empty() ? "" : folded(fmt::format("Warnings: {}", comparison.warnings.size()), text);
}

std::string provenance_line(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  return fmt::format("Scenario {}{}, seed {}, {}; scenario\\_sha256 {}; results\\_sha256 {}; faultline {}\n",
                     markdown_text(run.scenario_id),
                     run.variant_id.empty() ? "" : ", variant " + markdown_text(run.variant_id), run.seed,
                     how_many(comparison.replications, "replication"), run.scenario_sha256,
                     comparison.results_sha256.empty() ? "(unfinished)" : comparison.results_sha256, run.tool_version);
}

}  // namespace

std::string markdown_table(const Comparison& comparison, const MarkdownExtras& extras) {
  std::string text = extras.checks.empty() ? "" : gate_section(extras.checks);
  text += markdown_text(answer_sentence(comparison)) + "\n\n";
  text +=
      "| policy | lost orders (95 %) | saved % (95 %) | saved %, second reviewer low | lead time | engineer hours | "
      "undelivered % | verdict |\n|---|---|---|---|---|---|---|---|\n";
  const auto joined = [](const std::string& value, const std::string& interval) {
    return interval.empty() ? value : value + " (" + interval + ")";
  };
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyRows rows = policy_rows(comparison, p);
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", markdown_text(comparison.policies[p].id),
                        joined(rows.values[1], rows.intervals[1]), joined(rows.values[2], rows.intervals[2]),
                        joined(rows.values[3], rows.intervals[3]), rows.values[4], rows.values[5], rows.values[6],
                        p == 0 ? "compared with" : rows.intervals[0]);
  }
  text += "\n";
  for (const std::string& source : sources(comparison)) {
    text += "- " + markdown_text(source) + "\n";
  }
  text += sources(comparison).empty() ? "" : "\n";
  if (extras.changes != nullptr) {
    text += changes_in_markdown(*extras.changes);
  }
  if (!comparison.pairs.empty()) {
    text += folded("Every pair of policies on the same quarters", pairs_table(comparison));
  }
  text += folded("People, queues and steps of the savings", flow_table(comparison) + steps_table(comparison)) +
          warnings_list(comparison);
  return text + markdown_text(table_notes(comparison)) + "\n\n" + provenance_line(comparison);
}

}  // namespace faultline::report
