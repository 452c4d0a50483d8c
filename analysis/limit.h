// Does the answer break a limit that the caller set?
#pragma once

#include <cstdint>

#include "analysis/stats/estimate.h"

namespace faultline {

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
