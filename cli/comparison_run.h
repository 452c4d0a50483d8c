// One comparison from its first block to its page: run, interrupted, resumed, finished.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "analysis/comparison.h"
#include "analysis/store/results_file.h"
#include "cli/interrupt.h"
#include "cli/run_options.h"
#include "cli/scenario_run.h"

namespace faultline::cli {

/// The comparison of a scenario's policies in a folder of its own. The scenario must outlive it.
class ComparisonRun {
 public:
  /// Opens results.sqlite in `folder`, making it when needed: anew, or where it was left when `resume`. Throws
  /// InputError and StorageFailure.
  ComparisonRun(const ScenarioRun& scenario, const RunDescription& run, std::filesystem::path folder, bool resume);

  /// Runs the blocks that are missing, finishes the results and writes report.html. Nothing when interrupted. Throws
  /// StorageFailure, whose message says what is kept and how `options.command` goes on.
  [[nodiscard]] std::optional<Comparison> finish(const CompareOptions& options);

  [[nodiscard]] const ComparisonBuilder& outcomes() const { return builder_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// "120 of 1000 replications are kept in FILE"
  [[nodiscard]] std::string kept_so_far() const;

 private:
  bool run_missing_blocks(const CompareOptions& options);

  std::optional<InterruptScope> interrupt_{std::in_place};  // from before the file is there until the blocks are done
  const ScenarioRun& scenario_;
  std::filesystem::path folder_;
  ResultsFile results_;
  ComparisonBuilder builder_;
};

/// The command that goes on with an interrupted run.
[[nodiscard]] std::string resume_hint(const CompareOptions& options);

}  // namespace faultline::cli
