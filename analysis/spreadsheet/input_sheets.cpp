// Sheets of what the figures rest on.
#include <fmt/format.h>

#include <charconv>
#include <string>

#include "analysis/metric_names.h"
#include "analysis/spreadsheet/comparison_sheets.h"

namespace faultline {
namespace {

// A number where the whole text is one.
Cell value_cell(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? Cell{number} : Cell{text};
}

}  // namespace

Sheet inputs_sheet(const RunDescription& run) {
  Sheet sheet{"Inputs",
              {{"input (JSON pointer)", 50},
               {"value (unit: last word of the input's name)", 22},
               {"mark", 12},
               {"source", 60},
               {"given by", 12}},
              {}};
  for (const ParameterSource& source : run.sources) {
    sheet.rows.push_back({source.pointer, value_cell(source.value),
                          std::string(kSourceStatusNames[static_cast<std::size_t>(source.status)]), source.source,
                          std::string(source.is_default ? "default" : "scenario")});
  }
  return sheet;
}

Sheet provenance_sheet(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  Sheet sheet{"Provenance", {{"what", 40}, {"value", 70}}, {}};
  sheet.rows = {{"scenario", run.scenario_id},
                {"title", run.scenario_title},
                {"variant", run.variant_id},
                {"scenario, SHA-256", run.scenario_sha256},
                {"results, SHA-256", comparison.results_sha256.empty() ? "unfinished" : comparison.results_sha256},
                {"seed", std::to_string(run.seed)},  // as text: 64 bits
                {"replications", static_cast<double>(comparison.replications)},
                {"replications planned", static_cast<double>(run.replications)},
                {"replications with the second reviewer low", static_cast<double>(run.low_replications)},
                {"first day of the warm-up (UTC)", run.start_utc},
                {"warm-up (days)", run.warm_up_days},
                {"horizon (days)", run.horizon_days},
                {"run-off (days)", run.run_off_days},
                {"smallest difference that matters (share of the reference's mean loss)",
                 run.smallest_difference_that_matters_fraction},
                {"reference policy", run.policies[0].id},
                {"program", "faultline " + run.tool_version + (run.git_hash.empty() ? "" : " (" + run.git_hash + ")")}};
  return sheet;
}

Sheet changed_inputs_sheet(const RunChanges& changes) {
  Sheet sheet{"Changed_inputs",
              {{"input (JSON pointer)", 50},
               {"policy", 26},
               {"before", 30},
               {"now", 30},
               {"mark before", 12},
               {"mark now", 12}},
              {}};
  for (const FactChange& fact : changes.facts) {
    sheet.rows.push_back({fact.what, "", fact.before, fact.now, "", ""});
  }
  for (const PolicyChange& policy : changes.policies) {
    if (policy.kind != PolicyChange::Kind::changed) {
      const bool added = policy.kind == PolicyChange::Kind::added;
      sheet.rows.push_back({"policy", policy.id, added ? "" : "there", added ? "new" : "gone", "", ""});
    }
  }
  for (const InputChange& input : changes.inputs) {
    sheet.rows.push_back({input.pointer, input.policy, value_cell(input.before), value_cell(input.now),
                          input.mark_before, input.mark_now});
  }
  return sheet;
}

}  // namespace faultline
