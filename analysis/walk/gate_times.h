// How long a gate takes, where that needs no simulation.
#pragma once

#include <optional>
#include <vector>

#include "models/scenario.h"

namespace faultline {

/// Times at which changes set out in [from, to), each with its share: hour by hour, as the profile says; evenly when it
/// says nothing.
struct Arrival {
  double time_hours;
  double weight;
};
[[nodiscard]] std::vector<Arrival> arrivals(const ActivityProfile* profile, double from_hours, double to_hours);

/// Median of a gate's own time (look, delay, stages), 0 when it has none; people's reviews are not known here.
[[nodiscard]] double own_hours(const Gate& gate);

/// Mean time that a change spends at a gate where nobody queues: its own time, then its calendar. Absent where a change
/// waits for people, agents, tokens or a budget, or for ever.
[[nodiscard]] std::optional<double> expected_hours(const Scenario& scenario, const Gate& gate,
                                                   const std::vector<Arrival>& arriving, double phase_end_hours);

}  // namespace faultline
