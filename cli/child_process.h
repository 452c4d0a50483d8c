// Other programs, run without a shell.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace faultline::cli {

struct ChildRun {
  int error = 0;           ///< errno; 0: it ran
  bool failed = true;      ///< it did not run, was killed or ended with another code than 0
  bool timed_out = false;  ///< it was killed when its time was over
  std::string output;      ///< what it printed to standard output
};

struct ChildOptions {
  std::optional<std::string_view> input{};           ///< what it reads; absent: this program's standard input
  std::optional<std::chrono::milliseconds> limit{};  ///< from its start to the end of its output
  bool quiet = false;  ///< its standard error goes nowhere; otherwise it is this program's
};

/// Runs the program that PATH finds under words[0] and waits for its end.
[[nodiscard]] ChildRun run_child(std::vector<std::string> words, const ChildOptions& options = {});

}  // namespace faultline::cli
