// Quarters that are run for what they say of luck, and not kept.
#pragma once

#include <functional>
#include <iosfwd>
#include <span>

#include "cli/scenario_run.h"
#include "sim/run/block_runner.h"

namespace faultline::cli {

struct LuckRun {
  LuckOptions luck;
  int threads = 0;             ///< 0: all cores
  bool shows_progress = true;  ///< on a terminal
};

/// Runs all replications of the description under `cases`. False when interrupted, which it then says.
bool run_quarters(const ScenarioRun& scenario, const RunDescription& run, std::span<const PolicyCase> cases,
                  const LuckRun& options, const std::function<void(Block&&)>& deliver, std::ostream& err);

}  // namespace faultline::cli
