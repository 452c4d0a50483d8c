// faultline validate
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace faultline::cli {

struct ValidateOptions {
  std::filesystem::path file;                                  ///< or the folder or the installed name of a scenario
  std::vector<std::pair<std::string, std::string>> overrides;  ///< of a scenario: JSON pointer and value
  bool allow_outside_tree = false;
};

/// Says whether a scenario, a policy, a graph or a file of known incidents is sound and what it holds; its content
/// decides which it is. What is fine goes to `out`, warnings to `err`. Returns the exit code; throws InputError with
/// every problem found.
int run_validate(const ValidateOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
