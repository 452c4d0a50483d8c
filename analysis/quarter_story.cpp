#include "analysis/quarter_story.h"

#include <algorithm>

namespace faultline {

const std::vector<LossSegment>& QuarterStory::losses(std::uint32_t incident) const {
  const auto found = losses_.find(incident);
  return found == losses_.end() ? none_ : found->second;
}

std::optional<double> QuarterStory::shipped_hours(const SimulatedIncident& incident) const {
  if (!incident.change) {
    return std::nullopt;
  }
  const auto found = exposed_.find(name_of(*incident.change));
  return found == exposed_.end() ? std::nullopt : std::optional(found->second);
}

// Later steps of a rollout are told too; rework may expose a change twice.
void QuarterStory::change_exposed(const LoggedChange& change, double time_hours, double /*traffic_fraction*/) {
  const auto [at, is_new] = exposed_.try_emplace(name_of(change), time_hours);
  if (!is_new) {
    at->second = std::min(at->second, time_hours);
  }
}

void QuarterStory::incident_began(const LoggedIncident& incident, const LoggedChange* change, double time_hours) {
  recorder_.incident_began(incident, change, time_hours);
}

void QuarterStory::incident_phase(std::uint32_t incident, IncidentPhase phase, double time_hours) {
  recorder_.incident_phase(incident, phase, time_hours);
}

void QuarterStory::incident_ended(std::uint32_t incident, const IncidentEnd& end) {
  recorder_.incident_ended(incident, end);
}

void QuarterStory::orders_lost(std::uint32_t incident, double from_hours, double to_hours, double orders) {
  losses_[incident].push_back({from_hours, to_hours, orders});
}

}  // namespace faultline
