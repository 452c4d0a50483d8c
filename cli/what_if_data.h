// What the script of a what-if page reads. (docs/what-if.md)
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/report/what_if_page.h"
#include "analysis/run_description.h"
#include "models/scenario.h"
#include "sim/outcome.h"

namespace faultline::cli {

/// Quarters whose every figure the page replays before it lets its reader at the sliders.
inline constexpr std::size_t kCheckedQuarters = 4;
/// The figures of a quarter that the page shows.
inline constexpr std::array<Metric, 2> kShownFigures{Metric::lost_orders_gross, Metric::lead_time_median_hours};

struct WhatIfData {
  const RunDescription& run;
  const Scenario& scenario;
  const std::vector<report::WhatIfLever>& levers;
  std::vector<std::pair<std::string, std::string>> closing;  ///< channel_closing_settings()
  std::optional<double> budget;
  std::vector<std::size_t> order;             ///< policies of the run by their position in the document
  std::vector<std::vector<double>> checks{};  ///< every figure of the first quarters, policies in the document's order
  std::vector<std::vector<double>> shown{};   ///< kShownFigures of every quarter, likewise
};

[[nodiscard]] std::string what_if_json(const WhatIfData& data);

}  // namespace faultline::cli
