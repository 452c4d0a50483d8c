// Who is reached over live edges, 64 samples a machine word.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/graph/condensation.h"
#include "models/graph/service_graph.h"
#include "sim/blast/live_edges.h"

namespace faultline {

/// Samples in which a service reaches a source: one row of words each.
struct CallerSamples {
  std::vector<ServiceId> services;   ///< those that reach it in any sample, the source included, by index
  std::vector<std::uint32_t> count;  ///< by place in `services`: in how many samples
};

/// Sweeps over a graph, which must outlive it. In topological order over the condensation; inside a cycle to the fixed
/// point.
class Reach {
 public:
  explicit Reach(const ServiceGraph& graph);

  [[nodiscard]] const Condensation& condensation() const { return condensation_; }

  /// Along the calls: on entry `reached` holds, for each service, live.words words with the samples in which it is a
  /// source; on return those in which it is reachable from one.
  void callees(const LiveBlock& live, std::span<std::uint64_t> reached) const;

  /// Against the calls, from one source in every sample. Takes time by how many callers there are, not by the graph.
  [[nodiscard]] CallerSamples callers(ServiceId source, const LiveBlock& live) const;

 private:
  template <class Words>
  void sweep_callees(const LiveBlock& live, Words words, std::uint64_t* reached) const;

  const ServiceGraph& graph_;
  Condensation condensation_;
  std::vector<ServiceId> callee_of_;          // by call; close together, which counts in large graphs
  std::vector<CallId> calls_to_;              // by callee
  std::vector<std::uint32_t> first_call_to_;  // size n + 1
};

}  // namespace faultline
