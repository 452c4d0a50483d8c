#include "cli/what_if_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <ostream>

#include "analysis/report/what_if_page.h"
#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "cli/interrupt.h"
#include "cli/option_kinds.h"
#include "cli/progress.h"
#include "cli/scenario_run.h"
#include "cli/what_if_data.h"
#include "cli/what_if_levers.h"
#include "models/core/input_error.h"
#include "models/io/json_document.h"
#include "sim/run/block_runner.h"
#include "web/what_if.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* kModule = "faultline-what-if.js";
constexpr std::uint32_t kMostShown = 5000;  // quarters of which a page holds figures
constexpr std::uint32_t kRunBlock = 4;      // quarters: a page needs few, and all cores

// Every quarter's figures into data.checks and data.shown; false when interrupted.
bool run_published(const ScenarioRun& plain, const WhatIfOptions& options, WhatIfData& data) {
  const Scenario& scenario = plain.scenario();
  std::vector<PolicyCase> cases;
  for (std::size_t p = 0; p < scenario.policies.size(); ++p) {
    cases.push_back({PolicyId(p)});
  }
  const std::size_t figures = figure_count(scenario);
  const auto keep = [&](std::span<const Outcome> quarter) {
    std::vector<double>& shown = data.shown.emplace_back();
    for (const Outcome& outcome : quarter) {
      for (const Metric metric : kShownFigures) {
        shown.push_back(outcome[metric]);
      }
    }
    if (data.checks.size() < kCheckedQuarters) {
      std::vector<double>& all = data.checks.emplace_back(figures * quarter.size());
      for (std::size_t p = 0; p < quarter.size(); ++p) {
        figures_of(quarter[p], scenario.gate_ids.size(), std::span(all).subspan(p * figures, figures));
      }
    }
  };
  const auto deliver = [&](Block&& block) {
    for (std::size_t i = 0; i < block.outcomes.size(); i += cases.size()) {
      keep(std::span(block.outcomes).subspan(i, cases.size()));
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
  return run_blocks(plain.prepared(), data.run.seed, cases, blocks, deliver,
                    [&](std::uint32_t done) { progress.update(done); });
}

// One shown figure by policy of the run and replication.
std::vector<std::vector<double>> by_policy(const WhatIfData& data, std::size_t figure) {
  std::vector<std::vector<double>> values(data.order.size());
  for (const std::vector<double>& quarter : data.shown) {
    for (std::size_t p = 0; p < data.order.size(); ++p) {
      values[p].push_back(quarter[data.order[p] * kShownFigures.size() + figure]);
    }
  }
  return values;
}

std::string command_of(const WhatIfOptions& options, const RunDescription& run) {
  std::string command = "faultline compare " + run.scenario_id;
  if (!run.variant_id.empty()) {
    command += " --variant " + run.variant_id;
  }
  for (const auto& [pointer, value] : options.scenario.overrides) {
    command += fmt::format(" --set '{}={}'", pointer, value);
  }
  return command + fmt::format(" --replications {} --seed {}", run.replications, run.seed);
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

fs::path find_what_if_module() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path folder = program.parent_path();
  for (const fs::path& candidate : {folder / kModule, folder.parent_path() / "share" / "faultline" / kModule,
                                    folder.parent_path() / "what-if" / kModule}) {
    if (fs::is_regular_file(candidate, error)) {
      return candidate;
    }
  }
  throw InputError({kModule, "", "", "the simulator has not been built for pages",
                    "build it with script/build-what-if, or say with --module where it is"});
}

int run_what_if(const WhatIfOptions& options, std::ostream& err) {
  constexpr JsonLimits kModuleLimits{std::size_t{64} << 20U, 64, 10'000'000};
  const fs::path module_path = options.module.empty() ? find_what_if_module() : options.module;
  const std::string module = read_text_file(module_path.string(), kModuleLimits);
  if (module.find("openWhatIf") == std::string::npos) {
    throw InputError({module_path.string(), "", "", "this is not the simulator that script/build-what-if makes", ""});
  }
  const ScenarioRun plain(options.scenario);
  const Scenario& scenario = plain.scenario();
  const RunDescription run =
      plain.describe(plain.policies({}), options.seed.value_or(scenario.run.seed), options.replications);
  const std::vector<report::WhatIfLever> levers = what_if_levers(run, scenario);
  WhatIfData data{run, scenario, levers, channel_closing_settings(run.scenario_json), options.budget, {}};
  for (const PolicyLabel& label : run.policies) {
    const auto found = std::find_if(scenario.policies.begin(), scenario.policies.end(),
                                    [&](const Policy& policy) { return policy.id == label.id; });
    data.order.push_back(static_cast<std::size_t>(found - scenario.policies.begin()));
  }
  if (!run_published(plain, options, data)) {
    err << "faultline: interrupted; nothing was kept\n";
    return kInterrupted;
  }
  const std::string command = command_of(options, run);
  const std::string json = what_if_json(data);
  const std::string page = report::what_if_page({run, by_policy(data, 0), by_policy(data, 1), levers,
                                                 !data.closing.empty(), options.budget, command, json, module});
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
