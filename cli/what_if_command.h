// faultline what-if
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>

#include "cli/run_options.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's name
class App;
}

namespace faultline::cli {

struct WhatIfOptions {
  ScenarioChoice scenario;
  std::filesystem::path output;
  std::filesystem::path module;  ///< empty: where what_if_module() finds it
  std::uint32_t replications = 400;
  std::optional<double> budget;  ///< lost orders a quarter
  std::optional<std::uint64_t> seed;
  int threads = 0;  ///< 0: all cores
  bool quiet = false;
  bool progress = true;  ///< on a terminal
};

void add_what_if(CLI::App& app, WhatIfOptions& options);

/// Writes a page that holds the simulator and answers for settings of its reader. Returns the exit code. Throws
/// InputError, also when the simulator was not built for pages, and StorageFailure.
int run_what_if(const WhatIfOptions& options, std::ostream& err);

}  // namespace faultline::cli
