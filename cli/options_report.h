// What `report` and `export` take.
#pragma once

#include <CLI/App.hpp>

#include "cli/run_options.h"

namespace faultline::cli {

void add_report(CLI::App& app, ReportOptions& options);
void add_export(CLI::App& app, ExportOptions& options);

}  // namespace faultline::cli
