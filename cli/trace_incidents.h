// Incidents as a trace shows them. (docs/formats/trace.md)
#pragma once

#include <vector>

#include "analysis/incident_recorder.h"
#include "cli/trace_file.h"
#include "models/scenario.h"

namespace faultline::cli {

/// When the incident ended, or the simulation.
[[nodiscard]] double end_hours(const Scenario& scenario, const SimulatedIncident& incident);

/// A row for each service where incidents began, costliest first, with a slice for each incident and its phases. An
/// arrow of the incident's number ends at each that a change caused.
void add_incidents(TraceFile& file, TraceFile::Process process, const Scenario& scenario,
                   const std::vector<SimulatedIncident>& incidents);

/// How many incidents are going on, and what they lose, whenever one begins or ends.
void add_incident_counters(TraceFile& file, TraceFile::Process process, const Scenario& scenario,
                           const std::vector<SimulatedIncident>& incidents);

}  // namespace faultline::cli
