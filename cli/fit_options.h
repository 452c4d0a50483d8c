// fit on the command line, and how records of the past are read, which backtest shares.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/fit_command.h"

namespace faultline::cli {

void add_fit(CLI::App& app, FitCommandOptions& options);

/// --columns, --window, --zone, --salt and --skip-at-most
void add_history(CLI::App& app, HistoryChoice& choice);

}  // namespace faultline::cli
