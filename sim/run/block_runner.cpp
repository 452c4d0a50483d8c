#include "sim/run/block_runner.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "sim/replication_draws.h"
#include "sim/run/task_threads.h"

namespace faultline {
namespace {

/// One run of blocks. Its threads take blocks in order and run them; whoever finishes the block that is next in order
/// delivers it and those behind it that are finished.
class BlockRun {
 public:
  BlockRun(std::span<const ScenarioCases> scenarios, std::uint64_t seed, const BlockRunOptions& options,
           const std::function<void(Block&&)>& deliver, const std::function<void(std::uint32_t)>& progress)
      : scenarios_(scenarios),
        seed_(seed),
        options_(options),
        deliver_(deliver),
        progress_(progress),
        threads_(options.threads > 0 ? static_cast<std::uint32_t>(options.threads) : usable_cores()),
        next_block_(options.first_block),
        next_delivery_(options.first_block),
        finished_(std::size_t{2} * threads_) {}

  bool run() {
    const std::uint32_t blocks = std::max(options_.end_block, options_.first_block) - options_.first_block;
    run_on_threads(std::clamp(threads_, 1U, std::max(blocks, 1U)), [this] { work(); });
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    return !ending_;
  }

 private:
  void work() {
    try {
      std::vector<ReplicationRunner> runners;  // one a scenario; they stay warm from block to block
      while (const std::optional<std::uint32_t> index = take_block()) {
        if (runners.empty()) {
          const auto draws = std::make_shared<ReplicationDraws>(options_.draws);
          for (const ScenarioCases& one : scenarios_) {
            runners.emplace_back(*one.prepared, seed_, options_.luck, draws);
          }
        }
        hand_in(*index, run_block(runners, *index));
      }
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      if (!failure_) {
        failure_ = std::current_exception();
      }
      end_early();
    }
  }

  std::optional<std::uint32_t> take_block() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] {
      return ending_ || next_block_ >= options_.end_block || next_block_ - next_delivery_ < finished_.size();
    });
    if (ending_ || next_block_ >= options_.end_block) {
      return std::nullopt;
    }
    if (stopping()) {
      end_early();
      return std::nullopt;
    }
    return next_block_++;
  }

  // Nothing when told to stop before its end.
  std::optional<Block> run_block(std::vector<ReplicationRunner>& runners, std::uint32_t index) {
    Block block{index * options_.block_size, 0, {}};
    const std::uint32_t end = std::min(block.first_replication + options_.block_size, options_.replications);
    if (end > block.first_replication) {
      block.replications = end - block.first_replication;
    }
    for (std::uint32_t r = 0; r < block.replications; ++r) {
      for (const ScenarioCases& one : scenarios_) {
        block.outcomes.insert(block.outcomes.end(), one.cases.size(), make_outcome(one.prepared->scenario()));
      }
    }
    std::span<Outcome> outcomes(block.outcomes);
    for (std::uint32_t r = 0; r < block.replications; ++r) {
      for (std::size_t s = 0; s < scenarios_.size(); ++s) {
        if (stopping()) {
          return std::nullopt;
        }
        const std::span<const PolicyCase> cases = scenarios_[s].cases;
        runners[s].run(block.first_replication + r, cases, outcomes.first(cases.size()));
        outcomes = outcomes.subspan(cases.size());
      }
      if (progress_) {
        progress_(replications_run_.fetch_add(1, std::memory_order_relaxed) + 1);
      }
    }
    return block;
  }

  // A block that is missing holds back all that come after it: what is delivered stays a prefix.
  void hand_in(std::uint32_t index, std::optional<Block> block) {
    std::unique_lock lock(mutex_);
    if (!block) {
      end_early();
      return;
    }
    place_of(index) = std::move(block);
    if (delivering_) {
      return;  // that thread takes it along
    }
    delivering_ = true;
    while (!failure_ && place_of(next_delivery_)) {
      Block next = *std::exchange(place_of(next_delivery_), std::nullopt);
      lock.unlock();
      deliver_(std::move(next));  // when it throws, nobody delivers any more
      lock.lock();
      ++next_delivery_;
      room_.notify_all();
    }
    delivering_ = false;
  }

  // Blocks in flight are consecutive and no more than there are places.
  std::optional<Block>& place_of(std::uint32_t block) { return finished_[block % finished_.size()]; }

  [[nodiscard]] bool stopping() const {
    return ending_.load(std::memory_order_relaxed) ||
           (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed));
  }

  // With the mutex held: replications will be missing, and nobody need begin another one.
  void end_early() {
    ending_ = true;
    room_.notify_all();
  }

  std::span<const ScenarioCases> scenarios_;
  const std::uint64_t seed_;
  const BlockRunOptions& options_;
  const std::function<void(Block&&)>& deliver_;
  const std::function<void(std::uint32_t)>& progress_;
  const std::uint32_t threads_;
  std::atomic<bool> ending_ = false;  // before its end; written with the mutex held
  std::atomic<std::uint32_t> replications_run_ = 0;

  std::mutex mutex_;  // guards what follows
  std::condition_variable room_;
  std::uint32_t next_block_;     // not taken yet
  std::uint32_t next_delivery_;  // not delivered yet
  // Finished and not delivered yet. Two blocks a thread are in flight: enough that a slow block does not idle the other
  // threads, and memory stays bounded.
  std::vector<std::optional<Block>> finished_;
  bool delivering_ = false;
  std::exception_ptr failure_;  // the first
};

}  // namespace

bool run_blocks(const PreparedScenario& prepared, std::uint64_t seed, std::span<const PolicyCase> cases,
                const BlockRunOptions& options, const std::function<void(Block&&)>& deliver,
                const std::function<void(std::uint32_t)>& progress) {
  const ScenarioCases one{&prepared, cases};
  return run_blocks(std::span(&one, 1), seed, options, deliver, progress);
}

bool run_blocks(std::span<const ScenarioCases> scenarios, std::uint64_t seed, const BlockRunOptions& options,
                const std::function<void(Block&&)>& deliver, const std::function<void(std::uint32_t)>& progress) {
  return BlockRun(scenarios, seed, options, deliver, progress).run();
}

}  // namespace faultline
