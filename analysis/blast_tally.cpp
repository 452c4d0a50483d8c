#include "analysis/blast_tally.h"

#include "sim/blast/live_edges.h"

namespace faultline {

void PolicyBlast::merge(const PolicyBlast& other) {
  incidents += other.incidents;
  for (const auto& [pair, count] : other.reached) {
    reached[pair] += count;
  }
  for (const auto& [services, count] : other.by_radius) {
    by_radius[services] += count;
  }
  for (const auto& [pair, count] : other.crossed) {
    crossed[pair] += count;
  }
}

const Spread& BlastCounter::spread(ServiceId failed) {
  Spread& spread = spreads_[failed.index()];
  if (spread.sufferers.empty()) {
    spread = radius_.spread(failed, requests_per_order_);
  }
  return spread;
}

void BlastCounter::add(const SimulatedIncident& incident, PolicyBlast& blast) {
  const ServiceId origin = incident.incident.service;
  const Spread& total = spread(origin);
  const std::vector<ReachedService> reached = reached_services(incident.incident, graph_, total, requests_per_order_);
  ++blast.incidents;
  ++blast.by_radius[static_cast<std::uint32_t>(reached.size())];
  for (const ReachedService& service : reached) {
    ++blast.reached[{origin.index(), service.service.index()}];
  }
  if (incident.incident.scope == DefectScope::fleet) {
    return;
  }
  std::vector<double> failing(graph_.service_count(), 0.0);
  for (const Sufferer& sufferer : total.sufferers) {
    failing[sufferer.service.index()] = incident.incident.magnitude * sufferer.failing_fraction;
  }
  // Whether a call passes failure on does not depend on how its callee comes to fail, so shares multiply.
  for (const Call& call : graph_.calls()) {
    const double failed = failing[call.callee.index()];
    if (failed > 0.0 && call.caller != origin &&
        failed * live_probability(call) > graph_.service(call.caller).baseline_error_fraction) {
      ++blast.crossed[{call.caller.index(), call.callee.index()}];
    }
  }
}

}  // namespace faultline
