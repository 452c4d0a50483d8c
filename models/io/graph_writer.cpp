#include "models/io/graph_writer.h"

#include <ostream>
#include <string>
#include <string_view>

#include "models/io/graph_json.h"
#include "models/io/json_document.h"

namespace faultline {
namespace {

/// Writes the members of one object on one line.
class Line {
 public:
  explicit Line(std::ostream& out) : out_(out) { out_ << '{'; }
  ~Line() { out_ << '}'; }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  Line& text(std::string_view key, std::string_view value) { return raw(key, json_quoted(value)); }
  Line& number(std::string_view key, double value) { return raw(key, json_number(value)); }
  Line& raw(std::string_view key, std::string_view value) {
    out_ << (first_ ? "" : ", ") << '"' << key << "\": " << value;
    first_ = false;
    return *this;
  }

 private:
  std::ostream& out_;
  bool first_ = true;
};

/// "name": [ one item a line ].
template <class Items, class WriteItem>
void write_list(std::ostream& out, std::string_view name, const Items& items, const WriteItem& write_item) {
  out << ",\n  \"" << name << "\": [";
  bool first = true;
  for (const auto& item : items) {
    out << (first ? "\n    " : ",\n    ");
    first = false;
    write_item(item);
  }
  out << (first ? "]" : "\n  ]");
}

void write_note(std::ostream& out, const GraphNote& note) {
  Line line(out);
  line.text("kind", kGraphNoteKindNames[static_cast<std::size_t>(note.kind)]);
  line.raw("count", std::to_string(note.count)).text("text", note.text);
}

void write_service(std::ostream& out, const Service& service) {
  const Service standard;
  Line line(out);
  line.text("id", service.id);
  if (!service.tier.empty()) {
    line.text("tier", service.tier);
  }
  if (!service.team.empty()) {
    line.text("team", service.team);
  }
  if (service.cells != standard.cells) {
    line.number("cells", service.cells);
  }
  if (service.capacity_rps != standard.capacity_rps) {
    line.number("capacity_rps", service.capacity_rps);
  }
  if (service.baseline_error_fraction != standard.baseline_error_fraction) {
    line.number("baseline_error_fraction", service.baseline_error_fraction);
  }
}

void write_call(std::ostream& out, const ServiceGraph& graph, const Call& call) {
  const Call standard;
  Line line(out);
  line.text("caller", graph.service(call.caller).id).text("callee", graph.service(call.callee).id);
  line.number("calls_per_request", call.calls_per_request).number("coupling", call.coupling);
  if (call.attempts != standard.attempts) {
    line.number("attempts", call.attempts);
  }
  if (call.transient_fraction != standard.transient_fraction) {
    line.number("transient_fraction", call.transient_fraction);
  }
  if (call.async) {
    line.raw("async", "true");
  }
}

void write_journey(std::ostream& out, const ServiceGraph& graph, const Journey& journey) {
  std::string entries = "[";
  for (const JourneyEntry& entry : journey.entries) {
    entries += (entries.size() > 1 ? ", " : "") + std::string("{\"service\": ") +
               json_quoted(graph.service(entry.service).id) +
               ", \"requests_per_order\": " + json_number(entry.requests_per_order) + "}";
  }
  Line line(out);
  line.text("id", journey.id);
  if (!journey.demand_share.empty()) {
    line.number("demand_share", journey.demand_share.front());
  }
  line.raw("entries", entries + "]");
}

}  // namespace

void write_graph_json(std::ostream& out, const ServiceGraph& graph, std::span<const Journey> journeys,
                      std::span<const GraphNote> notes) {
  out << "{\n  \"format\": \"" << kGraphFormat << "\",\n  \"version\": 1";
  if (!notes.empty()) {
    write_list(out, "notes", notes, [&out](const GraphNote& note) { write_note(out, note); });
  }
  write_list(out, "services", graph.services(), [&out](const Service& service) { write_service(out, service); });
  write_list(out, "calls", graph.calls(), [&](const Call& call) { write_call(out, graph, call); });
  if (!journeys.empty()) {
    write_list(out, "journeys", journeys, [&](const Journey& journey) { write_journey(out, graph, journey); });
  }
  out << "\n}\n";
}

}  // namespace faultline
