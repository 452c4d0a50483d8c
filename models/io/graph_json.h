// The native graph format: every property of services and calls, and the graph's own journeys.
// (docs/formats/graph-json.md)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/io/fields.h"
#include "models/io/graph_reader.h"
#include "models/io/json_document.h"

namespace faultline {

inline constexpr std::string_view kGraphFormat = "faultline-graph";

/// A native graph as written: names instead of ids, nothing checked across fields.
struct GraphFile {
  struct CallEntry {
    std::string caller;
    std::string callee;
    Call call;
    Place place;
  };
  struct ServiceEntry {
    Service service;
    Place place;
  };
  struct Entry {
    std::string service;
    double requests_per_order = 1.0;
    Place place;
  };
  struct JourneyFields {
    std::string id;
    std::optional<double> demand_share;
    std::vector<Entry> entries;
    Place place;
  };
  struct NoteEntry {
    GraphNote note;
    Place place;
  };
  std::string format{kGraphFormat};
  int version = 1;
  std::vector<NoteEntry> notes;
  std::vector<ServiceEntry> services;
  std::vector<CallEntry> calls;
  std::vector<JourneyFields> journeys;
  Place place;
};

/// The table of fields: drives reader and JSON Schema.
void describe(FieldVisitor& visitor, GraphFile& graph);

/// Reads a graph that is part of a document. Adds every problem to `problems`; nothing when there was one.
[[nodiscard]] std::optional<GraphReading> read_graph_json(const JsonNode& node, ProblemList& problems);

/// The reader and recogniser of the format table.
[[nodiscard]] GraphReading parse_graph_json(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_json(std::string_view text);

}  // namespace faultline
