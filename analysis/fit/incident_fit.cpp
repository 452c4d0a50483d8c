#include "analysis/fit/incident_fit.h"

#include <algorithm>
#include <map>

#include "analysis/fit/size_law.h"
#include "analysis/fit/stream.h"
#include "models/core/how_many.h"

namespace faultline::fit {
namespace {

using Incidents = std::vector<const IncidentRecord*>;

constexpr std::size_t kFewestOfSeverity = 10;

void add_time(const Incidents& incidents, std::optional<double> IncidentRecord::*which, const char* stem,
              const char* meaning, Group& group) {
  std::vector<double> hours;
  std::size_t not_positive = 0;
  for (const IncidentRecord* incident : incidents) {
    const std::optional<double>& time = incident->*which;
    if (!time) continue;
    if (*time > 0.0) {
      hours.push_back(*time);
    } else {
      ++not_positive;
    }
  }
  // Most reports are written to the minute.
  add_size_figures(hours, {stem, meaning, 1.0 / 60.0}, group);
  if (not_positive > 0) {
    group.notes.push_back(how_many(not_positive, "incident") + (not_positive == 1 ? " has a " : " have a ") + stem +
                          " of 0 or less (written down afterwards, or at once): left out of its figures");
  }
}

void add_times(const Incidents& incidents, Group& group) {
  add_time(incidents, &IncidentRecord::detected_hours, "time_to_detect_hours", "hours from begin to detection", group);
  add_time(incidents, &IncidentRecord::mitigated_hours, "time_to_mitigate_hours", "hours from begin to mitigation",
           group);
  add_time(incidents, &IncidentRecord::recovered_hours, "time_to_recover_hours", "hours from begin to the end", group);
  const auto open = std::count_if(incidents.begin(), incidents.end(),
                                  [](const IncidentRecord* incident) { return !incident->recovered_hours; });
  if (open > 0) {
    group.notes.push_back(std::to_string(open) +
                          " incidents have no end: those that last are missing from the times to recover");
  }
}

}  // namespace

Findings fit_incidents(std::span<const IncidentRecord> every, const FitOptions& options) {
  Findings findings;
  findings.kind = "incidents";
  Incidents incidents;
  std::vector<Moment> begins;
  std::vector<std::string> severities;
  std::size_t maintenance = 0;
  std::size_t cause_known = 0;
  std::size_t caused_by_change = 0;
  for (const IncidentRecord& incident : every) {
    if (!options.within(incident.begin)) continue;
    if (incident.maintenance) {
      ++maintenance;
      continue;
    }
    incidents.push_back(&incident);
    begins.push_back(incident.begin);
    if (!incident.severity.empty()) severities.push_back(incident.severity);
    if (incident.caused_by_change) {
      ++cause_known;
      caused_by_change += *incident.caused_by_change ? 1 : 0;
    }
  }
  if (incidents.empty()) return findings;
  Group all;
  all.name = "incidents";
  add_stream_figures(begins, covered_windows(begins, options), options, "incidents", all);
  add_times(incidents, all);
  if (cause_known > 0) {
    add_share("change_related_share", "incidents that a change caused, as the reports say", caused_by_change,
              cause_known, all);
  }
  if (!severities.empty())
    all.mixes.push_back(mix_of("severity", "severity in the source's own words", severities, 12));
  if (maintenance > 0) all.notes.push_back(std::to_string(maintenance) + " announced maintenances are left out");
  const Period period = all.period;
  findings.groups.push_back(std::move(all));
  std::map<std::string, Incidents> by_severity;
  for (const IncidentRecord* incident : incidents) {
    if (!incident->severity.empty()) by_severity[incident->severity].push_back(incident);
  }
  for (const auto& [severity, of_severity] : by_severity) {
    if (of_severity.size() < kFewestOfSeverity || by_severity.size() < 2) continue;
    Group group;
    group.name = "severity_" + severity;
    group.period = period;
    group.n = of_severity.size();
    add_times(of_severity, group);
    findings.groups.push_back(std::move(group));
  }
  findings.notes.emplace_back(
      "a scenario's incidents follow from its changes: hold its results against these figures, none of them takes the "
      "place of a value");
  return findings;
}

}  // namespace faultline::fit
