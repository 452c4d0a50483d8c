// Other programs, run without a shell.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace faultline::cli {

struct ChildRun {
  int error = 0;       ///< errno; 0: it ran
  bool failed = true;  ///< it did not run, was killed or ended with another code than 0
  std::string output;  ///< what it printed to standard output
};

/// Runs the program that PATH finds under words[0] and waits for its end. It reads `input`, or without one this
/// program's standard input; standard error stays this program's own.
[[nodiscard]] ChildRun run_child(std::vector<std::string> words, std::optional<std::string_view> input = std::nullopt);

}  // namespace faultline::cli
