#include "cli/what_if_report.h"

#include <algorithm>

#include "analysis/report/page_sections.h"
#include "cli/scenario_run.h"
#include "cli/what_if_data.h"
#include "cli/what_if_module.h"
#include "models/io/scenario_json.h"

namespace faultline::cli {
namespace {

constexpr std::size_t kMostTaken = 2000;

}  // namespace

report::WhatIfPanel stored_what_if(const ResultsFile& results, const std::filesystem::path& module,
                                   std::optional<double> budget) {
  std::string text = what_if_module(module);
  const RunDescription& run = results.run();
  const LoadedScenario loaded = parse_scenario(run.scenario_json, results.path());
  std::vector<std::string> ids;
  for (const PolicyLabel& label : run.policies) {
    ids.push_back(label.id);
  }
  (void)find_policies(loaded.scenario, results.path(), ids);
  WhatIfData data(run, loaded.scenario, budget);
  for (std::uint32_t block = 0; block < results.blocks() && data.quarters() < kMostTaken; ++block) {
    const Block stored = results.read(block);
    const std::size_t cases = run.cases_in_block(block);
    for (std::size_t first = 0; first < stored.outcomes.size() && data.quarters() < kMostTaken; first += cases) {
      data.add(std::span(stored.outcomes).subspan(first, run.policies.size()));
    }
  }
  return data.panel(report::reproduce_command(run), std::move(text));
}

}  // namespace faultline::cli
