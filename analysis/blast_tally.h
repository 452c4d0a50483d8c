// How far incidents spread, counted: whose faults reach whom, over which calls, under each policy.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "analysis/incident_timeline.h"
#include "models/core/ids.h"
#include "models/graph/service_graph.h"
#include "sim/blast/blast_radius.h"

namespace faultline {

/// What is counted of one policy over the same quarters as the others. An incident counts when it begins in the
/// horizon and no rollout caught it. It reaches a service when more of its requests fail by it, at full exposure, than
/// fail there anyway.
struct PolicyBlast {
  std::uint64_t incidents = 0;
  /// Incidents by their faulty service and the service that they reach, itself included.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> reached;
  /// Incidents by how many services they reach, the faulty one included.
  std::map<std::uint32_t, std::uint64_t> by_radius;
  /// Incidents by the call (caller, callee) that their failures crossed: more of the caller's requests fail by that
  /// call than fail there anyway. A fault that strikes the whole fleet crosses none.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> crossed;

  /// Adds the incidents of other quarters.
  void merge(const PolicyBlast& other);
};

/// A call as the map draws it.
struct MappedCall {
  std::uint32_t caller;
  std::uint32_t callee;
  bool async;
};

/// The graph and what spread over it.
struct BlastTally {
  std::uint32_t quarters = 0;      ///< the first ones of the run
  std::vector<std::string> tiers;  ///< by ServiceId; empty where the graph does not say
  std::vector<MappedCall> calls;
  std::vector<PolicyBlast> policies;
};

/// Counts incidents. Keeps references to what it is made from.
class BlastCounter {
 public:
  BlastCounter(const ServiceGraph& graph, const BlastRadius& radius, std::span<const double> requests_per_order)
      : graph_(graph), radius_(radius), requests_per_order_(requests_per_order), spreads_(graph.service_count()) {}

  void add(const SimulatedIncident& incident, PolicyBlast& blast);
  /// Of a service's total failure.
  [[nodiscard]] const Spread& spread(ServiceId failed);

 private:
  const ServiceGraph& graph_;
  const BlastRadius& radius_;
  std::span<const double> requests_per_order_;
  std::vector<Spread> spreads_;  // by service; empty until asked for
};

}  // namespace faultline
