// faultline curve
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "cli/run_options.h"

namespace faultline::cli {

struct CurveOptions {
  ScenarioChoice scenario;
  std::vector<std::string> policies;  ///< one
  std::uint32_t replications = 200;
  std::optional<std::uint64_t> seed;
  int threads = 0;  ///< 0: all cores
  Format format = Format::table;
  bool quiet = false;
  bool progress = true;  ///< on a terminal
};

/// How likely a quarter loses more than this, by a compound Poisson law. Returns the exit code. Throws InputError.
int run_curve(const CurveOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
