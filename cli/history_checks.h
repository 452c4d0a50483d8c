// What backtests said of a scenario, for its pages.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "analysis/report/history_check.h"
#include "analysis/run_description.h"

namespace faultline::cli {

/// Of JSON that `faultline backtest` wrote for the scenario of `run`: for each file one sentence on how often held-out
/// weeks lay inside the widest band, and the weeks with the band of 80 %. Throws InputError.
[[nodiscard]] std::vector<report::HistoryCheck> history_checks(std::span<const std::filesystem::path> files,
                                                               const RunDescription& run);

}  // namespace faultline::cli
