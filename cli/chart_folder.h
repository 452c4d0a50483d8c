// Charts as files of a folder.
#pragma once

#include <filesystem>
#include <span>

#include "analysis/report/chart_file.h"

namespace faultline::cli {

/// Each as NAME.svg and its numbers as NAME.csv. Throws StorageFailure.
void write_charts(std::span<const report::ChartFile> charts, const std::filesystem::path& folder);

}  // namespace faultline::cli
