// faultline fit --into: a scenario with what was measured in the place of what it assumed.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

#include "cli/fit_json.h"

namespace faultline::cli {

struct IntoOptions {
  std::string scenario;      ///< file, folder or name of the library
  std::filesystem::path as;  ///< empty: scenario-measured.json in the scenario's folder
  bool allow_outside_tree = false;
};

/// Writes the scenario with the measured values in it, once it has loaded; says on `out` what was replaced, what could
/// not be and why, and what stayed assumed. Throws InputError, and then nothing is written.
void write_into_scenario(const FitAnswer& answer, const IntoOptions& options, std::ostream& out);

}  // namespace faultline::cli
