// What a result rests on: inputs and their marks, what is left out, how to get it again.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "analysis/metric_names.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/shell_word.h"

namespace faultline::report {
namespace {

constexpr std::array<std::string_view, 7> kNotModelled{
    "Data that is lost for good, and customers who never come back after an incident.",
    "Reviewers who learn, tire of a policy or leave.",
    "Retry storms and overload: services fail by faults and by what they call, not by traffic.",
    "Regional failover and capacity bought during an incident.",
    "Attackers. Faults are accidents.",
    "Features whose value depends on when they ship, except as the stated cost of delay.",
    "Uncertainty of the inputs: intervals show simulation error alone.",
};

// What an input was in the earlier run, when it was something else.
std::string change_cell(const RunChanges& changes, const std::string& pointer) {
  const auto changed = std::find_if(changes.inputs.begin(), changes.inputs.end(), [&](const InputChange& change) {
    return change.policy.empty() && change.pointer == pointer;
  });
  if (changed == changes.inputs.end()) {
    return "as before";
  }
  return changed->before.empty() ? "<b>new</b>" : "<b>was " + escape_html(shorten(changed->before, 40)) + "</b>";
}

}  // namespace

std::string assumptions_section(const RunDescription& run, const RunChanges* changes) {
  std::array<std::size_t, kSourceStatusNames.size()> counts{};
  std::vector<std::vector<std::string>> rows;
  for (std::size_t status = kSourceStatusNames.size(); status-- > 0;) {
    for (const ParameterSource& source : run.sources) {
      if (static_cast<std::size_t>(source.status) != status) {
        continue;
      }
      ++counts[status];
      // Hundreds of rows: no more markup in each than it takes to see what is assumed.
      const std::string mark(kSourceStatusNames[status]);
      rows.push_back({escape_html(source.pointer), escape_html(shorten(source.value, 60)),
                      source.status == SourceStatus::assumed ? "<b>" + mark + "</b>" : mark, escape_html(source.source),
                      source.is_default ? "default" : "scenario"});
      if (changes != nullptr) {
        rows.back().push_back(change_cell(*changes, source.pointer));
      }
    }
  }
  std::string html = "<section>\n<h2>What it assumes</h2>\n<p>";
  for (std::size_t status = 0; status < counts.size(); ++status) {
    html += fmt::format("{}{} {}", status > 0 ? ", " : "", counts[status], kSourceStatusNames[status]);
  }
  html += " of " + std::to_string(run.sources.size()) +
          " inputs. Intervals do not show what wrong inputs would change.</p>\n";
  if (!rows.empty()) {
    std::vector<std::string> head{"Input", "Value", "Mark", "Source", "Given by"};
    if (changes != nullptr) {
      head.emplace_back("Since the last run");
    }
    html +=
        details("Every input with its mark",
                "<div class=\"inputs\">" +
                    table("Inputs of the scenario, assumed ones first", head, rows, LastColumn::words) + "</div>\n");
  }
  return html + "</section>\n";
}

std::string variant_name(const RunDescription& run) {
  return run.variant_id + (run.variant_title.empty() ? "" : " (" + run.variant_title + ")");
}

std::string not_modelled_section() {
  return list_section("Not modelled", std::vector<std::string>(kNotModelled.begin(), kNotModelled.end()));
}

std::span<const std::string_view> not_modelled_lines() { return kNotModelled; }

std::string reproduce_command(const RunDescription& run) {
  std::string policies;
  for (const PolicyLabel& policy : run.policies) {
    policies += (policies.empty() ? "" : ",") + policy.id;
  }
  const stats::PrecisionGoal& goal = run.precision;
  const std::string quarters = goal.asked() ? fmt::format("--replications {} --precision {} --most-replications {}",
                                                          goal.least, goal.relative_half_width, goal.most)
                                            : fmt::format("--replications {}", run.replications);
  return fmt::format("faultline compare {}{} --policies {} {} --seed {}", shell_word(run.scenario_id),
                     run.variant_id.empty() ? "" : " --variant " + shell_word(run.variant_id), shell_word(policies),
                     quarters, run.seed);
}

std::string which_scenario(const RunDescription& run) {
  const std::string check =
      run.variant_id.empty() ? "<code>faultline validate</code> with these values shows the SHA-256 that it must have"
                             : "the SHA-256 that it must have, variant and values included";
  return "<p><code>" + escape_html(run.scenario_id) +
         "</code> stands for the scenario of this very run: give its file or folder where that name does not lead to "
         "it, and the same <code>--set</code> values if the run had any; " +
         check + ": <code>" + escape_html(run.scenario_sha256) +
         "</code>. The results file holds it as it was run, with these values" +
         (run.variant_id.empty() ? "" : " and the variant, so that <code>--variant</code> must be left out") +
         "; this writes it to a file that can be given instead:</p>\n" +
         preformatted("sqlite3 results.sqlite \"SELECT value FROM run WHERE key = 'scenario_json'\" > scenario.json");
}

std::string reproduce_section(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  std::vector<std::vector<std::string>> rows{
      {"Scenario", escape_html(run.scenario_id)},
      {"Variant", run.variant_id.empty() ? "none: the scenario as it stands" : escape_html(variant_name(run))},
      {"Scenario, SHA-256", hash_code(run.scenario_sha256)},
      {"Results, SHA-256", comparison.results_sha256.empty() ? "unfinished" : hash_code(comparison.results_sha256)},
      {"Seed", std::to_string(run.seed)},
      {"Replications", fmt::format("{} of {}", comparison.replications, run.replications)},
      {"Time frame", fmt::format("{:g} days of warm-up, {:g} days counted, {:g} days of run-off, from {}",
                                 run.warm_up_days, run.horizon_days, run.run_off_days, escape_html(run.start_utc))},
      {"Program",
       escape_html("faultline " + run.tool_version + (run.git_hash.empty() ? "" : " (" + run.git_hash + ")"))}};
  return "<section id=\"reproduce\">\n<h2>How to reproduce this</h2>\n" + preformatted(reproduce_command(run)) +
         which_scenario(run) + "<p>The number of threads has no effect on results.</p>\n" +
         table("Provenance", {"What", "Value"}, rows, LastColumn::words) + "</section>\n";
}

}  // namespace faultline::report
