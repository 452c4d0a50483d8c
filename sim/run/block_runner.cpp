#include "sim/run/block_runner.h"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <optional>

namespace faultline {
namespace {

/// One run of blocks: what its pipeline's stages share.
class BlockRun {
 public:
  BlockRun(const PreparedScenario& prepared, std::uint64_t seed, std::span<const PolicyCase> cases,
           const BlockRunOptions& options, const std::function<void(Block&&)>& deliver,
           const std::function<void(std::uint32_t)>& progress)
      : prepared_(prepared),
        cases_(cases),
        options_(options),
        deliver_(deliver),
        progress_(progress),
        next_block_(options.first_block),
        runners_([&prepared, seed] { return ReplicationRunner(prepared, seed); }) {}

  bool run(int threads) {
    // More threads than cores are allowed: tests of determinism ask for them.
    const tbb::global_control allow(tbb::global_control::max_allowed_parallelism,
                                    std::max(static_cast<std::size_t>(threads), default_parallelism()));
    tbb::task_arena arena(threads);
    // Two blocks a thread in flight: enough that a slow block does not idle the others, and memory stays bounded.
    const std::size_t in_flight = 2 * static_cast<std::size_t>(threads);
    arena.execute([&] {
      tbb::parallel_pipeline(
          in_flight,
          tbb::make_filter<void, std::uint32_t>(tbb::filter_mode::serial_in_order,
                                                [this](tbb::flow_control& flow) { return take_block(flow); }) &
              tbb::make_filter<std::uint32_t, std::optional<Block>>(
                  tbb::filter_mode::parallel, [this](std::uint32_t block) { return run_block(block); }) &
              tbb::make_filter<std::optional<Block>, void>(tbb::filter_mode::serial_in_order,
                                                           [this](std::optional<Block> block) { hand_over(block); }));
    });
    return !cut_short_;
  }

  static std::size_t default_parallelism() { return static_cast<std::size_t>(tbb::info::default_concurrency()); }

 private:
  [[nodiscard]] bool stopping() const {
    return abandoned_.load(std::memory_order_relaxed) ||
           (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed));
  }

  std::uint32_t take_block(tbb::flow_control& flow) {
    if (next_block_ >= options_.end_block) {
      flow.stop();
      return 0;
    }
    if (stopping()) {
      cut_short_ = true;
      flow.stop();
      return 0;
    }
    return next_block_++;
  }

  std::optional<Block> run_block(std::uint32_t index) {
    Block block{index * options_.block_size, 0, {}};
    const std::uint32_t end = std::min(block.first_replication + options_.block_size, options_.replications);
    if (end > block.first_replication) {
      block.replications = end - block.first_replication;
    }
    block.outcomes.assign(block.replications * cases_.size(), make_outcome(prepared_.scenario()));
    ReplicationRunner& runner = runners_.local();
    for (std::uint32_t r = 0; r < block.replications; ++r) {
      if (stopping()) {
        return std::nullopt;
      }
      runner.run(block.first_replication + r, cases_,
                 std::span(block.outcomes).subspan(r * cases_.size(), cases_.size()));
      if (progress_) {
        progress_(finished_.fetch_add(1, std::memory_order_relaxed) + 1);
      }
    }
    return block;
  }

  // After one incomplete block none may follow: what is delivered stays a prefix.
  void hand_over(std::optional<Block>& block) {
    if (!block || gap_) {
      gap_ = true;
      cut_short_ = true;
      return;
    }
    try {
      deliver_(std::move(*block));
    } catch (...) {
      abandoned_.store(true, std::memory_order_relaxed);  // so that the other threads end soon
      throw;
    }
  }

  const PreparedScenario& prepared_;
  std::span<const PolicyCase> cases_;
  const BlockRunOptions& options_;
  const std::function<void(Block&&)>& deliver_;
  const std::function<void(std::uint32_t)>& progress_;
  std::uint32_t next_block_;             // first stage only
  bool gap_ = false;                     // last stage only: a block was left incomplete
  std::atomic<bool> cut_short_ = false;  // replications are missing
  std::atomic<bool> abandoned_ = false;  // `deliver` failed
  std::atomic<std::uint32_t> finished_ = 0;
  tbb::enumerable_thread_specific<ReplicationRunner> runners_;
};

}  // namespace

bool run_blocks(const PreparedScenario& prepared, std::uint64_t seed, std::span<const PolicyCase> cases,
                const BlockRunOptions& options, const std::function<void(Block&&)>& deliver,
                const std::function<void(std::uint32_t)>& progress) {
  const int threads = options.threads > 0 ? options.threads : static_cast<int>(BlockRun::default_parallelism());
  return BlockRun(prepared, seed, cases, options, deliver, progress).run(threads);
}

}  // namespace faultline
