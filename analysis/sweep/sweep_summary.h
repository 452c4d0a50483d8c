// What a finished sweep says by itself: how far each policy's loss ranges, and which cells failed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/sweep/sweep_file.h"

namespace faultline {

struct FailedCell {
  std::size_t cell;
  std::string reason;
};

/// Mean gross lost orders of one policy over the cells that ran.
struct PolicyRange {
  double least = 0.0;
  double median = 0.0;
  double most = 0.0;
  std::size_t best_in = 0;  ///< cells in which it is the best_policy()
};

struct SweepSummary {
  std::vector<PolicyRange> policies;  ///< by policy of the sweep; all 0 when every cell failed
  std::vector<FailedCell> failures;
  std::size_t short_of_precision = 0;  ///< cells in which some mean is known less well than was asked for
  std::string results_sha256;
};

/// "1 cell", "40 cells".
[[nodiscard]] std::string how_many(std::size_t count, std::string_view noun);

/// Reads every cell. Throws InputError when one is damaged.
[[nodiscard]] SweepSummary summarise(const SweepFile& file);

/// For terminals, at most 80 columns wide.
[[nodiscard]] std::string sweep_table(const SweepDescription& sweep, const SweepSummary& summary);
/// One object; keys: docs/formats/sweep.md.
[[nodiscard]] std::string sweep_json(const SweepDescription& sweep, const SweepSummary& summary);
/// One line for each cell and policy, failed cells once.
[[nodiscard]] std::string sweep_csv(const SweepFile& file);

}  // namespace faultline
