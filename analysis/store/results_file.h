// results.sqlite, the one system of record. Format: docs/formats/results.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/comparison.h"
#include "analysis/run_description.h"
#include "analysis/store/sqlite.h"
#include "analysis/told_run.h"

namespace faultline {

/// Version of the format that this program writes and reads.
inline constexpr int kResultsFormat = 2;

/// A results file. Blocks are appended in order, each in a transaction of its own, so that the file holds a prefix of
/// the run at any instant. Failures are InputError (another format, damaged, changed by hand, another run) or
/// StorageFailure (disk full, not writable, in use).
class ResultsFile {
 public:
  /// Begins a run, in place of a finished one. Refuses a file that is not faultline's, of another format, or with
  /// blocks of a run that is not finished.
  [[nodiscard]] static ResultsFile create(const std::filesystem::path& path, const RunDescription& run);
  /// Goes on with a run where it was left, or begins it when the file does not exist or holds nothing yet. Refuses
  /// results of another scenario, seed, number of replications, list of policies or build of the program.
  [[nodiscard]] static ResultsFile resume(const std::filesystem::path& path, const RunDescription& run);
  /// For reading alone.
  [[nodiscard]] static ResultsFile open(const std::filesystem::path& path);

  ResultsFile(ResultsFile&&) noexcept;
  ~ResultsFile();

  [[nodiscard]] const RunDescription& run() const;
  [[nodiscard]] const std::filesystem::path& path() const;
  /// Blocks stored.
  [[nodiscard]] std::uint32_t blocks() const;
  /// Whether finish() was reached.
  [[nodiscard]] bool complete() const;

  /// Makes the run longer, to at least as many replications as it has. Precondition: it is not complete.
  void extend(std::uint32_t replications);
  void append(const Block& block);
  /// A stored block, checked against its digest. Its durations are pooled: each case's histograms lie in its first
  /// outcome.
  [[nodiscard]] Block read(std::uint32_t index) const;
  /// Feeds every stored block to `builder`, in order.
  void replay_into(ComparisonBuilder& builder) const;

  /// Hash of the run's identity and of every block, in order. Needs all blocks.
  [[nodiscard]] std::string results_sha256() const;
  /// What finish() stored beyond figures, incidents apart from those of timelines. Nothing when the run is not complete
  /// or an earlier build wrote the file.
  [[nodiscard]] std::optional<ToldRun> told() const;
  /// Stores pairs and what is told of the run, marks the run complete and writes the file anew without gaps. Nothing
  /// may be appended after that.
  void finish(const Comparison& comparison, const ToldRun& told);

 private:
  struct State;
  explicit ResultsFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace faultline
