// A page that answers "what if": sliders, the simulator as WebAssembly, and the figures of the setting as published.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/run_description.h"

namespace faultline::report {

/// A slider: its position, times each place's value as it stands or in its stead, goes to all its places.
struct WhatIfLever {
  std::string id{};
  std::string label{};
  std::string unit{};  ///< behind the position
  double least = 0.0;
  double most = 1.0;
  double step = 0.01;
  double base = 1.0;                                     ///< the scenario as it stands
  bool factor = false;                                   ///< the position multiplies
  bool whole = false;                                    ///< what is set is rounded to a whole number, at least 1
  std::vector<std::pair<std::string, double>> places{};  ///< JSON pointer, and the value as it stands
};

struct WhatIfPage {
  RunDescription run;
  std::vector<std::vector<double>> lost_orders;  ///< by policy of the run and replication
  std::vector<std::vector<double>> lead_hours;   ///< medians; NaN in quarters in which nothing was deployed
  std::vector<WhatIfLever> levers;
  bool closes_channels = false;  ///< some policy has an out-of-band channel that could be closed
  std::optional<double> budget;  ///< lost orders that a quarter should not exceed
  std::string_view command;      ///< that makes the published figures, for readers without script
  std::string_view data_json;    ///< for the script (docs/what-if.md)
  std::string_view module;       ///< what script/build-what-if makes
};

/// The page: one file without requests that shows the published figures also without script. Throws InputError when the
/// module cannot stand in a page.
[[nodiscard]] std::string what_if_page(const WhatIfPage& page);

}  // namespace faultline::report
