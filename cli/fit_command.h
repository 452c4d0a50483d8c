// faultline fit
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "cli/history_input.h"

namespace faultline::cli {

enum class FitKind : std::uint8_t { changes, demand, incidents, deployments, reviews };

struct FitCommandOptions : HistoryChoice {
  FitKind kind = FitKind::changes;
  std::vector<std::filesystem::path> files;
  std::filesystem::path git;     ///< a working copy whose `git log` is read as well; empty: none
  std::filesystem::path output;  ///< measured.json; empty: none, "-": the answer's stream instead of the table
  std::string into;              ///< a scenario into which the measured values are put; empty: none
  std::filesystem::path as;      ///< the file of the new scenario; empty: scenario-measured.json beside the old one
  bool allow_outside = false;    ///< parts of the scenario may lie outside its folder
  bool quiet = false;
};

/// Measures what the records of the past say of a scenario's numbers: prints a table, and writes measured.json. Says on
/// `err` which rows were skipped and why. Returns the exit code. Throws InputError.
int run_fit(const FitCommandOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
