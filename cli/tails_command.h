// faultline tails
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "cli/run_options.h"

namespace faultline::cli {

struct TailsOptions {
  ScenarioChoice scenario;
  std::vector<std::string> policies;  ///< empty: all of the scenario
  std::vector<double> more_than;      ///< lost orders whose exceedance is asked for
  std::uint32_t replications = 400;
  std::optional<std::uint64_t> seed;
  int threads = 0;  ///< 0: all cores
  Format format = Format::table;
  bool quiet = false;
  bool progress = true;  ///< on a terminal
};

/// Rare, large losses of a scenario's policies by importance sampling. Returns the exit code. Throws InputError.
int run_tails(const TailsOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
