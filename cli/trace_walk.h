// The way of a change that carries a defect, from its submission to where it was caught or what it broke, as a trace
// shows it. (docs/formats/trace.md)
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "analysis/incident_recorder.h"
#include "cli/trace_file.h"
#include "cli/trace_incidents.h"
#include "models/scenario.h"
#include "sim/events/event_log.h"

namespace faultline::cli {

/// From when to when a change was at a gate.
struct GateStay {
  GateId gate;
  double from_hours;
  double to_hours;
};

/// What was told of a change.
struct ChangeWalk {
  struct Passing {
    GateId gate;
    double time_hours;
    bool bypassed;
  };
  static constexpr double kNever = std::numeric_limits<double>::infinity();

  LoggedChange change;
  std::vector<Passing> passings{};
  std::vector<TraceInstant> instants{};  ///< within the simulation
  std::optional<GateId> caught_by{};
  double exposed_hours = kNever;  ///< for the first time
  double found_hours = kNever;    ///< by an audit
};

struct DrawnWalk {
  TraceSlice slice;
  std::vector<TraceInstant> instants;
};

/// `stays` and `incidents` are those of the change. A gate of which no stay is told was passed in the time since the
/// gate before.
[[nodiscard]] DrawnWalk draw_walk(const Scenario& scenario, const ChangeWalk& walk, std::vector<GateStay> stays,
                                  const std::vector<const SimulatedIncident*>& incidents);

}  // namespace faultline::cli
