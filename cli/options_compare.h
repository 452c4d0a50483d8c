// What `compare` and `run` take.
#pragma once

#include <CLI/App.hpp>

#include "cli/run_options.h"

namespace faultline::cli {

/// Options of `run` when `one_policy`, otherwise of `compare`.
void add_compare(CLI::App& app, CompareOptions& options, bool one_policy);

}  // namespace faultline::cli
