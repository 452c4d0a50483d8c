// Sliders, the simulator itself as WebAssembly, and the figures of the setting as published: a part of a page.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/run_description.h"

namespace faultline::report {

/// A slider over positions: the one chosen, times each place's value as it stands or in its stead, goes to all places.
struct WhatIfLever {
  std::string id{};
  std::string label{};
  std::string unit{};                                    ///< behind the position
  std::vector<double> positions{};                       ///< ascending; among them the scenario as it stands
  std::size_t base = 0;                                  ///< which of them that is
  bool factor = false;                                   ///< the position multiplies
  bool whole = false;                                    ///< what is set is rounded to a whole number, at least 1
  std::vector<std::pair<std::string, double>> places{};  ///< JSON pointer, and the value as it stands
};

struct WhatIfPanel {
  RunDescription run;
  std::vector<std::vector<double>> lost_orders;  ///< by policy of the run and quarter: the first ones of the run
  std::vector<std::vector<double>> lead_hours;   ///< medians; NaN in quarters in which nothing was deployed
  std::vector<WhatIfLever> levers;
  bool closes_channels = false;  ///< some policy has an out-of-band channel that could be closed
  std::optional<double> budget;  ///< lost orders that a quarter should not exceed
  std::string command;           ///< that makes the published figures, for readers without script
  std::string data_json;         ///< for the script (docs/what-if.md)
  std::string module;            ///< what script/build-what-if makes
};

/// Where the panel stands: in a page of its own its figures are the page's, and shown without script too.
enum class PanelPlace { own_page, within_report };

/// The section, its id "what-if".
[[nodiscard]] std::string what_if_section(const WhatIfPanel& panel, PanelPlace place);
/// Data, module and script, for the end of the page. Throws InputError when the module cannot stand in a page.
[[nodiscard]] std::string what_if_scripts(const WhatIfPanel& panel);
/// In its place in a report without it: the command that does the same.
[[nodiscard]] std::string what_if_command_section(const RunDescription& run);

/// The panel as a page: one file without requests.
[[nodiscard]] std::string what_if_page(const WhatIfPanel& panel);

}  // namespace faultline::report
