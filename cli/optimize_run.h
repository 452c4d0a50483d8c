// The quarters of a search for the best policy: run, interrupted, resumed.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "analysis/optimize/optimisation.h"
#include "analysis/optimize/optimisation_file.h"
#include "cli/scenario_run.h"
#include "models/io/candidate_scenario.h"
#include "sim/replication.h"

namespace faultline::cli {

/// Runs candidates as policies of their scenarios, all on the same quarters.
class OptimizeRun {
 public:
  /// `plain` lends its loss table: candidates differ in policies and in the organisation alone.
  OptimizeRun(const ScenarioRun& plain, std::vector<CandidateScenario> scenarios);

  /// Gives every candidate in play the batches that the search wants, from the file or from the engine, and lets it
  /// look, until it is over. False when `stop` ended it early. Throws InputError and StorageFailure.
  [[nodiscard]] bool finish(Optimisation& search, OptimisationFile& file, int threads, const std::atomic<bool>& stop,
                            bool progress) const;

  /// Hash of the documents that are run.
  [[nodiscard]] std::string sha256() const;
  /// What the loader says of candidates and not of the scenario as it stands.
  [[nodiscard]] std::vector<std::string> warnings(const std::vector<std::string>& known) const;
  /// What it says of one candidate, whether or not it says the same of the scenario as it stands.
  [[nodiscard]] std::vector<std::string> warnings_of(std::size_t candidate) const;

 private:
  struct Group {
    CandidateScenario scenario;
    std::unique_ptr<const PreparedScenario> prepared{};
  };
  [[nodiscard]] bool run_group(const Group& group, Optimisation& search, OptimisationFile& file, int threads,
                               const std::atomic<bool>& stop, const std::function<void(std::uint32_t)>& progress) const;

  std::vector<Group> groups_;
};

}  // namespace faultline::cli
