// Whole weeks before and after a split.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/fit/day_counts.h"
#include "analysis/fit/fit_options.h"

namespace faultline::backtest {

/// Weeks of seven days, counted from the split in both directions; those with a day that is not covered are left out.
struct Weeks {
  std::vector<std::int64_t> first_days;  ///< since 1970-01-01, rising
  std::vector<std::uint64_t> counts;
  std::size_t left_out = 0;  ///< between the first and the last, with a day that is not covered

  [[nodiscard]] std::vector<double> values() const { return {counts.begin(), counts.end()}; }
};

struct SplitWeeks {
  Weeks training;
  Weeks test;
  fit::DayCounts training_days;
  fit::DayCounts test_days;
  fit::Period period;  ///< of both; where no window is given, holes are found from all days
};

/// Counts events by week. `until` is the first day of the test part.
[[nodiscard]] SplitWeeks split_weeks(std::span<const Moment> events, const fit::FitOptions& options,
                                     std::int64_t until);

/// The same clock, with the covered days of `period` before `until` as windows.
[[nodiscard]] fit::FitOptions covered_before(const fit::FitOptions& options, const fit::Period& period,
                                             std::int64_t until);

}  // namespace faultline::backtest
