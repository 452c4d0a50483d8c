// A change on its way to all of production: which share of traffic it is exposed to, and when. (model, section 7)
#pragma once

#include <array>
#include <cstddef>

#include "models/organisation/calendar.h"
#include "models/policy/gate.h"

namespace faultline {

inline constexpr std::size_t kMaxRolloutStages = 12;

/// Exposure as a step function of time: fraction[i] from begin_hours[i] until the next step; the last step is full.
struct ExposurePlan {
  std::array<double, kMaxRolloutStages + 1> begin_hours{};
  std::array<double, kMaxRolloutStages + 1> fraction{};
  std::size_t steps = 0;

  [[nodiscard]] double full_from() const { return begin_hours[steps - 1]; }
  [[nodiscard]] double first_exposure() const { return begin_hours[0]; }
  /// The time at which the integral of exposure since the first has reached `hours`.
  [[nodiscard]] double time_of_exposure(double hours) const;
  /// Exposure in force at a time; 0 before the first step.
  [[nodiscard]] double fraction_at(double time_hours) const;
};

/// All of production at once.
[[nodiscard]] ExposurePlan exposed_at_once(double time_hours);

/// Each stage begins when the promotion calendar is open and the one before has baked. Infinite when it never opens.
[[nodiscard]] ExposurePlan plan_rollout(const Gate& gate, const Calendar& promotion, double start_hours);

}  // namespace faultline
