#include "models/io/graph_jaeger.h"

#include <algorithm>
#include <utility>

#include "models/graph/condensation.h"
#include "models/io/graph_links.h"
#include "models/io/json_document.h"

namespace faultline {
namespace {

/// A member that must be a non-empty string; null when it is not, with the problem noted.
const JsonNode* name_member(const JsonNode& link, std::string_view key, ProblemList& problems) {
  const JsonNode* node = link.find(key);
  if (node == nullptr) {
    problems.add(link.problem("needs \"" + std::string(key) + "\""));
  } else if (!node->is(JsonKind::string) || node->as_string().empty()) {
    problems.add(node->problem("must be the name of a service"));
  } else {
    return node;
  }
  return nullptr;
}

void read_link(const JsonNode& link, GraphLinks& links, ProblemList& problems) {
  if (!link.is(JsonKind::object)) {
    problems.add(link.problem("must be an object with \"parent\", \"child\" and \"callCount\""));
    return;
  }
  const JsonNode* parent = name_member(link, "parent", problems);
  const JsonNode* child = name_member(link, "child", problems);
  const JsonNode* count = link.find("callCount");
  if (count == nullptr) {
    problems.add(link.problem("needs \"callCount\""));
  } else if (!count->is_number() || !count->as_unsigned()) {
    problems.add(count->problem("must be a whole number from 0 to 2^64 - 1"));
  } else if (parent != nullptr && child != nullptr) {
    const ServiceId caller = links.service(parent->as_string());
    links.link(caller, links.service(child->as_string()), static_cast<double>(*count->as_unsigned()));
  }
}

void read_document(const JsonNode& root, GraphLinks& links, std::size_t& reported_errors, ProblemList& problems) {
  const JsonNode* data = root.is(JsonKind::object) ? root.find("data") : &root;
  if (data == nullptr || !(data->is(JsonKind::array) || (data != &root && data->is(JsonKind::null)))) {
    problems.add((data == nullptr ? root : *data)
                     .problem("must be an array of dependency links, or an object that holds it under \"data\""));
    return;
  }
  const JsonNode* errors = root.is(JsonKind::object) ? root.find("errors") : nullptr;
  reported_errors += errors != nullptr ? errors->size() : 0;
  for (const JsonNode& link : data->items()) {
    if (problems.full()) {
      return;
    }
    read_link(link, links, problems);
  }
}

/// Requests that each service got, from the calls it received and made.
struct Requests {
  std::vector<double> received;
  std::size_t entry_points = 0;  ///< assumed: as many requests as their most frequent call
  std::size_t closed_members =
      0;  ///< of cycles that nothing outside calls: as many requests from outside as from inside
};

Requests requests_of(const GraphLinks& links, std::size_t service_count, const ServiceGraph& graph) {
  Requests requests{std::vector<double>(service_count, 0.0)};
  std::vector<double> most_frequent(service_count, 0.0);
  const Condensation condensation(graph);
  std::vector<bool> entered(condensation.component_count(), false);
  for (const GraphLinks::Link& link : links.links()) {
    requests.received[link.callee.index()] += link.weight;
    double& most = most_frequent[link.caller.index()];
    most = std::max(most, link.weight);
    const std::uint32_t component = condensation.component_of(link.callee);
    if (component != condensation.component_of(link.caller) && link.weight > 0.0) {
      entered[component] = true;
    }
  }
  for (std::size_t component = 0; component < entered.size(); ++component) {
    for (const ServiceId member : condensation.members(component)) {
      double& received = requests.received[member.index()];
      if (received == 0.0 && most_frequent[member.index()] > 0.0) {
        received = most_frequent[member.index()];
        ++requests.entry_points;
      } else if (!entered[component] && condensation.members(component).size() > 1) {
        received *= 2.0;
        ++requests.closed_members;
      }
    }
  }
  return requests;
}

}  // namespace

GraphReading parse_graph_jaeger(std::span<const GraphSource> sources) {
  GraphLinks links;
  ProblemList problems;
  std::size_t reported_errors = 0;
  for (const GraphSource& source : sources) {
    try {
      const JsonDocument document = parse_json(source.text, source.file, problems);
      read_document(document.root(), links, reported_errors, problems);
    } catch (const InputError& error) {
      problems.add(error);
    }
  }
  problems.throw_if_any();

  std::vector<Call> calls;
  for (const GraphLinks::Link& link : links.links()) {
    Call& call = calls.emplace_back();
    call.caller = link.caller;
    call.callee = link.callee;
  }
  const Requests requests = requests_of(links, links.services().size(), ServiceGraph(links.services(), calls));
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const double received = requests.received[calls[i].caller.index()];
    calls[i].calls_per_request = received > 0.0 ? links.links()[i].weight / received : 0.0;
  }

  std::vector<GraphNote> notes;
  links.note_losses(notes);
  add_note(notes, GraphNote::Kind::fact, reported_errors,
           "the server reported " + counted(reported_errors, "error") + " with its answer, which may be incomplete");
  add_note(notes, GraphNote::Kind::assumption, calls.size(),
           "coupling assumed 1 (hard) for " + counted(calls.size(), "call") + ": the format does not carry it");
  add_note(notes, GraphNote::Kind::assumption, calls.size(),
           "calls per request of " + counted(calls.size(), "call") +
               " taken as call count / calls that the caller received");
  add_note(notes, GraphNote::Kind::assumption, requests.entry_points,
           "requests of " + counted(requests.entry_points, "calling service") +
               " that nobody calls assumed equal to the most frequent call of each");
  add_note(notes, GraphNote::Kind::assumption, requests.closed_members,
           "half of the requests of " + counted(requests.closed_members, "service") +
               " assumed to come from outside: they call each other and nothing else calls them");
  return {ServiceGraph(std::move(links.services()), std::move(calls)), {}, std::move(notes)};
}

bool recognises_graph_jaeger(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  return start != std::string_view::npos && (text[start] == '[' || (text[start] == '{' && begins_with_data(text)));
}

}  // namespace faultline
