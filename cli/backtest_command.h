// faultline backtest
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "cli/history_input.h"
#include "cli/run_options.h"

namespace faultline::cli {

struct BacktestOptions : HistoryChoice {
  ScenarioChoice scenario;
  std::vector<std::filesystem::path> incidents;
  std::vector<std::filesystem::path> changes;  ///< changes or deployments
  std::int64_t until = 0;                      ///< first day of the test part, since 1970-01-01
  std::string policy;                          ///< empty: the scenario's baseline
  std::optional<std::uint32_t> replications;
  std::optional<std::uint64_t> seed;
  int threads = 0;               ///< 0: all cores
  std::filesystem::path output;  ///< JSON; empty: none
  Format format = Format::table;
  bool quiet = false;
  bool progress = true;  ///< on a terminal
};

/// Fits the records before a day, forecasts those from it on, with the records alone and with the scenario, and says
/// how often what came lay where it was forecast. Returns the exit code. Throws InputError.
int run_backtest(const BacktestOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
