// What a what-if panel is made of: a run's first quarters, and what its reader can move. (docs/what-if.md)
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/report/what_if_panel.h"
#include "analysis/run_description.h"
#include "models/scenario.h"
#include "sim/outcome.h"

namespace faultline::cli {

/// Quarters whose every figure the page replays before it lets its reader at the sliders.
inline constexpr std::size_t kCheckedQuarters = 4;
/// The figures of a quarter that the page shows.
inline constexpr std::array<Metric, 2> kShownFigures{Metric::lost_orders_gross, Metric::lead_time_median_hours};

class WhatIfData {
 public:
  /// `scenario`: what run.scenario_json says. It must hold the run's policies.
  WhatIfData(RunDescription run, const Scenario& scenario, std::optional<double> budget);

  /// The next quarter: an outcome of each of the run's policies, in its order.
  void add(std::span<const Outcome> quarter);
  [[nodiscard]] std::size_t quarters() const { return shown_.size(); }
  /// Positions of the run's policies in the scenario.
  [[nodiscard]] const std::vector<std::size_t>& order() const { return order_; }

  /// `command`: makes the published figures. Needs a quarter at least.
  [[nodiscard]] report::WhatIfPanel panel(std::string command, std::string module) const;
  /// What the script reads.
  [[nodiscard]] std::string json() const;

 private:
  /// One shown figure by policy and quarter.
  [[nodiscard]] std::vector<std::vector<double>> by_policy(std::size_t figure) const;

  RunDescription run_;
  std::vector<report::WhatIfLever> levers_;
  std::vector<std::pair<std::string, std::string>> closing_;  ///< channel_closing_settings()
  std::optional<double> budget_;
  std::vector<std::size_t> order_;
  std::size_t gates_;
  std::size_t figures_;                      // of a quarter and policy
  std::vector<std::vector<double>> checks_;  // every figure of the first quarters
  std::vector<std::vector<double>> shown_;   // kShownFigures of every quarter
};

}  // namespace faultline::cli
