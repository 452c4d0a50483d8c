#include "analysis/stats/recovery.h"

namespace faultline::stats {

std::optional<std::size_t> stays_within(std::span<const std::optional<Interval>> difference,
                                        std::span<const double> tolerance) {
  std::size_t first = difference.size();
  while (first > 0 && difference[first - 1] && difference[first - 1]->high <= tolerance[first - 1]) {
    --first;
  }
  return first < difference.size() ? std::optional(first) : std::nullopt;
}

}  // namespace faultline::stats
