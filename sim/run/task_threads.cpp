// This file alone is built without the thread sanitizer (cmake/FaultlineTargets.cmake): the system's oneTBB comes
// without instrumentation, so the sanitizer does not see how its templates hand a task from thread to thread. What it
// must know, that `work` begins after what the caller did before and ends before what the caller does next, it sees
// from the mutex.
#include "sim/run/task_threads.h"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>
#include <mutex>

namespace faultline {
namespace {

/// Everything before it on one thread comes before everything after it on another.
void hand_over(std::mutex& mutex) { const std::scoped_lock passed(mutex); }

}  // namespace

std::uint32_t usable_cores() { return static_cast<std::uint32_t>(std::max(1, tbb::info::default_concurrency())); }

void run_on_threads(std::uint32_t threads, const std::function<void()>& work) {
  const tbb::global_control allow(tbb::global_control::max_allowed_parallelism,
                                  std::max<std::size_t>(threads, usable_cores()));
  tbb::task_arena arena(static_cast<int>(threads));
  std::mutex mutex;
  hand_over(mutex);
  arena.execute([&] {
    tbb::task_group calls;
    for (std::uint32_t call = 0; call < threads; ++call) {
      calls.run([&] {
        hand_over(mutex);
        work();
        hand_over(mutex);
      });
    }
    calls.wait();
  });
  hand_over(mutex);
}

}  // namespace faultline
