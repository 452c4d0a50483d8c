// What a backtest said of a scenario: in words, and week by week.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace faultline::report {

struct HistoryWeek {
  std::string from;  ///< its first day
  std::uint64_t count = 0;
};

/// One stream of events behind the split, and what was forecast of each of its weeks.
struct HistoryStream {
  std::string name;       ///< "incidents"
  std::string predictor;  ///< "scenario", or "records alone" where it forecasts none
  double per_week = 0;    ///< forecast
  double level = 0.8;     ///< of the band
  std::uint64_t low = 0;  ///< counts that the band holds, both ends inside
  std::uint64_t high = 0;
  double stated_share = 0.8;  ///< of weeks inside, were the forecast right: counts are whole, so at least the level
  std::size_t weeks_left_out = 0;
  std::vector<HistoryWeek> weeks;
  std::array<double, 10> ranks{};  ///< weeks in each tenth of the forecast; a week with ties is spread over some
  double ranks_p = 1;              ///< chance of ranks so uneven, were the forecast right

  [[nodiscard]] bool holds(const HistoryWeek& week) const { return week.count >= low && week.count <= high; }
  [[nodiscard]] std::size_t inside() const;
};

struct HistoryCheck {
  std::string text;     ///< one sentence, plain text
  bool failed = false;  ///< the page then says so above its headline
  std::vector<HistoryStream> streams{};
};

}  // namespace faultline::report
