// Who is reached over live edges, 64 samples a machine word.
#pragma once

#include <cstdint>
#include <span>

#include "models/graph/condensation.h"
#include "models/graph/service_graph.h"
#include "sim/blast/live_edges.h"

namespace faultline {

/// Sweeps along the calls: on entry `reached` holds, for each service, live.words() words with the samples in which it
/// is a source; on return those in which it is reachable from one. In topological order over the condensation; inside a
/// cycle to the fixed point.
void reach_callees(const ServiceGraph& graph, const Condensation& condensation, const LiveEdges& live,
                   std::span<std::uint64_t> reached);

/// The same against the calls: on return the samples in which a source is reachable from the service.
void reach_callers(const ServiceGraph& graph, const Condensation& condensation, const LiveEdges& live,
                   std::span<std::uint64_t> reached);

}  // namespace faultline
