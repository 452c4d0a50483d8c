// Two parts of made records, the second with its own rate.
#pragma once

#include "analysis/backtest/week_counts.h"
#include "tests/analysis/fit/made_events.h"

namespace faultline::backtest::testing {

/// Days from 0 on: `before` weeks, then `after` weeks with `factor` times as many events. The split is day 7 x before.
inline SplitWeeks made_weeks(std::uint32_t run, std::int64_t before, std::int64_t after, double per_day,
                             double dispersion, double factor) {
  std::vector<Moment> events;
  const auto add = [&](std::uint32_t key, std::int64_t first, std::int64_t days, double mean) {
    for (const std::int64_t day : fit::testing::made_days(key, days, std::vector<double>(7, mean), dispersion)) {
      events.push_back({(first + day) * 86400, 0, true});
    }
  };
  add(2 * run, 0, 7 * before, per_day);
  add(2 * run + 1, 7 * before, 7 * after, per_day * factor);
  fit::FitOptions how;
  how.windows = {{0, 7 * (before + after) - 1}};
  return split_weeks(events, how, 7 * before);
}

}  // namespace faultline::backtest::testing
