#include "models/io/graph_jaeger.h"

#include <utility>

#include "models/io/graph_links.h"
#include "models/io/graph_requests.h"
#include "models/io/import_rows.h"
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

void read_link(const JsonNode& link, GraphLinks& links, std::size_t& failed_calls, ImportRows& rows) {
  ProblemList problems;
  const JsonNode* parent = nullptr;
  const JsonNode* child = nullptr;
  const JsonNode* count = nullptr;
  if (!link.is(JsonKind::object)) {
    problems.add(link.problem("must be an object with \"parent\", \"child\" and \"callCount\""));
  } else {
    parent = name_member(link, "parent", problems);
    child = name_member(link, "child", problems);
    count = link.find("callCount");
    const JsonNode* const errors = link.find("errorCount");
    if (count == nullptr) {
      problems.add(link.problem("needs \"callCount\""));
    }
    for (const JsonNode* number : {count, errors}) {
      if (number != nullptr && (!number->is_number() || !number->as_unsigned())) {
        problems.add(number->problem("must be a whole number from 0 to 2^64 - 1"));
      }
    }
    failed_calls += problems.empty() && errors != nullptr ? static_cast<std::size_t>(*errors->as_unsigned()) : 0;
  }
  if (!problems.empty()) {
    rows.malformed(problems);
    return;
  }
  rows.good();
  const ServiceId caller = links.service(parent->as_string());
  links.link(caller, links.service(child->as_string()), static_cast<double>(*count->as_unsigned()));
}

struct Counts {
  std::size_t reported_errors = 0;
  std::size_t failed_calls = 0;
};

void read_document(const JsonNode& root, GraphLinks& links, Counts& counts, ImportRows& rows, ProblemList& problems) {
  const JsonNode* data = root.is(JsonKind::object) ? root.find("data") : &root;
  if (data == nullptr || !(data->is(JsonKind::array) || (data != &root && data->is(JsonKind::null)))) {
    problems.add((data == nullptr ? root : *data)
                     .problem("must be an array of dependency links, or an object that holds it under \"data\""));
    return;
  }
  const JsonNode* errors = root.is(JsonKind::object) ? root.find("errors") : nullptr;
  counts.reported_errors += errors != nullptr ? errors->size() : 0;
  if (data->is(JsonKind::null) && errors != nullptr && errors->size() > 0) {
    problems.add(root.problem("is an error that the server answered, without data", "its \"errors\" say why"));
    return;
  }
  for (const JsonNode& link : data->items()) {
    read_link(link, links, counts.failed_calls, rows);
  }
}

}  // namespace

GraphReading parse_graph_jaeger(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  GraphLinks links;
  ProblemList problems;
  ImportRows rows("link");
  Counts counts;
  for (const GraphSource& source : sources) {
    try {
      const JsonDocument document = parse_json(source.text, source.file, problems);
      read_document(document.root(), links, counts, rows, problems);
    } catch (const InputError& error) {
      problems.add(error);
    }
  }
  std::vector<GraphNote> notes;
  try {
    rows.finish(notes);
  } catch (const InputError& error) {
    problems.add(error);
  }
  problems.throw_if_any();

  links.note_losses(notes);
  add_note(
      notes, GraphNote::Kind::fact, counts.reported_errors,
      "the server reported " + counted(counts.reported_errors, "error") + " with its answer, which may be incomplete");
  add_note(notes, GraphNote::Kind::fact, counts.failed_calls,
           counted(counts.failed_calls, "failed call") +
               " reported, without what became of the callers' requests: couplings cannot be learnt from them");
  const std::size_t calls = links.links().size();
  add_note(notes, GraphNote::Kind::assumption, calls,
           "coupling assumed 1 (hard) for " + counted(calls, "call") + ": the format does not carry it");
  add_note(notes, GraphNote::Kind::assumption, calls,
           "calls per request of " + counted(calls, "call") + " taken as call count / calls that the caller received");
  std::vector<Call> with_counts =
      calls_from_counts(links.links(), links.services(), std::vector<double>(links.services().size(), 0.0), notes);
  return {ServiceGraph(std::move(links.services()), std::move(with_counts)), {}, std::move(notes)};
}

bool recognises_graph_jaeger(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  return start != std::string_view::npos && ((text[start] == '[' && !has_json_key(text, "apiVersion")) ||
                                             (text[start] == '{' && has_json_key(text, "data")));
}

}  // namespace faultline
