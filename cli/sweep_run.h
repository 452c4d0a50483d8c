// A sweep's cells from the first to the last: run, interrupted, resumed, finished.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>

#include "analysis/run_description.h"
#include "analysis/sweep/sweep_file.h"
#include "analysis/sweep/sweep_summary.h"
#include "cli/sweep_cells.h"

namespace faultline::cli {

/// What is swept. Throws InputError when the quarters are more than can be counted.
[[nodiscard]] SweepDescription describe_sweep(const RunDescription& run, Design design);

struct CellRunOptions {
  int threads = 0;            ///< 0: all cores
  bool show_progress = true;  ///< on a terminal
  bool resume = false;
  std::string command;  ///< as typed, for the hint to resume
};

/// Opens results.sqlite in `folder`, making it when needed, runs the cells that are missing and finishes the file.
/// Nothing when interrupted, which is said on `err` with the command that goes on. Throws InputError for a file of
/// something else, StorageFailure with what is kept and how to go on.
[[nodiscard]] std::optional<SweepFile> run_cells(SweepCells& cells, const SweepDescription& sweep,
                                                 const std::filesystem::path& folder, const CellRunOptions& options,
                                                 std::ostream& err);

/// The first few on `err`: what was said of single cells and is not among `known`, which was said of the scenario as it
/// stands.
void say_cell_warnings(std::span<const CellWarning> warnings, std::span<const std::string> known, std::ostream& err);
/// The first few as warnings on `err`, each with the values at which it lies.
void say_failures(const Design& design, std::span<const FailedCell> failures, std::ostream& err);

}  // namespace faultline::cli
