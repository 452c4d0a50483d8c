// Many quarters on all cores, handed over in order.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/replication.h"

namespace faultline {

class DrawStore;

/// Outcomes of one block of consecutive replications.
struct Block {
  std::uint32_t first_replication;
  std::uint32_t replications;
  /// outcomes[(r - first_replication) * cases + c]; of several scenarios, those of the first come first.
  std::vector<Outcome> outcomes;
};

/// A scenario and what is to be run of it. What they refer to must outlive the run.
struct ScenarioCases {
  const PreparedScenario* prepared;
  std::span<const PolicyCase> cases;
};

struct BlockRunOptions {
  std::uint32_t first_block = 0;
  std::uint32_t end_block = 0;              ///< past the last
  std::uint32_t block_size = 10;            ///< fixed: results are merged in block order
  std::uint32_t replications = 0;           ///< in all; the last block may be short
  LuckOptions luck;                         ///< see ReplicationRunner
  DrawStore* draws = nullptr;               ///< what its scenarios draw is kept there for runs to come; may be null
  int threads = 0;                          ///< 0: one for each core that the process may use
  const std::atomic<bool>* stop = nullptr;  ///< checked between replications; set by a signal handler
};

/// Runs blocks [first_block, end_block) on oneTBB's threads and calls `deliver` with each finished block, strictly in
/// block order, from one thread at a time, with a bounded number of blocks in flight. Returns false when `stop` ended
/// it early; blocks delivered before then are complete. `progress` (may be empty) is called with the number of
/// replications finished, from any thread.
bool run_blocks(const PreparedScenario& prepared, std::uint64_t seed, std::span<const PolicyCase> cases,
                const BlockRunOptions& options, const std::function<void(Block&&)>& deliver,
                const std::function<void(std::uint32_t)>& progress);

/// The same for several scenarios, each replication of all of them before the next: those that draw alike
/// (PreparedScenario::draws_like) draw it once.
bool run_blocks(std::span<const ScenarioCases> scenarios, std::uint64_t seed, const BlockRunOptions& options,
                const std::function<void(Block&&)>& deliver, const std::function<void(std::uint32_t)>& progress);

}  // namespace faultline
