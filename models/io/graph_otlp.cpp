#include "models/io/graph_otlp.h"

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

constexpr std::array<std::string_view, 6> kKinds{"SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL", "SPAN_KIND_SERVER",
                                                 "SPAN_KIND_CLIENT",      "SPAN_KIND_PRODUCER", "SPAN_KIND_CONSUMER"};
constexpr std::array<SpanKind, 6> kKindsByNumber{SpanKind::unspecified, SpanKind::internal, SpanKind::server,
                                                 SpanKind::client,      SpanKind::producer, SpanKind::consumer};
constexpr std::int64_t kStatusError = 2;

SpanKind kind_of(const Object& span) {
  std::int64_t number = 0;
  if (span.at_key("kind").get(number) == simdjson::SUCCESS) {
    return number >= 0 && number < std::ssize(kKindsByNumber) ? kKindsByNumber[static_cast<std::size_t>(number)]
                                                              : SpanKind::unspecified;
  }
  const std::string_view name = text(span, "kind");
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == name) {
      return kKindsByNumber[i];
    }
  }
  return SpanKind::unspecified;
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

std::string_view service_of(const Object& resource_spans) {
  Object resource;
  if (resource_spans.at_key("resource").get(resource) != simdjson::SUCCESS) {
    return {};
  }
  std::string_view service;
  each_item(resource, "attributes", [&service](const Element& item) {
    Object attribute;
    Object value;
    if (item.get(attribute) == simdjson::SUCCESS && text(attribute, "key") == "service.name" &&
        attribute.at_key("value").get(value) == simdjson::SUCCESS) {
      service = text(value, "stringValue");
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
    Object trace;
    if (depth == 0 && object.at_key("trace").get(trace) == simdjson::SUCCESS) {
      request_or_resource(trace, pointer + "/trace", records, 1);
      return;
    }
    for (const char* const key : {"resourceSpans", "batches"}) {
      if (!trace_json::has_list(object, key)) {
        continue;
      }
      std::size_t index = 0;
      each_item(object, key, [&](const Element& item) {
        const std::string place = pointer + "/" + key + "/" + std::to_string(index++);
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
    const std::string_view service = service_of(object);
    bool any = false;
    for (const char* const key : {"scopeSpans", "instrumentationLibrarySpans"}) {
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
        each_item(scope, "spans", [&](const Element& element) { span_of(element, service, place, span++, records); });
      });
    }
    if (!any && object.at_key("resource").error() != simdjson::SUCCESS) {
      rows.malformed(
          records.problem(pointer, "", "must be an object with \"resourceSpans\", \"batches\" or \"scopeSpans\""));
    }
  }

  void span_of(const Element& element, std::string_view service, const std::string& pointer, std::size_t index,
               const JsonRecords& records) {
    const auto refuse = [&](std::string_view why) {
      rows.malformed(records.problem(pointer + "/spans/" + std::to_string(index), "", std::string(why)));
    };
    Object object;
    if (element.get(object) != simdjson::SUCCESS) {
      refuse("must be a span, an object");
      return;
    }
    SpanRecord span;
    span.trace = text(object, "traceId");
    span.id = text(object, "spanId");
    span.parent = text(object, "parentSpanId");
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
  trace_json::each_record(sources, {"resourceSpans", "batches"}, reader.rows,
                          [&reader](const Element& element, const JsonRecords& records, std::string_view member) {
                            reader.record(element, records, member);
                          });
  return reader.finish();
}

bool recognises_graph_otlp(std::string_view text) {
  return begins_json(text) && (has_json_key(text, "resourceSpans") || has_json_key(text, "batches") ||
                               (has_json_key(text, "trace") && has_json_key(text, "scopeSpans")));
}

}  // namespace faultline
