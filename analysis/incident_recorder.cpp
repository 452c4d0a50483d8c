#include "analysis/incident_recorder.h"

#include <algorithm>

namespace faultline {

void IncidentRecorder::incident_began(const LoggedIncident& incident, const LoggedChange* change, double time_hours) {
  SimulatedIncident record;
  record.replication = replication_;
  record.run_case = run_case_;
  record.incident = incident;
  if (change != nullptr) {
    record.change = *change;
  }
  record.phase_hours[static_cast<std::size_t>(IncidentPhase::active)] = time_hours;
  incidents_.push_back(record);
}

void IncidentRecorder::incident_phase(std::uint32_t incident, IncidentPhase phase, double time_hours) {
  if (SimulatedIncident* record = find(incident)) {
    record->phase_hours[static_cast<std::size_t>(phase)] = time_hours;
  }
}

void IncidentRecorder::incident_ended(std::uint32_t incident, const IncidentEnd& end) {
  if (SimulatedIncident* record = find(incident)) {
    record->end = end;
  }
}

// Those still going on are among the last.
SimulatedIncident* IncidentRecorder::find(std::uint32_t number) {
  const auto found = std::find_if(incidents_.rbegin(), incidents_.rend(), [number](const SimulatedIncident& record) {
    return record.incident.number == number;
  });
  return found == incidents_.rend() ? nullptr : &*found;
}

}  // namespace faultline
