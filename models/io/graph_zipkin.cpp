#include "models/io/graph_zipkin.h"

#include "models/io/graph_links.h"
#include "models/io/trace_json.h"

namespace faultline {
namespace {

using trace_json::Array;
using trace_json::each_item;
using trace_json::Element;
using trace_json::Object;
using trace_json::text;

std::string_view service_at(const Object& object, std::string_view key) {
  Object endpoint;
  return object.at_key(key).get(endpoint) == simdjson::SUCCESS ? text(endpoint, "serviceName") : std::string_view{};
}

/// What the annotations of version 1 say, which has no kinds: "cs" was noted by a client, "sr" by a server, and so on.
struct Annotations {
  std::string_view client;
  std::string_view server;
  std::string_view producer;
  std::string_view consumer;
  std::string_view local;
  std::string_view server_address;
  std::string_view client_address;
  std::string_view broker_address;
  bool error = false;
};

Annotations annotations_of(const Object& span) {
  Annotations found;
  const auto set = [](std::string_view& target, std::string_view value) { target = target.empty() ? value : target; };
  each_item(span, "annotations", [&](const Element& item) {
    Object annotation;
    if (item.get(annotation) != simdjson::SUCCESS) {
      return;
    }
    const std::string_view value = text(annotation, "value");
    const std::string_view service = service_at(annotation, "endpoint");
    if (value == "cs" || value == "cr") {
      set(found.client, service);
    } else if (value == "sr" || value == "ss") {
      set(found.server, service);
    } else if (value == "ms") {
      set(found.producer, service);
    } else if (value == "mr") {
      set(found.consumer, service);
    }
    found.error = found.error || value == "error";
    set(found.local, service);
  });
  each_item(span, "binaryAnnotations", [&](const Element& item) {
    Object annotation;
    if (item.get(annotation) != simdjson::SUCCESS) {
      return;
    }
    const std::string_view key = text(annotation, "key");
    const std::string_view service = service_at(annotation, "endpoint");
    if (key == "sa") {
      set(found.server_address, service);
    } else if (key == "ca") {
      set(found.client_address, service);
    } else if (key == "ma") {
      set(found.broker_address, service);
    } else {
      set(found.local, service);
    }
    found.error = found.error || key == "error";
  });
  return found;
}

void add_version_1(const Object& object, SpanRecord span, SpanGraph& graph) {
  const Annotations said = annotations_of(object);
  span.error = said.error;
  const auto add = [&](SpanKind kind, std::string_view service, std::string_view peer) {
    span.kind = kind;
    span.service = service;
    span.peer = peer;
    graph.add(span);
  };
  if (!said.client.empty()) {
    add(SpanKind::client, said.client, said.server_address);
  }
  if (!said.server.empty()) {
    add(SpanKind::server, said.server, said.client_address);
  }
  if (!said.producer.empty()) {
    add(SpanKind::producer, said.producer, said.broker_address);
  }
  if (!said.consumer.empty()) {
    add(SpanKind::consumer, said.consumer, said.broker_address);
  }
  if (said.client.empty() && said.server.empty() && said.producer.empty() && said.consumer.empty()) {
    add(SpanKind::unspecified, said.local, "");
  }
}

void read_span(const Element& element, const std::string& pointer, const JsonRecords& records, SpanGraph& graph,
               ImportRows& rows) {
  Object object;
  if (element.get(object) != simdjson::SUCCESS) {
    rows.malformed(records.problem(pointer, "", "must be a span, an object"));
    return;
  }
  SpanRecord span;
  span.trace = text(object, "traceId");
  span.id = text(object, "id");
  span.parent = text(object, "parentId");
  if (const std::string_view missing = trace_json::missing_ids(span); !missing.empty()) {
    rows.malformed(records.problem(pointer, "", std::string(missing)));
    return;
  }
  rows.good();
  if (object.at_key("localEndpoint").error() != simdjson::SUCCESS &&
      object.at_key("kind").error() != simdjson::SUCCESS &&
      (trace_json::has_list(object, "binaryAnnotations") || trace_json::has_list(object, "annotations"))) {
    add_version_1(object, span, graph);
    return;
  }
  span.service = service_at(object, "localEndpoint");
  span.peer = service_at(object, "remoteEndpoint");
  span.kind = span_kind_of(text(object, "kind"));
  Object tags;
  span.error =
      object.at_key("tags").get(tags) == simdjson::SUCCESS && tags.at_key("error").error() == simdjson::SUCCESS;
  graph.add(span);
}

}  // namespace

GraphReading parse_graph_zipkin(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  SpanGraph graph(SpanRules::zipkin);
  ImportRows rows("span");
  trace_json::each_record(sources, {}, rows, [&](const Element& element, const JsonRecords& records, std::string_view) {
    Array spans;
    if (element.get(spans) != simdjson::SUCCESS) {
      read_span(element, "", records, graph, rows);
      return;
    }
    std::size_t index = 0;
    for (const Element span : spans) {
      read_span(span, "/" + std::to_string(index++), records, graph, rows);
    }
    if (records.in_list()) {  // a list of traces, each whole
      graph.end_traces();
    }
  });
  return graph.finish(rows);
}

bool recognises_graph_zipkin(std::string_view text) {
  return begins_json(text) && has_json_key(text, "traceId") && has_json_key(text, "id");
}

}  // namespace faultline
