// What `means` and `curve` take.
#pragma once

#include <CLI/App.hpp>

#include "cli/curve_command.h"
#include "cli/means_command.h"

namespace faultline::cli {

void add_means(CLI::App& app, MeansOptions& options);
void add_curve(CLI::App& app, CurveOptions& options);

}  // namespace faultline::cli
