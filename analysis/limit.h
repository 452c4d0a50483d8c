// Does the answer break a limit that the caller set?
#pragma once

#include <cstdint>
#include <optional>

#include "analysis/stats/estimate.h"

namespace faultline {

struct Limits {
  std::optional<double> max_mean_lost_orders;  ///< orders a quarter
  std::optional<double> max_p99_lost_orders;   ///< orders, exceeded in 1 quarter of 100
  [[nodiscard]] bool any() const { return max_mean_lost_orders || max_p99_lost_orders; }
};

enum class LimitState : std::uint8_t { kept, undecided, broken };

/// Broken when the whole interval lies above the limit, kept when none of it does, otherwise undecided, as without an
/// interval.
[[nodiscard]] inline LimitState check_limit(const stats::Estimate& figure, double limit) {
  if (!figure.interval) {
    return LimitState::undecided;
  }
  if (figure.interval->low > limit) {
    return LimitState::broken;
  }
  return figure.interval->high <= limit ? LimitState::kept : LimitState::undecided;
}

}  // namespace faultline
