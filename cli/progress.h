// A progress bar with the time left, on a terminal only.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace faultline::cli {

/// "1 h 05 min", "3 min 20 s" or "45 s".
[[nodiscard]] std::string duration_text(double seconds);

/// The bar's text, no wider than 79 columns: "[#####.....]  512/1000 quarters, 1 min 12 s left".
[[nodiscard]] std::string progress_text(std::uint32_t done, std::uint32_t total, std::uint32_t done_before,
                                        double seconds);

/// Draws on stderr, at most ten times a second, from any thread. Cleared at its end.
class Progress {
 public:
  /// `done_before`: quarters that an earlier run left, which cost no time now.
  Progress(std::uint32_t total, std::uint32_t done_before, bool shown);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(std::uint32_t done);

 private:
  using Clock = std::chrono::steady_clock;

  std::uint32_t total_;
  std::uint32_t done_before_;
  bool shown_;
  Clock::time_point start_ = Clock::now();
  std::mutex mutex_;
  Clock::time_point drawn_{};
  std::uint32_t furthest_ = 0;
};

}  // namespace faultline::cli
