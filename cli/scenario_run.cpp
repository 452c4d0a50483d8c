#include "cli/scenario_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "cli/scenario_location.h"
#include "cli/version.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"
#include "models/graph/traffic.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

// Positions of the chosen among the known ones, in the order of the latter; all of them when none is chosen.
std::vector<std::size_t> positions(const std::vector<std::string>& ids, const std::vector<std::string>& known,
                                   const std::string& kind, const std::pair<std::string, std::string>& place) {
  std::vector<bool> chosen(known.size(), ids.empty());
  std::vector<InputProblem> problems;
  for (const std::string& id : ids) {
    const auto found = std::find(known.begin(), known.end(), id);
    if (found == known.end()) {
      std::string list;
      for (const std::string& name : known) {
        list += (list.empty() ? "; it has " : ", ") + printable(name);
      }
      problems.push_back({place.first, place.second, printable(id), "the scenario has no such " + kind + list,
                          nearest_name(id, known).value_or("")});
      continue;
    }
    const auto position = static_cast<std::size_t>(found - known.begin());
    if (chosen[position]) {
      problems.push_back({place.first, place.second, printable(id), "this " + kind + " is named twice", ""});
    }
    chosen[position] = true;
  }
  if (!problems.empty()) {
    throw InputError(std::move(problems));
  }
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (chosen[i]) {
      result.push_back(i);
    }
  }
  return result;
}

}  // namespace

LoadOptions load_options(const ScenarioChoice& choice) {
  LoadOptions options;
  options.overrides = choice.overrides;
  options.allow_outside_tree = choice.allow_outside_tree;
  options.variant = choice.variant;
  return options;
}

ScenarioRun::ScenarioRun(const ScenarioChoice& choice)
    : file_(locate_scenario(choice.scenario, library_folders())),
      variant_(choice.variant),
      loaded_(load_scenario(file_, load_options(choice))) {
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
  std::vector<std::string> known;
  for (const Policy& policy : scenario.policies) {
    known.push_back(policy.id);
  }
  std::vector<PolicyId> policies;
  for (const std::size_t position : positions(ids, known, "policy", {file.string(), "/policies"})) {
    policies.emplace_back(position);
  }
  return policies;
}

std::vector<ScenarioVariant> ScenarioRun::variants(const std::vector<std::string>& ids) const {
  std::vector<std::string> known;
  for (const ScenarioVariant& variant : loaded_.variants) {
    known.push_back(variant.id);
  }
  std::vector<ScenarioVariant> variants;
  for (const std::size_t position : positions(ids, known, "variant", {file_.string(), "/variants"})) {
    variants.push_back(loaded_.variants[position]);
  }
  return variants;
}

RunDescription ScenarioRun::describe(const std::vector<PolicyId>& policies, std::uint64_t seed,
                                     std::uint32_t replications) const {
  RunDescription run = describe_run(prepared(), policies, seed, replications);
  run.tool_version = tool_version();
  run.git_hash = git_hash();
  run.scenario_sha256 = loaded_.sha256;
  run.scenario_json = loaded_.document;
  run.warnings = loaded_.warnings;
  for (const ScenarioVariant& variant : loaded_.variants) {
    if (variant.id == variant_) {
      run.variant_id = variant.id;
      run.variant_title = variant.title;
    }
  }
  return run;
}

stats::PrecisionGoal precision_goal(const PrecisionOptions& options, std::uint32_t replications) {
  if (options.relative_half_width == 0) {
    return {};
  }
  constexpr std::uint32_t kLeastLook = 100;
  if (replications < kLeastLook) {
    throw InputError(
        {"--precision", "", how_many(replications, "replication"),
         fmt::format("the first look at the precision is after --replications, and needs {} at least", kLeastLook),
         ""});
  }
  if (options.most_replications < replications) {
    throw InputError({"--most-replications", "", std::to_string(options.most_replications),
                      fmt::format("must be at least the {} replications of the first look", replications),
                      "lower --replications, or raise it"});
  }
  const std::uint32_t whole_blocks = (replications + kBlockSize - 1) / kBlockSize * kBlockSize;
  return {options.relative_half_width, whole_blocks, std::max(options.most_replications, whole_blocks)};
}

RunDescription ScenarioRun::describe(const CompareOptions& options) const {
  const RunSettings& settings = scenario().run;
  const stats::PrecisionGoal goal =
      precision_goal(options.precision, options.replications.value_or(settings.replications));
  RunDescription run = describe(policies(options.policies), options.seed.value_or(settings.seed),
                                goal.asked() ? goal.least : options.replications.value_or(settings.replications));
  run.precision = goal;
  return run;
}

fs::path results_folder(const fs::path& out, const std::string& scenario_id) {
  return out.empty() ? fs::path("faultline-results") / scenario_id : out;
}

fs::path results_folder(const fs::path& out, const RunDescription& run) {
  const fs::path folder = results_folder(out, run.scenario_id);
  return run.variant_id.empty() ? folder : folder / run.variant_id;
}

fs::path results_path(const fs::path& file_or_folder) {
  std::error_code error;
  if (!fs::is_directory(file_or_folder, error)) {
    return file_or_folder;
  }
  fs::path file = file_or_folder / "results.sqlite";
  std::vector<std::string> variants;
  if (!fs::exists(file, error)) {
    for (const fs::directory_entry& entry : fs::directory_iterator(file_or_folder, error)) {
      if (fs::exists(entry.path() / "results.sqlite", error)) {
        variants.push_back(printable(entry.path().filename().string()));
      }
    }
  }
  if (!variants.empty()) {
    std::sort(variants.begin(), variants.end());
    std::string list;
    for (const std::string& variant : variants) {
      list += (list.empty() ? "" : ", ") + variant;
    }
    throw InputError(
        {file_or_folder.string(), "", "", "holds the results of variants, each in its folder: " + list,
         "give one of these folders; `faultline compare --resume` makes the page of all of them, and with --charts DIR "
         "the charts of that page"});
  }
  return file;
}

}  // namespace faultline::cli
