// faultline explain
#pragma once

#include <iosfwd>
#include <string>

#include "cli/run_options.h"

namespace faultline::cli {

struct ExplainOptions {
  ScenarioChoice scenario;
  std::string policy;
  std::string service;  ///< whose changes are walked; empty: the first entry of the first journey that a team owns
  bool json = false;
};

/// Says what a policy does, in plain words, and walks one change of each sort through its gates. Returns the exit code.
/// Throws InputError.
int explain(const ExplainOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
