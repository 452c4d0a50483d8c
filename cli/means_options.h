// What `means`, `curve` and `tails` take.
#pragma once

#include <CLI/App.hpp>

#include "cli/curve_command.h"
#include "cli/means_command.h"
#include "cli/tails_command.h"

namespace faultline::cli {

void add_means(CLI::App& app, MeansOptions& options);
void add_curve(CLI::App& app, CurveOptions& options);
void add_tails(CLI::App& app, TailsOptions& options);

}  // namespace faultline::cli
