// backtest on the command line.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/backtest_command.h"

namespace faultline::cli {

void add_backtest(CLI::App& app, BacktestOptions& options);

}  // namespace faultline::cli
