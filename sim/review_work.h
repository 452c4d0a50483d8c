// Work of one review, and times that never come.
#pragma once

#include <algorithm>
#include <limits>

#include "models/organisation/team.h"

namespace faultline {

inline constexpr double kForever = std::numeric_limits<double>::infinity();

/// Hours that one attentive review takes, from its drawn base work and the lines to read. (model, section 12)
[[nodiscard]] inline double review_work(const ReviewPractice& practice, double base_hours, double lines) {
  return std::min(practice.max_work_hours,
                  base_hours + practice.hours_per_line * std::max(0.0, lines - practice.free_lines));
}

}  // namespace faultline
