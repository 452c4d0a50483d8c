#include "models/io/graph_otlp.h"

#include <algorithm>
#include <array>

#include "models/io/graph_links.h"
#include "models/io/trace_json.h"

namespace faultline {
namespace {

using trace_json::Array;
using trace_json::each_item;
using trace_json::Element;
using trace_json::Object;
using trace_json::text;

constexpr std::array<SpanKind, 6> kKindsByNumber{SpanKind::unspecified, SpanKind::internal, SpanKind::server,
                                                 SpanKind::client,      SpanKind::producer, SpanKind::consumer};
constexpr std::int64_t kStatusError = 2;

constexpr std::array<std::string_view, 3> kResourceLists{"resourceSpans", "resource_spans", "batches"};
constexpr std::array<const char*, 2> kScopes{"scopeSpans", "instrumentationLibrarySpans"};
constexpr std::array<const char*, 2> kSnakeScopes{"scope_spans", "instrumentation_library_spans"};

/// Keys as the specification writes them, and as the names of the protobuf fields, which some exporters write.
struct Names {
  std::string_view trace_id;
  std::string_view span_id;
  std::string_view parent_span_id;
  std::string_view string_value;
};
constexpr Names kCamel{"traceId", "spanId", "parentSpanId", "stringValue"};
constexpr Names kSnake{"trace_id", "span_id", "parent_span_id", "string_value"};

SpanKind kind_of(const Object& span) {
  std::int64_t number = 0;
  if (span.at_key("kind").get(number) == simdjson::SUCCESS) {
    return number >= 0 && number < std::ssize(kKindsByNumber) ? kKindsByNumber[static_cast<std::size_t>(number)]
                                                              : SpanKind::unspecified;
  }
  return span_kind_of(text(span, "kind"));
}

bool failed(const Object& span) {
  Object status;
  if (span.at_key("status").get(status) != simdjson::SUCCESS) {
    return false;
  }
  std::int64_t code = 0;
  return (status.at_key("code").get(code) == simdjson::SUCCESS && code == kStatusError) ||
         text(status, "code") == "STATUS_CODE_ERROR";
}

std::string_view service_of(const Object& resource_spans, const Names& names) {
  Object resource;
  if (resource_spans.at_key("resource").get(resource) != simdjson::SUCCESS) {
    return {};
  }
  std::string_view service;
  each_item(resource, "attributes", [&](const Element& item) {
    Object attribute;
    Object value;
    if (item.get(attribute) == simdjson::SUCCESS && text(attribute, "key") == "service.name" &&
        attribute.at_key("value").get(value) == simdjson::SUCCESS) {
      service = text(value, names.string_value);
    }
  });
  return service;
}

class Reader {
 public:
  void record(const Element& element, const JsonRecords& records, std::string_view member) {
    if (!member.empty()) {
      return;
    }
    Object object;
    if (element.get(object) != simdjson::SUCCESS) {
      rows.malformed(
          records.problem("", "", "must be an object with \"resourceSpans\", \"batches\" or \"scopeSpans\""));
      return;
    }
    request_or_resource(object, "", records, 0);
  }

  GraphReading finish() { return graph_.finish(rows); }

  ImportRows rows{"span"};

 private:
  void request_or_resource(const Object& object, const std::string& pointer, const JsonRecords& records, int depth) {
    for (const char* const envelope : {"trace", "result"}) {
      Object inside;
      if (depth == 0 && object.at_key(envelope).get(inside) == simdjson::SUCCESS) {
        request_or_resource(inside, pointer + "/" + envelope, records, 1);
        return;
      }
    }
    for (const std::string_view key : kResourceLists) {
      if (!trace_json::has_list(object, key)) {
        continue;
      }
      std::size_t index = 0;
      each_item(object, key, [&](const Element& item) {
        const std::string place = pointer + "/" + std::string(key) + "/" + std::to_string(index++);
        Object resource;
        if (item.get(resource) == simdjson::SUCCESS) {
          resource_spans(resource, place, records);
        } else {
          rows.malformed(records.problem(place, "", "must be an object with \"resource\" and \"scopeSpans\""));
        }
      });
      return;
    }
    resource_spans(object, pointer, records);
  }

  void resource_spans(const Object& object, const std::string& pointer, const JsonRecords& records) {
    const bool snake =
        trace_json::has_list(object, "scope_spans") || trace_json::has_list(object, "instrumentation_library_spans");
    const Names& names = snake ? kSnake : kCamel;
    const std::string_view service = service_of(object, names);
    bool any = false;
    for (const char* const key : snake ? kSnakeScopes : kScopes) {
      any = any || trace_json::has_list(object, key);
      std::size_t index = 0;
      each_item(object, key, [&](const Element& item) {
        Object scope;
        const std::string place = pointer + "/" + key + "/" + std::to_string(index++);
        if (item.get(scope) != simdjson::SUCCESS) {
          rows.malformed(records.problem(place, "", "must be an object with \"spans\""));
          return;
        }
        std::size_t span = 0;
        each_item(scope, "spans",
                  [&](const Element& element) { span_of(element, service, names, place, span++, records); });
      });
    }
    if (!any && object.at_key("resource").error() != simdjson::SUCCESS) {
      rows.malformed(
          records.problem(pointer, "", "must be an object with \"resourceSpans\", \"batches\" or \"scopeSpans\""));
    }
  }

  void span_of(const Element& element, std::string_view service, const Names& names, const std::string& pointer,
               std::size_t index, const JsonRecords& records) {
    const auto refuse = [&](std::string_view why) {
      rows.malformed(records.problem(pointer + "/spans/" + std::to_string(index), "", std::string(why)));
    };
    Object object;
    if (element.get(object) != simdjson::SUCCESS) {
      refuse("must be a span, an object");
      return;
    }
    SpanRecord span;
    span.trace = text(object, names.trace_id);
    span.id = text(object, names.span_id);
    span.parent = text(object, names.parent_span_id);
    if (span.parent.find_first_not_of('0') == std::string_view::npos) {
      span.parent = {};  // no parent, also written as zeros
    }
    if (const std::string_view missing = trace_json::missing_ids(span); !missing.empty()) {
      refuse(missing);
      return;
    }
    rows.good();
    span.kind = kind_of(object);
    span.error = failed(object);
    span.service = service;
    if (service.empty()) {
      span.service = "unknown_service";
      graph_.count_unnamed_service();
    }
    graph_.add(span);
  }

  SpanGraph graph_{SpanRules::parents};
};

}  // namespace

GraphReading parse_graph_otlp(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  Reader reader;
  trace_json::each_record(sources, {kResourceLists.begin(), kResourceLists.end()}, reader.rows,
                          [&reader](const Element& element, const JsonRecords& records, std::string_view member) {
                            reader.record(element, records, member);
                          });
  return reader.finish();
}

bool recognises_graph_otlp(std::string_view text) {
  const auto has = [text](std::string_view key) { return has_json_key(text, key); };
  return begins_json(text) &&
         (std::any_of(kResourceLists.begin(), kResourceLists.end(), has) || (has("trace") && has("scopeSpans")));
}

}  // namespace faultline
