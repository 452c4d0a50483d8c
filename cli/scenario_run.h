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

/// A scenario as loaded and ready to run. Not movable: the prepared one refers to the loaded one.
class ScenarioRun {
 public:
  /// Throws InputError.
  explicit ScenarioRun(const ScenarioChoice& choice);

  [[nodiscard]] const Scenario& scenario() const { return loaded_.scenario; }
  [[nodiscard]] const PreparedScenario& prepared() const { return *prepared_; }
  /// Policies by id; all of them when `ids` is empty. Throws InputError on an unknown one or one named twice.
  [[nodiscard]] std::vector<PolicyId> policies(const std::vector<std::string>& ids) const;
  /// With provenance, document and warnings.
  [[nodiscard]] RunDescription describe(const std::vector<PolicyId>& policies, std::uint64_t seed,
                                        std::uint32_t replications) const;

 private:
  std::filesystem::path file_;
  LoadedScenario loaded_;
  std::unique_ptr<const PreparedScenario> prepared_;
};

/// Policies of a scenario by id, in its own order; all of them when `ids` is empty. Throws InputError on an unknown one
/// or one named twice; `file` is named in the message.
[[nodiscard]] std::vector<PolicyId> find_policies(const Scenario& scenario, const std::filesystem::path& file,
                                                  const std::vector<std::string>& ids);

/// `out`, or faultline-results/<scenario> when empty.
[[nodiscard]] std::filesystem::path results_folder(const std::filesystem::path& out, const std::string& scenario_id);
/// results.sqlite in a folder, or the file itself.
[[nodiscard]] std::filesystem::path results_path(const std::filesystem::path& file_or_folder);

}  // namespace faultline::cli
