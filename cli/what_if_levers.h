// What the reader of a what-if page can move.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analysis/report/what_if_panel.h"
#include "analysis/run_description.h"
#include "models/scenario.h"

namespace faultline::cli {

/// The levers that this scenario has.
[[nodiscard]] std::vector<report::WhatIfLever> what_if_levers(const RunDescription& run, const Scenario& scenario);
/// JSON pointers and texts that give a closed channel to every phase of every policy that has none.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> channel_closing_settings(const std::string& document);

}  // namespace faultline::cli
