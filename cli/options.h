// The command line as typed, made into the options of one command.
#pragma once

#include <string>
#include <variant>

#include "cli/backtest_command.h"
#include "cli/blast_command.h"
#include "cli/curve_command.h"
#include "cli/explain_command.h"
#include "cli/fit_command.h"
#include "cli/generate_command.h"
#include "cli/grid_command.h"
#include "cli/import_command.h"
#include "cli/importance_options.h"
#include "cli/means_command.h"
#include "cli/optimize_options.h"
#include "cli/run_options.h"
#include "cli/schema_command.h"
#include "cli/sweep_options.h"
#include "cli/tails_command.h"
#include "cli/validate_command.h"
#include "cli/what_if_command.h"

namespace faultline::cli {

using Command = std::variant<CompareOptions, ReplayOptions, ReportOptions, ExportOptions, BlastOptions, ImportOptions,
                             GenerateOptions, ValidateOptions, SchemaOptions, ExplainOptions, FitCommandOptions,
                             SweepOptions, SensitivityOptions, BacktestOptions, MeansOptions, CurveOptions,
                             TailsOptions, ImportanceOptions, OptimizeOptions, GridOptions, WhatIfOptions>;

/// Nothing is to be run: help, the version or what is wrong with the command line.
struct ParsedToEnd {
  int exit_code;
  std::string out;
  std::string err;
};

[[nodiscard]] std::variant<Command, ParsedToEnd> parse_command_line(int argc, const char* const* argv);

}  // namespace faultline::cli
