// faultline grid
#pragma once

#include <filesystem>
#include <iosfwd>

#include "cli/run_options.h"

namespace faultline::cli {

struct GridOptions {
  std::filesystem::path results;  ///< results.sqlite of a sweep, or its folder
  std::filesystem::path charts;   ///< folder for figures; empty: none are written
  Format format = Format::table;
};

/// Says where the outputs of a grid have their cliffs and which policy is best where. Returns the exit code. Throws
/// InputError and StorageFailure.
int run_grid(const GridOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
