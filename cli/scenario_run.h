// What compare, run and replay share: a scenario from its name, policies from theirs, and where results lie.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/run_description.h"
#include "cli/run_options.h"
#include "models/io/scenario_json.h"
#include "sim/replication.h"

namespace faultline::cli {

/// The loader's form of what the user asked for.
[[nodiscard]] LoadOptions load_options(const ScenarioChoice& choice);

/// A scenario as loaded and ready to run. Not movable: the prepared one refers to the loaded one.
class ScenarioRun {
 public:
  /// Throws InputError.
  explicit ScenarioRun(const ScenarioChoice& choice);

  [[nodiscard]] const Scenario& scenario() const { return loaded_.scenario; }
  [[nodiscard]] const PreparedScenario& prepared() const { return *prepared_; }
  [[nodiscard]] SharedDemand shared_demand() const { return faultline::shared_demand(loaded_); }
  /// Policies by id; all of them when `ids` is empty. Throws InputError on an unknown one or one named twice.
  [[nodiscard]] std::vector<PolicyId> policies(const std::vector<std::string>& ids) const;
  /// Variants by id, in the scenario's order; all of them when `ids` is empty. Throws InputError on an unknown one or
  /// one named twice.
  [[nodiscard]] std::vector<ScenarioVariant> variants(const std::vector<std::string>& ids) const;
  /// The scenario document.
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  /// With provenance, document and warnings.
  [[nodiscard]] RunDescription describe(const std::vector<PolicyId>& policies, std::uint64_t seed,
                                        std::uint32_t replications) const;
  /// The run that the options ask for; what they leave open is as the scenario says.
  [[nodiscard]] RunDescription describe(const CompareOptions& options) const;

 private:
  std::filesystem::path file_;
  std::string variant_;
  LoadedScenario loaded_;
  std::unique_ptr<const PreparedScenario> prepared_;
};

/// The goal that the options set for a run of so many replications at first, rounded up to whole blocks; none unless
/// asked for. Throws InputError when these are too few for a first look, or more than the most.
[[nodiscard]] stats::PrecisionGoal precision_goal(const PrecisionOptions& options, std::uint32_t replications);

/// Policies of a scenario by id, in its own order; all of them when `ids` is empty. Throws InputError on an unknown one
/// or one named twice; `file` is named in the message.
[[nodiscard]] std::vector<PolicyId> find_policies(const Scenario& scenario, const std::filesystem::path& file,
                                                  const std::vector<std::string>& ids);

/// `out`, or faultline-results/<scenario> when empty.
[[nodiscard]] std::filesystem::path results_folder(const std::filesystem::path& out, const std::string& scenario_id);
/// The same, and below it the variant's own folder when the run is of one.
[[nodiscard]] std::filesystem::path results_folder(const std::filesystem::path& out, const RunDescription& run);
/// results.sqlite in a folder, or the file itself. Throws InputError, with their names, for a folder of variants.
[[nodiscard]] std::filesystem::path results_path(const std::filesystem::path& file_or_folder);

}  // namespace faultline::cli
