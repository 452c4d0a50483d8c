#include "cli/git_process.h"

#include <cstring>

#include "cli/child_process.h"
#include "models/core/input_error.h"

namespace faultline::cli {

std::string run_git(const std::filesystem::path& folder, const std::vector<std::string>& arguments) {
  std::vector<std::string> words{"git", "--no-pager", "-C", folder.string(), "-c", "log.showSignature=false"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  ChildRun run = run_child(std::move(words));
  const auto fail = [&folder](std::string problem) {
    throw InputError({folder.string(), "", "", std::move(problem), "name the output of git log as a file instead"});
  };
  if (run.error != 0) fail(std::string("git cannot be run: ") + std::strerror(run.error));
  if (run.failed) fail("git failed there; it says why above");
  return std::move(run.output);
}

}  // namespace faultline::cli
