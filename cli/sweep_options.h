// What the user asked of a sweep and of its analysis.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/run_options.h"

namespace faultline::cli {

/// One --vary as typed.
struct Variation {
  std::string name{};  ///< JSON pointer, or an alias
  double low = 0.0;
  double high = 0.0;
  std::uint32_t levels = 0;  ///< 0: not said
  bool logarithmic = false;
  bool whole = false;
};

/// Reads NAME=LO:HI[:N][,log][,whole]. Returns what is wrong with its form; empty: nothing.
[[nodiscard]] std::string read_variation(const std::string& text, Variation& variation);

inline constexpr std::uint32_t kUsualPoints = 64;

struct SweepOptions {
  ScenarioChoice scenario;
  std::vector<Variation> variations;
  std::string design;                   ///< a name of kDesignNames, or a CSV file
  std::optional<std::uint32_t> points;  ///< kUsualPoints unless said
  bool second_order = false;
  std::vector<std::string> policies;  ///< empty: all of the scenario
  std::optional<std::uint32_t> replications;
  PrecisionOptions precision;
  std::optional<std::uint64_t> seed;
  int threads = 0;            ///< 0: all cores
  std::filesystem::path out;  ///< empty: faultline-results/<scenario>-sweep
  Format format = Format::table;
  bool quiet = false;
  bool progress = true;  ///< on a terminal
  bool resume = false;
  std::string command;  ///< as typed, for the hint to resume
};

struct SensitivityOptions {
  std::filesystem::path results;      ///< results.sqlite or its folder
  std::vector<std::string> policies;  ///< empty: all of the sweep
  std::string output;                 ///< mean, p99 or saved; empty: all
  Format format = Format::table;
};

}  // namespace faultline::cli
