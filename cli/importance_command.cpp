#include "cli/importance_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <vector>

#include "analysis/importance/importance.h"
#include "cli/exit_code.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/scenario_run.h"
#include "sim/run/block_runner.h"

namespace faultline::cli {
namespace {

// Lost orders by case and replication; nothing when interrupted.
std::optional<std::vector<std::vector<double>>> run_cases(const ForcedCases& cases, const RunDescription& run,
                                                          const ImportanceOptions& options) {
  std::vector<std::vector<double>> lost(cases.cases().size());
  const auto deliver = [&](Block&& block) {
    for (std::size_t i = 0; i < block.outcomes.size(); ++i) {
      lost[i % lost.size()].push_back(block.outcomes[i][Metric::lost_orders_gross]);
    }
  };
  const InterruptScope interrupt;
  Progress progress(run.replications, 0, options.progress && !options.quiet && isatty(STDERR_FILENO) == 1);
  BlockRunOptions blocks;
  blocks.block_size = std::clamp(run.replications / 64, 1U, 10U);  // a replication is many runs
  blocks.end_block = (run.replications + blocks.block_size - 1) / blocks.block_size;
  blocks.replications = run.replications;
  blocks.threads = options.threads;
  blocks.stop = &interrupt.flag();
  if (!run_blocks(cases.prepared(), run.seed, cases.cases(), blocks, deliver,
                  [&](std::uint32_t done) { progress.update(done); })) {
    return std::nullopt;
  }
  return lost;
}

std::string in_format(const ImportanceReport& report, Format format) {
  switch (format) {
    case Format::json:
      return importance_json(report);
    case Format::csv:
      return importance_csv(report);
    case Format::markdown:
      return importance_markdown(report);
    case Format::table:
      break;
  }
  return importance_table(report);
}

}  // namespace

int run_importance(const ImportanceOptions& options, std::ostream& out, std::ostream& err) {
  const ScenarioRun plain(options.scenario);
  const Scenario& scenario = plain.scenario();
  const PolicyId policy = options.policy.empty() ? scenario.baseline : plain.policies({options.policy}).front();
  const RunDescription run = plain.describe({policy}, options.seed.value_or(scenario.run.seed),
                                            options.replications.value_or(scenario.run.replications));
  const ForcedCases cases(scenario, plain.prepared().shared_loss_table(), policy, options.parts, plain.file());
  const auto lost = run_cases(cases, run, options);
  if (!lost) {
    err << "faultline: interrupted; nothing was kept\n";
    return kInterrupted;
  }
  const ImportanceReport report = assess(cases, *lost, run, options.parts.soft_coupling);
  if (!options.quiet) {
    for (const std::string& warning : run.warnings) {
      err << "faultline: warning: " << warning << "\n";
    }
  }
  out << in_format(report, options.format);
  return kDone;
}

}  // namespace faultline::cli
