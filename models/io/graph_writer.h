// Graphs to files.
#pragma once

#include <iosfwd>
#include <span>

#include "models/business/journey.h"
#include "models/graph/service_graph.h"
#include "models/io/graph_reader.h"

namespace faultline {

/// Writes the native format in its canonical form: notes first, services in the graph's order, calls by caller and
/// callee, one line each, numbers in the shortest form that reads back the same, properties at their default left out
/// except calls_per_request and coupling. Reading it and writing it again gives the same bytes.
void write_graph_json(std::ostream& out, const ServiceGraph& graph, std::span<const Journey> journeys,
                      std::span<const GraphNote> notes = {});

}  // namespace faultline
