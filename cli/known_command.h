// faultline replay --known
#pragma once

#include <iosfwd>
#include <string>

#include "cli/run_options.h"

namespace faultline::cli {

struct KnownOptions {
  ScenarioChoice scenario;
  std::string which;  ///< an id or "all" of the scenario's own file, a file, or a file and "#" and an id
  bool json = false;
  bool quiet = false;
};

/// Puts incidents that the world has reported on the scenario's demand, holds what they cost against what was
/// published, and says for every policy whether it could have touched the change that caused them. Returns the exit
/// code. Throws InputError.
int replay_known(const KnownOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
