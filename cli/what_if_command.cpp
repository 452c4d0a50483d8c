#include "cli/what_if_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <ostream>

#include "analysis/report/shell_word.h"
#include "analysis/report/what_if_panel.h"
#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "cli/interrupt.h"
#include "cli/option_kinds.h"
#include "cli/progress.h"
#include "cli/scenario_run.h"
#include "cli/what_if_data.h"
#include "cli/what_if_module.h"
#include "sim/run/block_runner.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::uint32_t kMostShown = 5000;  // quarters of which a page holds figures
constexpr std::uint32_t kRunBlock = 4;      // quarters: a page needs few, and all cores

// Every quarter into `data`; false when interrupted.
bool run_published(const ScenarioRun& plain, const RunDescription& run, const WhatIfOptions& options,
                   WhatIfData& data) {
  std::vector<PolicyCase> cases;
  for (const std::size_t policy : data.order()) {
    cases.push_back({PolicyId(policy)});
  }
  const auto deliver = [&](Block&& block) {
    for (std::size_t i = 0; i < block.outcomes.size(); i += cases.size()) {
      data.add(std::span(block.outcomes).subspan(i, cases.size()));
    }
  };
  const InterruptScope interrupt;
  Progress progress(options.replications, 0, options.progress && !options.quiet && isatty(STDERR_FILENO) == 1);
  BlockRunOptions blocks;
  blocks.block_size = kRunBlock;
  blocks.end_block = (options.replications + kRunBlock - 1) / kRunBlock;
  blocks.replications = options.replications;
  blocks.threads = options.threads;
  blocks.stop = &interrupt.flag();
  return run_blocks(plain.prepared(), run.seed, cases, blocks, deliver,
                    [&](std::uint32_t done) { progress.update(done); });
}

// From the folder in which it is typed, so that the page tells nothing of the folders above.
std::string as_typed_here(const std::string& scenario) {
  std::error_code error;
  const fs::path given(scenario);
  const fs::path near = given.is_absolute() ? fs::proximate(given, error) : given;
  return error ? scenario : near.string();
}

// Of a scenario with variants `compare` runs these alone, and not the scenario as it stands.
std::string command_of(const WhatIfOptions& options, const ScenarioRun& plain, const RunDescription& run) {
  const bool varied = run.variant_id.empty() && !plain.variants({}).empty();
  std::string command = (varied ? "faultline what-if " : "faultline compare ") +
                        report::shell_word(as_typed_here(options.scenario.scenario));
  if (options.scenario.allow_outside_tree) {
    command += " --allow-outside";
  }
  if (!run.variant_id.empty()) {
    command += " --variant " + report::shell_word(run.variant_id);
  }
  for (const auto& [pointer, value] : options.scenario.overrides) {
    command += " --set " + report::shell_word(pointer + "=" + value);
  }
  return command +
         fmt::format(" --replications {} --seed {}{}", run.replications, run.seed, varied ? " -o what-if.html" : "");
}

}  // namespace

void add_what_if(CLI::App& app, WhatIfOptions& options) {
  add_scenario(app, options.scenario);
  add_variant(app, options.scenario);
  app.add_option("-o,--output", options.output, "The page")->required()->option_text("FILE.html");
  app.add_option("--replications", options.replications,
                 "Quarters to simulate, and at most to replay in the page (400)")
      ->transform(whole_number(2, kMostShown))
      ->option_text("N");
  app.add_option("--budget", options.budget, "Lost orders that a quarter should not exceed")
      ->check(finite_number(0, true))
      ->option_text("ORDERS");
  add_seed(app, options.seed, "Seed of all luck (as the scenario says)");
  add_threads(app, options.threads);
  app.add_option("--module", options.module, "The simulator as script/build-what-if makes it (where that leaves it)")
      ->option_text("FILE.js");
  add_quiet(app, options.quiet, options.progress);
}

int run_what_if(const WhatIfOptions& options, std::ostream& err) {
  std::string module = what_if_module(options.module);
  const ScenarioRun plain(options.scenario);
  const Scenario& scenario = plain.scenario();
  const RunDescription run =
      plain.describe(plain.policies({}), options.seed.value_or(scenario.run.seed), options.replications);
  WhatIfData data(run, scenario, options.budget);
  if (!run_published(plain, run, options, data)) {
    err << "faultline: interrupted; nothing was kept\n";
    return kInterrupted;
  }
  const std::string page = report::what_if_page(data.panel(command_of(options, plain, run), std::move(module)));
  write_file(options.output, page);
  if (!options.quiet) {
    for (const std::string& warning : run.warnings) {
      err << "faultline: warning: " << warning << "\n";
    }
    err << fmt::format("Page: {} ({:.1f} MB)\n", options.output.string(), static_cast<double>(page.size()) / 1e6);
  }
  return kDone;
}

}  // namespace faultline::cli
