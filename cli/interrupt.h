// Ctrl-C and termination asked for politely.
#pragma once

#include <atomic>

namespace faultline::cli {

/// While it lives, the first SIGINT or SIGTERM raises a flag; the second one ends the program at once, as without it.
/// One within another shares its flag.
class InterruptScope {
 public:
  InterruptScope();
  ~InterruptScope();
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;

  [[nodiscard]] const std::atomic<bool>& flag() const;
};

}  // namespace faultline::cli
