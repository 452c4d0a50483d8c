// How records are to be looked at.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "analysis/fit/day_counts.h"
#include "models/observations/moment.h"

namespace faultline::fit {

struct FitOptions {
  /// Seconds since 1970-01-01 00:00 on the clock by which days and hours are told.
  std::function<std::int64_t(const Moment&)> clock = [](const Moment& moment) { return moment.utc_seconds; };
  std::vector<Window> windows{};  ///< days that the data cover; empty: found from the data

  [[nodiscard]] std::int64_t day_of(const Moment& moment) const {
    constexpr std::int64_t kSecondsPerDay = 86400;
    const std::int64_t seconds = clock(moment);
    return seconds >= 0 ? seconds / kSecondsPerDay : (seconds - kSecondsPerDay + 1) / kSecondsPerDay;
  }
  /// The windows hold that day, or there are none.
  [[nodiscard]] bool within(const Moment& moment) const {
    const std::int64_t day = day_of(moment);
    return windows.empty() || std::any_of(windows.begin(), windows.end(), [day](const Window& window) {
             return day >= window.first && day <= window.second;
           });
  }
};

}  // namespace faultline::fit
