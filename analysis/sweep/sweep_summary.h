// What a finished sweep says by itself: how far each policy's loss ranges, and which cells failed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/sweep/sweep_file.h"

namespace faultline {

struct FailedCell {
  std::size_t cell;
  std::string reason;
};

/// "cell 12 (/defects/beta = 0.003, velocity = 4)"
[[nodiscard]] std::string cell_name(const Design& design, std::size_t cell);

/// Mean gross lost orders of one policy over the cells that ran.
struct PolicyRange {
  double least = 0.0;
  double median = 0.0;
  double most = 0.0;
  std::size_t best_in = 0;      ///< cells in which it is the best_policy()
  std::size_t held_out_of = 0;  ///< cells in which it does not deliver and another does, so that it cannot be
};

struct SweepSummary {
  std::vector<PolicyRange> policies;  ///< by policy of the sweep; all 0 when every cell failed
  std::vector<FailedCell> failures;
  std::size_t short_of_precision = 0;  ///< cells in which some mean is known less well than was asked for
  std::string results_sha256;
};

/// Reads every cell. Throws InputError when one is damaged.
[[nodiscard]] SweepSummary summarise(const SweepFile& file);

/// For terminals, at most 80 columns wide.
[[nodiscard]] std::string sweep_table(const SweepDescription& sweep, const SweepSummary& summary);
/// One object; keys: docs/formats/sweep.md.
[[nodiscard]] std::string sweep_json(const SweepDescription& sweep, const SweepSummary& summary);
/// One line for each cell and policy, failed cells once.
[[nodiscard]] std::string sweep_csv(const SweepFile& file);

}  // namespace faultline
