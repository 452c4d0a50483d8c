// results.sqlite of a sweep: the design, and each cell as it finishes. Format: docs/formats/sweep.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "analysis/run_description.h"
#include "analysis/sweep/cell_result.h"
#include "analysis/sweep/design.h"

namespace faultline {

inline constexpr int kSweepFormat = 2;

/// Whether a design keeps each replication's further outputs: draws of parameters do.
[[nodiscard]] inline bool keeps_outputs(const Design& design) { return design.kind == DesignKind::draws; }
/// Whether a design keeps sums by group of replications: grids do.
[[nodiscard]] inline bool keeps_sums(const Design& design) { return design.kind == DesignKind::grid; }

/// What is swept. Of one cell every number follows from this.
struct SweepDescription {
  std::string tool_version{};
  std::string git_hash{};  ///< empty when unknown
  std::string scenario_id{};
  std::string scenario_title{};
  std::string scenario_sha256{};  ///< of the scenario as it stands
  std::string scenario_json{};    ///< its resolved document
  double horizon_days = 0;
  double smallest_difference_that_matters_fraction = 0;  ///< of the reference policy's mean loss
  std::uint64_t seed = 0;                                ///< of all luck, the same in every cell
  std::uint32_t replications = 0;                        ///< of each cell; with a precision: at least
  stats::PrecisionGoal precision;       ///< of every policy's mean of gross lost orders; absent unless asked for
  std::vector<PolicyLabel> policies{};  ///< the first is the reference
  Design design{};
};

/// A sweep's results. Cells are appended in order, each in a transaction of its own, so that the file holds a prefix of
/// the sweep at any instant. Failures are InputError (another format, damaged, another sweep) or StorageFailure (disk
/// full, not writable, in use by another process).
class SweepFile {
 public:
  /// Begins a sweep, in place of a finished one or one without cells. Refuses a file that holds anything else.
  [[nodiscard]] static SweepFile create(const std::filesystem::path& path, const SweepDescription& sweep);
  /// Goes on with a sweep where it was left, or begins it when the file does not exist or holds nothing yet. Refuses
  /// one of another scenario, design, seed, number of replications, list of policies or build of the program.
  [[nodiscard]] static SweepFile resume(const std::filesystem::path& path, const SweepDescription& sweep);
  /// For reading alone.
  [[nodiscard]] static SweepFile open(const std::filesystem::path& path);

  SweepFile(SweepFile&&) noexcept;
  ~SweepFile();

  [[nodiscard]] const SweepDescription& sweep() const;
  [[nodiscard]] const std::filesystem::path& path() const;
  /// Cells stored, failed ones included.
  [[nodiscard]] std::size_t cells() const;
  [[nodiscard]] bool complete() const;

  void append(const CellResult& result);
  /// A stored cell, checked against its digest.
  [[nodiscard]] CellResult read(std::size_t cell) const;

  /// What was warned of in the stored cells, whichever process ran them: each text once, a hundred at the most.
  [[nodiscard]] std::vector<CellWarning> warnings() const;

  /// Hash of the sweep's identity and of every cell, in order.
  [[nodiscard]] std::string results_sha256() const;
  /// Marks the sweep complete. Nothing may be appended after that.
  void finish();

 private:
  struct State;
  explicit SweepFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace faultline
