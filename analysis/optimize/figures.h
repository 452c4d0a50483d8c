// What a choice of policy hangs on, quarter by quarter.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/outcome.h"

namespace faultline {

enum class Figure : std::uint8_t {
  lost_orders,  ///< gross
  engineer_hours,
  delay_change_days,
  agent_review_cost,  ///< in the scenario's currency
  lead_time_hours,    ///< the quarter's median
  submitted,
  undelivered,
  count_
};
inline constexpr std::size_t kFigureCount = static_cast<std::size_t>(Figure::count_);
inline constexpr std::array<Metric, kFigureCount> kFigureMetrics{
    Metric::lost_orders_gross,          Metric::engineer_hours,         Metric::delay_change_days,
    Metric::agent_review_cost,          Metric::lead_time_median_hours, Metric::changes_submitted,
    Metric::changes_undelivered_horizon};

/// Quarters of one candidate from the first on.
struct FigureTable {
  std::array<std::vector<double>, kFigureCount> columns{};  ///< by Figure, then by quarter

  [[nodiscard]] std::size_t quarters() const { return columns.front().size(); }
  [[nodiscard]] const std::vector<double>& operator[](Figure figure) const {
    return columns[static_cast<std::size_t>(figure)];
  }
  void add(const Outcome& outcome) {
    for (std::size_t f = 0; f < kFigureCount; ++f) {
      columns[f].push_back(outcome[kFigureMetrics[f]]);
    }
  }
  void add(const FigureTable& more) {
    for (std::size_t f = 0; f < kFigureCount; ++f) {
      columns[f].insert(columns[f].end(), more.columns[f].begin(), more.columns[f].end());
    }
  }
};

}  // namespace faultline
