// What the reader of a what-if page can move.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/scenario_run.h"

namespace faultline::cli {

/// A slider: its position, times each place's value as it stands or in its stead, goes to all its places.
struct WhatIfLever {
  std::string id{};
  std::string label{};
  std::string unit{};  ///< behind the position
  double least = 0.0;
  double most = 1.0;
  double step = 0.01;
  double base = 1.0;    ///< the scenario as it stands
  bool factor = false;  ///< the position multiplies
  bool whole = false;   ///< what is set is rounded to a whole number
  std::vector<std::pair<std::string, double>> places{};  ///< JSON pointer, and the value as it stands
};

/// The levers that this scenario has.
[[nodiscard]] std::vector<WhatIfLever> what_if_levers(const LoadedScenario& loaded);
/// JSON pointers and texts that give a closed channel to every phase of every policy that has none.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> channel_closing_settings(const std::string& document);

}  // namespace faultline::cli
