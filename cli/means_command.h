// faultline means
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "cli/run_options.h"

namespace faultline::cli {

struct MeansOptions {
  ScenarioChoice scenario;
  std::vector<std::string> policies;  ///< empty: all of the scenario
  std::uint32_t replications = 200;
  std::optional<std::uint64_t> seed;
  int threads = 0;  ///< 0: all cores
  Format format = Format::table;
  bool quiet = false;
  bool progress = true;  ///< on a terminal
};

/// Mean losses of a scenario's policies by conditional expectation. Returns the exit code. Throws InputError.
int run_means(const MeansOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
