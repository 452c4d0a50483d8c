// What a planner looks at first and last: does it hold, how sure is it, what was run, what is wrong with it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/chart_tornado.h"
#include "analysis/report/comparison_charts.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/planner_charts.h"
#include "analysis/report/shell_word.h"
#include "analysis/report/sweep_words.h"
#include "analysis/report/warning_help.h"
#include "analysis/stats/precision.h"

namespace faultline::report {
namespace {

constexpr std::string_view state_word(LimitState state) {
  return state == LimitState::kept ? "PASS" : state == LimitState::broken ? "FAIL" : "INCONCLUSIVE";
}

std::string list_of(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  return names.size() > most ? text + fmt::format(" and {} more", names.size() - most) : text;
}

std::string precision_text(const Comparison& comparison) {
  std::optional<double> worst;
  for (const PolicyResult& policy : comparison.policies) {
    if (const auto width = stats::relative_half_width(policy.lost_orders.mean)) {
      worst = std::max(worst.value_or(0.0), *width);
    }
  }
  if (!worst) {
    return "not known";
  }
  const stats::PrecisionGoal& goal = comparison.run.precision;
  return fmt::format(
      "\u00B1{} % of the mean loss{}", format_number(100 * *worst, 2),
      goal.asked() ? fmt::format(" (target {} %)", format_number(100 * goal.relative_half_width, 2)) : ", at worst");
}

bool has_gate(const PolicyCard& card, const PolicyCard::GateText& wanted) {
  return std::any_of(card.phases.begin(), card.phases.end(), [&wanted](const PolicyCard::Phase& phase) {
    return std::any_of(phase.gates.begin(), phase.gates.end(), [&wanted](const PolicyCard::GateText& gate) {
      return gate.id == wanted.id && gate.words == wanted.words;
    });
  });
}

std::string status_item(std::string_view name, const std::string& value) {
  return "<div><dt>" + escape_html(name) + "</dt><dd>" + escape_html(value) + "</dd></div>\n";
}

}  // namespace

std::string status_section(const Comparison& comparison, const PlannerExtras& extras) {
  std::string html = "<dl class=\"status\">\n";
  html +=
      status_item("limits", extras.limits.empty() ? "none given" : std::string(state_word(worst_of(extras.limits))));
  html +=
      status_item("replications", comparison.replications < comparison.run.replications
                                      ? fmt::format("{} of {}", comparison.replications, comparison.run.replications)
                                      : std::to_string(comparison.replications));
  html += status_item("precision reached", precision_text(comparison));
  html += status_item("warnings", std::to_string(comparison.warnings.size()));
  if (!extras.history.empty()) {
    const auto failed = std::count_if(extras.history.begin(), extras.history.end(),
                                      [](const HistoryCheck& check) { return check.failed; });
    html += status_item("match to history",
                        failed == 0 ? "not refuted" : fmt::format("FAIL ({} of {})", failed, extras.history.size()));
  }
  html += "</dl>\n";
  if (!extras.limits.empty()) {
    std::vector<std::vector<std::string>> rows;
    for (const LimitCheck& check : extras.limits) {
      rows.push_back({escape_html(check.policy), escape_html(check.what), format_count(check.limit),
                      count_cell(check.figure), std::string(state_word(check.state))});
    }
    html += table("Limits: broken when the whole interval lies above, inconclusive when part of it does",
                  {"Policy", "Figure", "Limit", "Value", "Result"}, rows, LastColumn::words);
  }
  for (const HistoryCheck& check : extras.history) {
    if (check.failed) {
      html += "<p><strong>This model failed its check against history.</strong> " + escape_html(check.text) + "</p>\n";
    }
  }
  return html;
}

std::string scenario_section(const Comparison& comparison, const PlannerExtras& extras) {
  std::string html;
  if (extras.graph) {
    const GraphFacts& graph = *extras.graph;
    std::string tiers;
    for (const auto& [tier, services] : graph.tiers) {
      tiers += fmt::format("{}{}: {}", tiers.empty() ? "" : ", ", tier.empty() ? "without" : tier, services);
    }
    std::vector<std::string> cycles;
    for (const std::vector<std::string>& ring : graph.cycles) {
      cycles.push_back(list_of(ring, 6));
    }
    constexpr std::size_t kNamed = 8;
    const auto counted = [](const std::vector<std::string>& names) {
      return names.empty() ? std::string("none") : fmt::format("{}: {}", names.size(), list_of(names, kNamed));
    };
    html += table("The service graph", {"What", "Value"},
                  {{"Services", std::to_string(graph.services)},
                   {"Calls", fmt::format("{}, {} of them asynchronous", graph.calls, graph.async_calls)},
                   {"Entry points", escape_html(counted(graph.entry_points))},
                   {"Services by tier", escape_html(tiers)},
                   {"Cycles", escape_html(counted(cycles))},
                   {"Without an owner", escape_html(counted(graph.without_owner))},
                   {"Without traffic", escape_html(counted(graph.without_traffic))}},
                  LastColumn::words);
  }
  for (std::size_t p = 0; p < extras.cards.size(); ++p) {
    const PolicyLabel& policy = comparison.run.policies[p];
    std::string card;
    for (const PolicyCard::Phase& phase : extras.cards[p].phases) {
      if (!phase.when.empty()) {
        card += element("p", phase.when + ":") + "\n";
      }
      if (phase.gates.empty()) {
        card += element("p", "There is no gate: every change ships at once.") + "\n";
        continue;
      }
      card += "<ol>\n";
      for (const PolicyCard::GateText& gate : phase.gates) {
        const std::string words =
            p > 0 && has_gate(extras.cards[0], gate) ? "as under " + comparison.run.policies[0].id + "." : gate.words;
        card += "<li><code>" + escape_html(gate.id) + "</code>: " + escape_html(words) + "</li>\n";
      }
      card += "</ol>\n";
    }
    html += details(policy.id + (policy.title.empty() ? "" : ": " + policy.title), card);
  }
  return html.empty() ? "" : section("What was run?", html);
}

std::string lead_time_section(const Comparison& comparison) {
  const std::optional<LineChart> chart = lead_time_chart(comparison);
  if (!chart) {
    return "";
  }
  constexpr std::array<double, 5> kShares{0.1, 0.25, 0.5, 0.75, 0.9};
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    std::vector<std::string> row{policy_cell(p, comparison.policies[p].id)};
    for (const double share : kShares) {
      row.push_back(optional_hours(comparison.policies[p].lead_time_hours.quantile(share)));
    }
    rows.push_back(std::move(row));
  }
  return section("How long do changes take?",
                 figure(line_chart(*chart)) +
                     details("Numbers, lead times", table("Time within which a share of the changes is deployed",
                                                          {"Policy", "10 %", "25 %", "50 %", "75 %", "90 %"}, rows)));
}

std::string sensitivity_section(const Comparison& comparison, const PlannerExtras& extras) {
  constexpr std::string_view kTitle = "What would change the answer?";
  const RunDescription& run = comparison.run;
  if (!extras.sweep || extras.sweep->inputs.empty()) {
    return section(kTitle,
                   "<p>No sweep was given. This says on which inputs the saving hangs:</p>\n" +
                       preformatted("faultline sweep " + shell_word(run.scenario_id) +
                                    " --design tornado --vary /defects/beta=0.001:0.004,log --vary velocity=0.5:2\n"
                                    "faultline report RESULTS --sweep " +
                                    shell_word("faultline-results/" + run.scenario_id + "-sweep")));
  }
  const LeadershipSweep& sweep = *extras.sweep;
  std::vector<std::vector<std::string>> rows;
  for (const auto& [bar, savings] : sweep.inputs) {
    rows.push_back({escape_html(bar.label), bar.mark.empty() ? "-" : escape_html(bar.mark),
                    escape_html(bar.low.input + ": " + count_with_interval(savings.front())),
                    escape_html(bar.high.input + ": " + count_with_interval(savings.back()))});
  }
  const auto input_name = [](const std::string& input) { return input; };
  const std::string failed = failed_cells_words(sweep, input_name);
  std::string flips;
  for (const std::string& flip : sweep.flips) {
    flips += element("li", flip) + "\n";
  }
  return section(
      kTitle, figure(tornado_chart(saving_tornado(sweep, comparison.run.policies[sweep.policy].id, ChartSize::wide))) +
                  details("Numbers, what would change the answer",
                          table("Orders saved at the ends of each input, each with its own interval of 95 %",
                                {"Input", "Mark", "At its low end", "At its high end"}, rows, LastColumn::words)) +
                  (failed.empty() ? "" : element("p", failed) + "\n") +
                  element("p", saving_end_words(sweep, input_name)) + "\n" +
                  (flips.empty()
                       ? element("p", "Within these ranges no other policy comes to lose least of those that deliver.")
                       : "<p>Another policy comes to lose least of those that deliver:</p>\n<ul>\n" + flips + "</ul>") +
                  "\n");
}

std::string warnings_section(const Comparison& comparison) {
  if (comparison.warnings.empty()) {
    return section("Warnings", "<p>None.</p>\n");
  }
  std::vector<std::vector<std::string>> rows;
  for (const std::string& warning : comparison.warnings) {
    const WarningHelp help = warning_help(warning);
    rows.push_back({"<code>" + std::string(help.id) + "</code>", escape_html(warning), escape_html(help.how_to_fix)});
  }
  return section("Warnings", table("What runs but is probably not meant, or must be known to read the results",
                                   {"Id", "Warning", "What to do"}, rows, LastColumn::all_words));
}

std::string exports_section() {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [what, command] :
       {std::pair{"One sheet for those who decide", "faultline report RESULTS --for leadership"},
        std::pair{"Spreadsheet", "faultline export RESULTS --format xlsx"},
        std::pair{"Tables as CSV", "faultline export RESULTS --format csv"},
        std::pair{"Arrays for NumPy", "faultline export RESULTS --format npy"},
        std::pair{"Every chart, SVG and CSV", "faultline export RESULTS --charts DIR"},
        std::pair{"Job summary", "faultline export RESULTS --format markdown"},
        std::pair{"Summary as JSON", "faultline export RESULTS --format json"},
        std::pair{"Test report of limits", "faultline export RESULTS --format junit --max-mean-lost-orders X"},
        std::pair{"What changed since a run", "faultline report RESULTS --against OLD_RESULTS"}}) {
    rows.push_back({what, std::string("<code>") + command + "</code>"});
  }
  return section("Other forms",
                 table("RESULTS is results.sqlite or its folder", {"What", "Command"}, rows, LastColumn::words));
}

}  // namespace faultline::report
