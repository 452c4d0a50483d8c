// What the user asked of `faultline importance`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "analysis/importance/part.h"
#include "cli/run_options.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's name
class App;
}

namespace faultline::cli {

struct ImportanceOptions {
  ScenarioChoice scenario;
  std::string policy;  ///< empty: the scenario's baseline
  PartChoice parts;
  std::optional<std::uint32_t> replications;
  std::optional<std::uint64_t> seed;
  int threads = 0;  ///< 0: all cores
  Format format = Format::table;
  bool quiet = false;
  bool progress = true;  ///< on a terminal
};

void add_importance(CLI::App& app, ImportanceOptions& options);

}  // namespace faultline::cli
