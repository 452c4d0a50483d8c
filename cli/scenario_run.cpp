#include "cli/scenario_run.h"

#include <algorithm>
#include <system_error>

#include "cli/scenario_location.h"
#include "cli/version.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"
#include "models/graph/traffic.h"

namespace faultline::cli {
namespace fs = std::filesystem;

ScenarioRun::ScenarioRun(const ScenarioChoice& choice)
    : file_(locate_scenario(choice.scenario, library_folders())),
      loaded_(load_scenario(
          file_, LoadOptions{.overrides = choice.overrides, .allow_outside_tree = choice.allow_outside_tree})) {
  try {
    prepared_ = std::make_unique<PreparedScenario>(loaded_.scenario);
  } catch (const UnstableTraffic& unstable) {
    throw InputError({file_.string(), "/graph", "", unstable.what(), ""});
  }
}

std::vector<PolicyId> ScenarioRun::policies(const std::vector<std::string>& ids) const {
  return find_policies(scenario(), file_, ids);
}

std::vector<PolicyId> find_policies(const Scenario& scenario, const fs::path& file,
                                    const std::vector<std::string>& ids) {
  const std::vector<Policy>& known = scenario.policies;
  std::vector<bool> chosen(known.size(), ids.empty());
  std::vector<InputProblem> problems;
  for (const std::string& id : ids) {
    const auto found = std::find_if(known.begin(), known.end(), [&](const Policy& policy) { return policy.id == id; });
    if (found == known.end()) {
      std::vector<std::string> names;
      std::string list;
      for (const Policy& policy : known) {
        names.push_back(policy.id);
        list += (list.empty() ? "" : ", ") + printable(policy.id);
      }
      problems.push_back({file.string(), "/policies", printable(id), "the scenario has no such policy; it has " + list,
                          nearest_name(id, names).value_or("")});
      continue;
    }
    const auto position = static_cast<std::size_t>(found - known.begin());
    if (chosen[position]) {
      problems.push_back({file.string(), "/policies", printable(id), "this policy is named twice", ""});
    }
    chosen[position] = true;
  }
  if (!problems.empty()) {
    throw InputError(std::move(problems));
  }
  std::vector<PolicyId> policies;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (chosen[i]) {
      policies.emplace_back(i);
    }
  }
  return policies;
}

RunDescription ScenarioRun::describe(const std::vector<PolicyId>& policies, std::uint64_t seed,
                                     std::uint32_t replications) const {
  RunDescription run = describe_run(prepared(), policies, seed, replications);
  run.tool_version = tool_version();
  run.git_hash = git_hash();
  run.scenario_sha256 = loaded_.sha256;
  run.scenario_json = loaded_.document;
  run.warnings = loaded_.warnings;
  return run;
}

fs::path results_folder(const fs::path& out, const std::string& scenario_id) {
  return out.empty() ? fs::path("faultline-results") / scenario_id : out;
}

fs::path results_path(const fs::path& file_or_folder) {
  std::error_code error;
  return fs::is_directory(file_or_folder, error) ? file_or_folder / "results.sqlite" : file_or_folder;
}

}  // namespace faultline::cli
