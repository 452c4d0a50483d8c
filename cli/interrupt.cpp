#include "cli/interrupt.h"

#include <csignal>

namespace faultline::cli {
namespace {

// A signal handler can reach nothing but a global.
std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);
int scopes = 0;  // that are alive; they belong to the main thread

void raise_flag(int signal) {
  interrupted.store(true, std::memory_order_relaxed);
  std::signal(signal, SIG_DFL);
}

}  // namespace

InterruptScope::InterruptScope() {
  if (scopes++ > 0) {
    return;
  }
  interrupted.store(false, std::memory_order_relaxed);
  std::signal(SIGINT, raise_flag);
  std::signal(SIGTERM, raise_flag);
}

InterruptScope::~InterruptScope() {
  if (--scopes > 0) {
    return;
  }
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

const std::atomic<bool>& InterruptScope::flag() const { return interrupted; }

}  // namespace faultline::cli
