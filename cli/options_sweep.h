// What `sweep`, and the commands that read its results, take.
#pragma once

#include <CLI/App.hpp>

#include "cli/grid_command.h"
#include "cli/sweep_options.h"

namespace faultline::cli {

/// Adds the aliases to the footer, so the app must have its own already.
void add_sweep(CLI::App& app, SweepOptions& options);
void add_sensitivity(CLI::App& app, SensitivityOptions& options);
void add_grid(CLI::App& app, GridOptions& options);

}  // namespace faultline::cli
