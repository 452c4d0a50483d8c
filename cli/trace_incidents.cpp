#include "cli/trace_incidents.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "cli/event_fields.h"

namespace faultline::cli {
namespace {

double begin_hours(const SimulatedIncident& incident) {
  return incident.phase_hours[static_cast<std::size_t>(IncidentPhase::active)].value_or(0.0);
}

TraceSlice draw(const Scenario& scenario, const SimulatedIncident& incident) {
  const auto at = [&scenario](double hours) { return trace_time(hours, scenario.time); };
  TraceSlice slice{at(begin_hours(incident)), at(end_hours(scenario, incident)), "incident", ""};
  const int severity = incident.end ? incident.end->severity : -1;
  slice.name = fmt::format("{} ({})",
                           severity < 0    ? "unended"
                           : severity == 0 ? "canary catch"
                                           : fmt::format("sev{}", severity),
                           name_of(kDefectCategoryNames, incident.incident.category));
  slice.args = incident_fields(scenario, incident.incident);
  slice.args["change"] = nullptr;
  if (incident.change) {
    slice.args["change"] = change_name(scenario, *incident.change);
    slice.arrows_in.push_back(incident.incident.number);
  }
  if (incident.end) {
    slice.args.update(cost_fields(*incident.end));
  }

  TraceSlice* phase = nullptr;  // the one at hand, which the next one ends
  slice.parts.reserve(kIncidentPhaseCount);
  for (std::size_t i = 0; i < kIncidentPhaseCount; ++i) {
    if (!incident.phase_hours[i]) {
      continue;
    }
    const TraceTime begin = at(*incident.phase_hours[i]);
    if (phase != nullptr) {
      phase->end = begin;
    }
    slice.parts.push_back({begin, slice.end, "phase", std::string(kIncidentPhaseNames[i])});
    phase = &slice.parts.back();
  }
  // What took no time is not shown: `recovered` is the end of the slice.
  std::erase_if(slice.parts, [](const TraceSlice& part) { return part.begin >= part.end; });
  return slice;
}

}  // namespace

double end_hours(const Scenario& scenario, const SimulatedIncident& incident) {
  return incident.end ? incident.end->end_hours : scenario.time.end();
}

void add_incidents(TraceFile& file, TraceFile::Process process, const Scenario& scenario,
                   const std::vector<SimulatedIncident>& incidents) {
  std::map<ServiceId, std::vector<const SimulatedIncident*>> by_service;
  std::map<ServiceId, double> lost;
  for (const SimulatedIncident& incident : incidents) {
    by_service[incident.incident.service].push_back(&incident);
    lost[incident.incident.service] += incident.end ? incident.end->lost_orders_gross : 0.0;
  }
  std::vector<ServiceId> order;
  for (const auto& [service, unused] : by_service) {
    order.push_back(service);
  }
  std::stable_sort(order.begin(), order.end(), [&](ServiceId a, ServiceId b) { return lost[a] > lost[b]; });
  for (const ServiceId service : order) {
    const auto row = file.add_row(process, scenario.graph.service(service).id);
    for (const SimulatedIncident* incident : by_service[service]) {
      file.add(row, draw(scenario, *incident));
    }
  }
}

void add_incident_counters(TraceFile& file, TraceFile::Process process, const Scenario& scenario,
                           const std::vector<SimulatedIncident>& incidents) {
  const auto at = [&scenario](double hours) { return trace_time(hours, scenario.time); };
  // Losses count in the horizon alone, so they are spread over the part of the incident that lies there.
  struct Step {
    double hours;
    int incidents;
    double lost_per_hour;
  };
  std::vector<Step> steps{{0.0, 0, 0.0}};
  for (const SimulatedIncident& incident : incidents) {
    const double begin = begin_hours(incident);
    const double end = end_hours(scenario, incident);
    steps.push_back({begin, 1, 0.0});
    steps.push_back({end, -1, 0.0});
    const double from = std::max(begin, scenario.time.horizon_begin());
    const double to = std::min(end, scenario.time.horizon_end());
    if (!incident.end || !(to > from)) {
      continue;
    }
    const double rate = incident.end->lost_orders_gross / (to - from);
    steps.push_back({from, 0, rate});
    steps.push_back({to, 0, -rate});
  }
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.hours < b.hours; });
  int ongoing = 0;
  std::multiset<double> rates;  // a running sum would keep what rounding leaves behind
  for (std::size_t i = 0; i < steps.size(); ++i) {
    ongoing += steps[i].incidents;
    if (steps[i].lost_per_hour > 0.0) {
      rates.insert(steps[i].lost_per_hour);
    }
    if (steps[i].lost_per_hour < 0.0) {
      rates.erase(rates.find(-steps[i].lost_per_hour));
    }
    if (i + 1 < steps.size() && at(steps[i + 1].hours) == at(steps[i].hours)) {
      continue;
    }
    double lost_per_hour = 0.0;
    for (const double rate : rates) {
      lost_per_hour += rate;
    }
    file.add_counter(process, "incidents", at(steps[i].hours), ongoing);
    file.add_counter(process, "orders lost per hour", at(steps[i].hours), lost_per_hour);
  }
}

}  // namespace faultline::cli
