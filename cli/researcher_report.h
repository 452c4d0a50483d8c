// faultline report --for researcher
#pragma once

#include <filesystem>
#include <iosfwd>
#include <vector>

#include "analysis/report/chart_file.h"
#include "cli/run_options.h"

namespace faultline::cli {

/// Writes the page of a sweep. Returns the exit code. Throws InputError and StorageFailure.
int researcher_report(const ReportOptions& options, std::ostream& err);

/// Throws InputError that points to --for researcher when `results` is the file of a sweep.
void refuse_sweep(const std::filesystem::path& results);

/// The charts of that page as files, and of draws of parameters those of their own page, once all are run.
[[nodiscard]] std::vector<report::ChartFile> researcher_charts(const std::filesystem::path& results, std::ostream& err);

/// Whether a sweep can be read there.
[[nodiscard]] bool holds_sweep(const std::filesystem::path& results);

}  // namespace faultline::cli
