// Events by calendar day, days without data left out.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "analysis/fit/findings.h"

namespace faultline::fit {

/// Days of the data that are to count; both ends belong to it.
using Window = std::pair<std::int64_t, std::int64_t>;

/// Counts on every covered day, in order.
struct DayCounts {
  Period period;
  std::vector<std::int64_t> days;
  std::vector<double> counts;
  [[nodiscard]] double total() const;
};

/// Counts `days` (of events, in any order) on each day from the first to the last. With windows, days outside of them
/// do not count, nor do their events. Without, a run of empty days is taken for a hole when the negative binomial of
/// the other days has it happen with a chance below one in a million; each hole is listed. Empty when nothing is left.
[[nodiscard]] DayCounts count_days(std::span<const std::int64_t> days, std::span<const Window> windows);

/// Sums over blocks of covered days: 28 days long where that makes 24 blocks or more, else 7. What is left over at the
/// end belongs to no block.
struct Blocks {
  std::size_t block_days = 7;
  std::vector<double> totals;
};
[[nodiscard]] Blocks block_totals(const DayCounts& counts);

}  // namespace faultline::fit
