// Runs git, and nothing else, without a shell.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace faultline::cli {

/// What `git -C folder arguments...` prints. Throws InputError when git cannot be run or fails.
[[nodiscard]] std::string run_git(const std::filesystem::path& folder, const std::vector<std::string>& arguments);

}  // namespace faultline::cli
