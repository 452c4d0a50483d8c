#include "cli/luck_run.h"

#include <unistd.h>

#include <ostream>

#include "cli/interrupt.h"
#include "cli/progress.h"

namespace faultline::cli {

bool run_quarters(const ScenarioRun& scenario, const RunDescription& run, std::span<const PolicyCase> cases,
                  const LuckRun& options, const std::function<void(Block&&)>& deliver, std::ostream& err) {
  const InterruptScope interrupt;
  BlockRunOptions blocks;
  blocks.end_block = run.blocks();
  blocks.block_size = kBlockSize;
  blocks.replications = run.replications;
  blocks.luck = options.luck;
  blocks.threads = options.threads;
  blocks.stop = &interrupt.flag();
  bool done = false;
  {
    Progress progress(run.replications, 0, options.shows_progress && isatty(STDERR_FILENO) == 1);
    done = run_blocks(scenario.prepared(), run.seed, cases, blocks, deliver,
                      [&](std::uint32_t quarters) { progress.update(quarters); });
  }
  if (!done) {
    err << "faultline: interrupted; nothing is kept\n";
  }
  return done;
}

}  // namespace faultline::cli
