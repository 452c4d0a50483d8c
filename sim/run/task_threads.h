// The threads of oneTBB.
#pragma once

#include <cstdint>
#include <functional>

namespace faultline {

/// Cores that oneTBB would use by itself: those that this process may run on.
[[nodiscard]] std::uint32_t usable_cores();

/// Calls `work` up to `threads` times at once, each time on a thread of oneTBB's, this one included, and returns when
/// all calls have returned. More threads than cores are allowed. When the system gives fewer threads, some calls come
/// after others. `work` must not throw.
void run_on_threads(std::uint32_t threads, const std::function<void()>& work);

}  // namespace faultline
