// What the user asked of a run, as the commands see it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/limit.h"

namespace faultline::cli {

enum class Format : std::uint8_t { table, json, csv, markdown };

/// Where the scenario is and what is changed in it.
struct ScenarioChoice {
  std::string scenario;                                        ///< file, folder or name of the library
  std::vector<std::pair<std::string, std::string>> overrides;  ///< --set: JSON pointer and JSON text
  bool allow_outside_tree = false;
  std::string variant;  ///< empty: the scenario as it stands
};

/// --precision: replications are added until every mean loss is known so well.
struct PrecisionOptions {
  double relative_half_width = 0;  ///< 0: not asked for
  std::uint32_t most_replications = 100'000;
};

/// `compare`; `run` is the same with one policy.
struct CompareOptions {
  ScenarioChoice scenario;
  std::vector<std::string> policies;  ///< empty: all of the scenario
  /// Ids of the variants to compare, empty for all that there are; absent: the one that `scenario` names, or none.
  std::optional<std::vector<std::string>> variants;
  std::optional<std::uint32_t> replications;
  PrecisionOptions precision;
  std::optional<std::uint64_t> seed;
  int threads = 0;            ///< 0: all cores
  std::filesystem::path out;  ///< empty: faultline-results/<scenario>
  Format format = Format::table;
  bool quiet = false;
  bool progress = true;  ///< on a terminal
  bool resume = false;
  Limits limits;
  std::optional<std::uint32_t> parameter_draws;  ///< --parameter-draws: an outer loop over what parameters may be
  std::optional<bool> undecided_passes;          ///< --undecided: true for pass, false for fail
  std::filesystem::path charts;                  ///< folder for the charts of the page of variants; empty: none
  std::string command;                           ///< as typed, for the hint to resume
};

struct ReplayOptions {
  ScenarioChoice scenario;
  std::string policy;
  std::uint32_t replication = 0;
  std::optional<std::uint64_t> seed;
  bool second_reviewer_low = false;
  std::filesystem::path events;  ///< empty: no event log
  std::filesystem::path trace;   ///< empty: no trace
  std::filesystem::path out;     ///< folder of the run to check against; empty: the default one
  bool quiet = false;
  std::string known;  ///< a known incident instead of a quarter: an id, "all", a file, or a file and "#" and an id
  bool json = false;  ///< form of the answer about known incidents
};

/// Whom a page is for.
enum class Reader : std::uint8_t { leadership, planner, researcher };

/// Places in the map of services: Graphviz's where it is installed (automatic), always, or never.
enum class MapLayout : std::uint8_t { automatic, graphviz, layered };

struct ReportOptions {
  std::filesystem::path results;  ///< results.sqlite or its folder
  std::filesystem::path against;  ///< earlier results, to say what changed since; empty: none
  std::filesystem::path output;   ///< empty: beside the results, named after the reader
  Reader reader = Reader::planner;
  Limits limits;                 ///< of the planner's page: held against every policy
  std::optional<double> budget;  ///< of the leadership page and the panel: lost orders a quarter
  std::string decision;          ///< of the leadership page: added to the decision asked
  /// Results of sweeps of the same scenario: a tornado for leadership, and a grid too for the planner.
  std::vector<std::filesystem::path> sweeps;
  std::vector<std::filesystem::path> history;  ///< JSON of `faultline backtest`
  MapLayout layout = MapLayout::automatic;     ///< of the planner's map of services
  bool what_if = false;                        ///< the planner's page with the what-if panel
  std::filesystem::path what_if_module;        ///< empty: where what_if_module() finds it
};

enum class ExportFormat : std::uint8_t { csv, npy, xlsx, junit, markdown, json };

struct ExportOptions {
  std::filesystem::path results;
  ExportFormat format = ExportFormat::json;
  /// A folder for csv and npy (empty: the results' own), otherwise a file (empty: standard output, for xlsx
  /// results.xlsx beside the results).
  std::filesystem::path output;
  std::filesystem::path charts;             ///< folder of the charts alone, as SVG and CSV; empty: no charts
  MapLayout layout = MapLayout::automatic;  ///< of the map of services among them
  std::optional<double> budget;             ///< on those of the leadership page: lost orders a quarter
  /// Results of sweeps of the same scenario: a tornado and a grid, as the planner's page takes them.
  std::vector<std::filesystem::path> sweeps;
  std::vector<std::filesystem::path> history;  ///< JSON of `faultline backtest`, to draw among the charts
  std::filesystem::path against;               ///< earlier results, to say what changed since; empty: none
  Limits limits;
  std::optional<bool> undecided_passes;  ///< --undecided: true for pass, false for fail
};

}  // namespace faultline::cli
