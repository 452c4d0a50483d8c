// Twelve weeks held against a forecast, nine of them inside its band.
#pragma once

#include <fmt/format.h>

#include "analysis/report/history_check.h"

namespace faultline::test {

inline report::HistoryStream made_history() {
  report::HistoryStream stream{.name = "incidents",
                               .predictor = "scenario",
                               .per_week = 4.2,
                               .level = 0.8,
                               .low = 2,
                               .high = 7,
                               .stated_share = 0.86,
                               .weeks_left_out = 2,
                               .weeks = {},
                               .ranks = {3, 1, 1, 0.5, 0.5, 1, 1, 1, 1, 2},
                               .ranks_p = 0.31};
  int day = 4;
  for (const std::uint64_t count : {1U, 2U, 5U, 7U, 4U, 9U, 3U, 6U, 0U, 5U, 2U, 4U}) {
    stream.weeks.push_back({fmt::format("2024-{:02}-{:02}", 3 + (day - 4) / 28, 4 + (day - 4) % 28), count});
    day += 7;
  }
  return stream;
}

}  // namespace faultline::test
