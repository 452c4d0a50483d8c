// results.sqlite of a search for the best policy. Format: docs/formats/optimize.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "analysis/optimize/answer.h"
#include "analysis/optimize/optimisation.h"

namespace faultline {

inline constexpr int kOptimisationFormat = 1;

/// The quarters that a search has run, batch by batch, each batch of some candidates in a transaction of its own.
/// Failures are InputError (another format, damaged, another search) or StorageFailure (disk full, not writable, in use
/// by another process).
class OptimisationFile {
 public:
  /// Begins a search, in place of a finished one or one without quarters. Refuses a file that holds anything else.
  [[nodiscard]] static OptimisationFile create(const std::filesystem::path& path,
                                               const OptimisationDescription& description);
  /// Goes on where a search was left, or begins it when the file does not exist or holds nothing yet. Refuses one of
  /// another scenario, other decisions, goals, seed or build of the program.
  [[nodiscard]] static OptimisationFile resume(const std::filesystem::path& path,
                                               const OptimisationDescription& description);

  OptimisationFile(OptimisationFile&&) noexcept;
  ~OptimisationFile();

  [[nodiscard]] const std::filesystem::path& path() const;
  /// Gives a search the stored batches of one candidate from `from` to before `to`, as far as they are there.
  void read_into(Optimisation& search, std::size_t candidate, std::size_t from, std::size_t to) const;
  /// Stores one batch of some candidates.
  void append(std::size_t batch, const std::vector<std::size_t>& candidates, const std::vector<FigureTable>& figures);
  /// Quarters stored, over all candidates.
  [[nodiscard]] std::uint64_t quarters() const;

  /// Hash of the search's identity and of every batch.
  [[nodiscard]] std::string results_sha256() const;
  /// Writes what became of each candidate and marks the search complete.
  void finish(const Optimisation& search, const OptimisationAnswer& answer);

 private:
  struct State;
  explicit OptimisationFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace faultline
