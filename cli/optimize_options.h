// What the user asked of `faultline optimize`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "cli/run_options.h"
#include "models/policy/decisions.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 names it so
class App;
}

namespace faultline::cli {

struct OptimizeOptions {
  ScenarioChoice scenario;
  std::filesystem::path decisions;   ///< empty: decisions.json beside the scenario
  std::optional<Minimise> minimise;  ///< absent: as the decisions say, and so for the limits
  std::optional<double> max_lost_orders;
  std::optional<double> max_lead_time_hours;
  std::optional<double> max_undelivered_fraction;
  double confidence = 0.95;
  double difference_fraction = 0.05;
  double limit_margin_fraction = 0.10;
  std::uint32_t first_replications = 200;
  std::uint32_t most_replications = 5000;
  std::optional<std::uint64_t> seed;
  int threads = 0;              ///< 0: all cores
  std::filesystem::path out;    ///< empty: faultline-results/<scenario>-optimize
  std::filesystem::path apply;  ///< scenario file to write; empty: none
  Format format = Format::table;
  bool quiet = false;
  bool progress = true;  ///< on a terminal
  bool resume = false;
  std::string command;  ///< as typed, for the hint to resume
};

void add_optimize(CLI::App& app, OptimizeOptions& options);

}  // namespace faultline::cli
