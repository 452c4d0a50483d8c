#include "models/io/graph_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <unordered_map>
#include <utility>

#include "models/core/nearest_name.h"
#include "models/io/field_reader.h"
#include "models/io/graph_links.h"

namespace faultline {
namespace {

constexpr std::size_t kMostNotes = 1000;

void describe_note(FieldVisitor& v, GraphFile::NoteEntry& entry) {
  entry.place = v.place();
  auto kind = static_cast<std::size_t>(entry.note.kind);
  v.choice({.name = "kind", .description = "assumed where the format read was silent, or a fact about what was read"},
           kGraphNoteKindNames, kind);
  entry.note.kind = static_cast<GraphNote::Kind>(kind);
  v.whole(FieldInfo{.name = "count",
                    .description = "calls, services or journeys that it applies to",
                    .min = 0,
                    .max = 1e15,
                    .setting = true},
          entry.note.count);
  v.text({.name = "text", .description = "one sentence, as shown", .required = true}, entry.note.text);
}

void describe_service(FieldVisitor& v, GraphFile::ServiceEntry& entry) {
  entry.place = v.place();
  Service& s = entry.service;
  v.text({.name = "id", .description = "unique name", .required = true}, s.id);
  v.text({.name = "tier", .description = "\"1\" is what customers' orders depend on most"}, s.tier);
  v.text({.name = "team", .description = "owning team"}, s.team);
  v.whole(FieldInfo{.name = "cells",
                    .description = "isolated copies that a rollout touches one at a time",
                    .min = 1,
                    .max = 1e6,
                    .setting = true},
          s.cells);
  v.number({.name = "capacity_rps",
            .description = "most requests served; 0: not limited",
            .unit = "requests/s",
            .min = 0,
            .setting = true},
           s.capacity_rps);
  v.number({.name = "baseline_error_fraction",
            .description = "errors when nothing is wrong, p0",
            .min = 0,
            .max = 1,
            .setting = true},
           s.baseline_error_fraction);
}

void describe_call(FieldVisitor& v, GraphFile::CallEntry& entry) {
  entry.place = v.place();
  Call& c = entry.call;
  v.text({.name = "caller", .description = "id of the service that calls", .required = true}, entry.caller);
  v.text({.name = "callee", .description = "id of the service that is called", .required = true}, entry.callee);
  v.number({.name = "calls_per_request",
            .description = "calls for each request to the caller; below 1: called only sometimes",
            .min = 0,
            .max = 1e9,
            .setting = true},
           c.calls_per_request);
  v.number({.name = "coupling",
            .description = "chance that a failed call fails the caller's request: 1 hard, 0 optional",
            .min = 0,
            .max = 1,
            .setting = true},
           c.coupling);
  v.whole(FieldInfo{.name = "attempts", .description = "tries per call", .min = 1, .max = 1000, .setting = true},
          c.attempts);
  v.number({.name = "transient_fraction",
            .description = "share of failures that a retry can cure",
            .min = 0,
            .max = 1,
            .setting = true},
           c.transient_fraction);
  v.flag({.name = "async",
          .description = "does not block the caller's request: carries load, never failure",
          .setting = true},
         c.async);
}

void describe_journey(FieldVisitor& v, GraphFile::JourneyFields& journey) {
  journey.place = v.place();
  v.text({.name = "id", .description = "unique name", .required = true}, journey.id);
  v.optional_number({.name = "demand_share",
                     .description = "share of orders that take it; given for all journeys or for none (equal shares)",
                     .min = 0,
                     .max = 1,
                     .setting = true},
                    journey.demand_share);
  v.list({.name = "entries", .description = "services that the customer's requests reach first", .required = true},
         [&journey](FieldVisitor& inner) {
           GraphFile::Entry& entry = journey.entries.emplace_back();
           entry.place = inner.place();
           inner.text({.name = "service", .description = "id of a service", .required = true}, entry.service);
           inner.number({.name = "requests_per_order",
                         .description = "requests to it for each order; below 1: asked only sometimes",
                         .min = 0,
                         .max = 1e9,
                         .above_min = true,
                         .setting = true},
                        entry.requests_per_order);
         });
}

/// Turns names into ids and checks what single fields cannot show.
class Resolver {
 public:
  Resolver(GraphFile& file, ProblemList& problems) : file_(file), problems_(problems) {}

  std::optional<GraphReading> run() {
    if (file_.format != kGraphFormat) {
      problems_.add(file_.place.problem("/format", printable(file_.format), "must be \"faultline-graph\""));
    }
    std::vector<GraphNote> notes = check_notes();
    std::vector<Service> services = resolve_services();
    std::vector<Call> calls = resolve_calls();
    std::vector<Journey> journeys = resolve_journeys();
    if (!problems_.empty()) {
      return std::nullopt;
    }
    return GraphReading{ServiceGraph(std::move(services), std::move(calls)), std::move(journeys), std::move(notes)};
  }

 private:
  std::vector<GraphNote> check_notes() {
    if (file_.notes.size() > kMostNotes) {
      problems_.add(file_.place.problem("/notes", std::to_string(file_.notes.size()),
                                        "at most " + std::to_string(kMostNotes) + " notes are allowed"));
      return {};
    }
    std::vector<GraphNote> notes;
    for (GraphFile::NoteEntry& entry : file_.notes) {
      const std::string& text = entry.note.text;
      if (text.empty() || printable(text, kLongestNote) != text) {  // it is shown as it stands
        problems_.add(
            entry.place.problem("/text", printable(text),
                                "must be 1 to " + std::to_string(kLongestNote) + " bytes without control characters"));
      }
      notes.push_back(std::move(entry.note));
    }
    return notes;
  }

  std::vector<Service> resolve_services() {
    std::vector<Service> services;
    for (GraphFile::ServiceEntry& entry : file_.services) {
      if (entry.service.id.empty()) {
        problems_.add(entry.place.problem("/id", "", "must not be empty"));
      } else if (!ids_.emplace(entry.service.id, services.size()).second) {
        problems_.add(entry.place.problem("/id", printable(entry.service.id), "is the id of an earlier service"));
      }
      names_.push_back(entry.service.id);
      services.push_back(std::move(entry.service));
    }
    return services;
  }

  ServiceId resolve(const std::string& name, const Place& place, std::string_view below) {
    const auto found = ids_.find(name);
    if (found != ids_.end()) {
      return ServiceId{found->second};
    }
    if (!problems_.full()) {
      const std::optional<std::string> nearest = nearest_name(name, names_);
      problems_.add(place.problem(below, printable(name), "names no service of this graph",
                                  nearest ? "did you mean \"" + printable(*nearest) + "\"?" : ""));
    }
    return {};
  }

  std::vector<Call> resolve_calls() {
    std::vector<Call> calls;
    calls.reserve(file_.calls.size());
    std::unordered_map<std::uint64_t, std::size_t> first;  // by endpoints
    for (const GraphFile::CallEntry& entry : file_.calls) {
      Call call = entry.call;
      call.caller = resolve(entry.caller, entry.place, "/caller");
      call.callee = resolve(entry.callee, entry.place, "/callee");
      if (!call.caller.valid() || !call.callee.valid()) {
        continue;
      }
      if (call.caller == call.callee) {
        problems_.add(entry.place.problem("/callee", printable(entry.callee), "is the caller itself",
                                          "leave the call out: a service's own failure is its own"));
        continue;
      }
      const auto [earlier, fresh] = first.emplace(std::uint64_t{call.caller.index()} << 32 | call.callee.index(),
                                                  static_cast<std::size_t>(&entry - file_.calls.data()));
      if (!fresh) {
        problems_.add(entry.place.problem("", printable(entry.caller) + " -> " + printable(entry.callee),
                                          "repeats the call " + file_.calls[earlier->second].place.pointer,
                                          "merge the two into one call"));
        continue;
      }
      calls.push_back(call);
    }
    return calls;
  }

  std::vector<Journey> resolve_journeys() {
    std::vector<Journey> journeys;
    std::set<std::string> ids;
    double shares = 0.0;
    std::size_t with_share = 0;
    for (const GraphFile::JourneyFields& fields : file_.journeys) {
      if (!ids.insert(fields.id).second) {
        problems_.add(fields.place.problem("/id", printable(fields.id), "is the id of an earlier journey"));
      }
      if (fields.entries.empty()) {
        problems_.add(fields.place.problem("/entries", "", "needs at least one entry service"));
      }
      const double share = fields.demand_share.value_or(1.0 / static_cast<double>(file_.journeys.size()));
      with_share += fields.demand_share ? 1 : 0;
      shares += share;
      Journey journey{fields.id, {}, {share}};
      for (const GraphFile::Entry& entry : fields.entries) {
        journey.entries.push_back({resolve(entry.service, entry.place, "/service"), entry.requests_per_order});
      }
      journeys.push_back(std::move(journey));
    }
    if (with_share != 0 && with_share != journeys.size()) {
      problems_.add(file_.place.problem("/journeys", "", "demand_share must stand in every journey or in none"));
    } else if (!journeys.empty() && std::abs(shares - 1.0) > 1e-9) {
      problems_.add(file_.place.problem("/journeys", json_number(shares), "the demand shares must sum to 1"));
    }
    return journeys;
  }

  GraphFile& file_;
  ProblemList& problems_;
  std::unordered_map<std::string, std::size_t> ids_;
  std::vector<std::string> names_;
};

}  // namespace

void describe(FieldVisitor& v, GraphFile& graph) {
  graph.place = v.place();
  v.text({.name = "format", .description = "\"faultline-graph\""}, graph.format);
  v.whole(FieldInfo{.name = "version", .description = "of the format", .min = 1, .max = 1, .setting = true},
          graph.version);
  v.list({.name = "notes", .description = "what an import assumed or dropped; shown whenever the graph is read"},
         [&graph](FieldVisitor& inner) { describe_note(inner, graph.notes.emplace_back()); });
  v.list({.name = "services", .description = "the vertices", .required = true},
         [&graph](FieldVisitor& inner) { describe_service(inner, graph.services.emplace_back()); });
  v.list({.name = "calls", .description = "the edges: who calls whom; each pair at most once"},
         [&graph](FieldVisitor& inner) { describe_call(inner, graph.calls.emplace_back()); });
  v.list({.name = "journeys", .description = "what customers do to place an order; absent: services that nobody calls"},
         [&graph](FieldVisitor& inner) { describe_journey(inner, graph.journeys.emplace_back()); });
}

std::optional<GraphReading> read_graph_json(const JsonNode& node, ProblemList& problems) {
  ProblemList own;
  std::optional<GraphReading> reading;
  if (!node.is(JsonKind::object)) {
    own.add(node.problem("must be an object with \"services\" and \"calls\""));
  } else {
    GraphFile file;
    std::vector<ParameterSource> unused;
    FieldReader reader(&node, node.pointer(), own, unused);
    describe(reader, file);
    reader.finish();
    reading = Resolver(file, own).run();
  }
  for (const InputProblem& problem : own.problems()) {
    problems.add(problem);
  }
  return reading;
}

GraphReading parse_graph_json(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  ProblemList problems;
  const JsonDocument document = parse_json(sources.front().text, sources.front().file, problems);
  std::optional<GraphReading> reading = read_graph_json(document.root(), problems);
  problems.throw_if_any();
  return std::move(reading).value();
}

bool recognises_graph_json(std::string_view text) {
  // Keys at the top of foreign formats, none of which a native graph has anywhere.
  static constexpr std::array<std::string_view, 8> kForeign{"edges",    "data",  "resourceSpans", "batches",
                                                            "elements", "spans", "traceId",       "traceID"};
  static constexpr std::array<std::string_view, 4> kOwn{"format", "services", "calls", "journeys"};
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  return start != std::string_view::npos && text[start] == '{' &&
         std::any_of(kOwn.begin(), kOwn.end(), [text](std::string_view key) { return has_json_key(text, key); }) &&
         std::none_of(kForeign.begin(), kForeign.end(),
                      [text](std::string_view key) { return has_json_key(text, key); });
}

}  // namespace faultline
