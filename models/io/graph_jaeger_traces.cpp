#include "models/io/graph_jaeger_traces.h"

#include "models/io/graph_links.h"
#include "models/io/trace_json.h"

namespace faultline {
namespace {

using trace_json::Array;
using trace_json::each_item;
using trace_json::Element;
using trace_json::Object;
using trace_json::text;

class Reader {
 public:
  void record(const Element& element, const JsonRecords& records, std::string_view member) {
    if (member == "errors") {
      Array errors;
      reported_errors_ += element.get(errors) == simdjson::SUCCESS ? errors.size() : 0;
    } else if (member.empty()) {
      trace_or_span(element, "", records);
    }
  }

  GraphReading finish() {
    GraphReading reading = graph_.finish(rows);
    add_note(reading.notes, GraphNote::Kind::fact, reported_errors_,
             "the server reported " + counted(reported_errors_, "error") + " with its answer, which may be incomplete");
    return reading;
  }

  ImportRows rows{"span"};

 private:
  void trace_or_span(const Element& element, const std::string& pointer, const JsonRecords& records) {
    Object object;
    Array data;
    if (element.get(object) != simdjson::SUCCESS) {
      rows.malformed(records.problem(pointer, "", "must be a trace or a span, an object"));
    } else if (object.at_key("data").get(data) == simdjson::SUCCESS) {
      std::size_t index = 0;
      for (const Element trace : data) {
        trace_of(trace, pointer + "/data/" + std::to_string(index++), records);
      }
    } else if (Element one; object.at_key("data").get(one) == simdjson::SUCCESS) {  // one trace, as the UI keeps it
      trace_of(one, pointer + "/data", records);
    } else {
      trace_of(element, pointer, records);
    }
  }

  void trace_of(const Element& element, const std::string& pointer, const JsonRecords& records) {
    Object object;
    Array spans;
    if (element.get(object) != simdjson::SUCCESS) {
      rows.malformed(records.problem(pointer, "", "must be a trace or a span, an object"));
    } else if (object.at_key("spans").get(spans) == simdjson::SUCCESS) {
      Object processes;
      const bool listed = object.at_key("processes").get(processes) == simdjson::SUCCESS;
      std::size_t index = 0;
      for (const Element span : spans) {
        span_of(span, &object, listed ? &processes : nullptr, pointer, index++, records);
      }
      graph_.end_traces();  // a trace lists all of its spans
    } else if (object.at_key("spanID").error() == simdjson::SUCCESS) {
      span_of(element, nullptr, nullptr, pointer, kNoIndex, records);
    } else {
      rows.malformed(records.problem(pointer, "", "must be a trace with \"spans\", or a span with \"spanID\""));
    }
  }

  void span_of(const Element& element, const Object* trace, const Object* processes, const std::string& pointer,
               std::size_t index, const JsonRecords& records) {
    const auto refuse = [&](std::string_view why) {
      rows.malformed(records.problem(index == kNoIndex ? pointer : pointer + "/spans/" + std::to_string(index), "",
                                     std::string(why)));
    };
    Object object;
    if (element.get(object) != simdjson::SUCCESS) {
      refuse("must be a span, an object");
      return;
    }
    SpanRecord span;
    span.trace = text(object, "traceID");
    if (span.trace.empty() && trace != nullptr) {
      span.trace = text(*trace, "traceID");
    }
    span.id = text(object, "spanID");
    if (const std::string_view missing = trace_json::missing_ids(span); !missing.empty()) {
      refuse(missing);
      return;
    }
    rows.good();
    span.parent = parent_of(object, span.trace);
    read_tags(object, span);
    Object process;
    if (object.at_key("process").get(process) == simdjson::SUCCESS ||
        (processes != nullptr && processes->at_key(text(object, "processID")).get(process) == simdjson::SUCCESS)) {
      span.service = text(process, "serviceName");
    }
    if (span.service.empty()) {
      span.service = "unknown_service";
      graph_.count_unnamed_service();
    }
    graph_.add(span);
  }

  /// The first CHILD_OF within the trace, else the first reference.
  static std::string_view parent_of(const Object& span, std::string_view trace) {
    std::string_view first;
    std::string_view parent;
    each_item(span, "references", [&](const Element& item) {
      Object reference;
      if (item.get(reference) != simdjson::SUCCESS) {
        return;
      }
      const std::string_view its_trace = text(reference, "traceID");
      if (!its_trace.empty() && its_trace != trace) {
        return;
      }
      const std::string_view id = text(reference, "spanID");
      if (parent.empty() && text(reference, "refType") == "CHILD_OF") {
        parent = id;
      }
      first = first.empty() ? id : first;
    });
    if (parent.empty()) {
      parent = first;
    }
    return parent.empty() ? text(span, "parentSpanID") : parent;
  }

  static void read_tags(const Object& object, SpanRecord& span) {
    each_item(object, "tags", [&span](const Element& item) {
      Object tag;
      Element value;
      if (item.get(tag) != simdjson::SUCCESS || tag.at_key("value").get(value) != simdjson::SUCCESS) {
        return;
      }
      const std::string_view key = text(tag, "key");
      if (key == "error") {
        span.error = span.error || trace_json::says_yes(value);
      } else if (key == "otel.status_code") {
        span.error = span.error || text(tag, "value") == "ERROR";
      } else if (key == "span.kind") {
        span.kind = span_kind_of(text(tag, "value"));
      }
    });
  }

  static constexpr std::size_t kNoIndex = static_cast<std::size_t>(-1);
  SpanGraph graph_{SpanRules::parents};
  std::size_t reported_errors_ = 0;
};

}  // namespace

GraphReading parse_graph_jaeger_traces(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  Reader reader;
  trace_json::each_record(sources, {"data"}, reader.rows,
                          [&reader](const Element& element, const JsonRecords& records, std::string_view member) {
                            reader.record(element, records, member);
                          });
  return reader.finish();
}

bool recognises_graph_jaeger_traces(std::string_view text) {
  return begins_json(text) && has_json_key(text, "traceID") &&
         (has_json_key(text, "spans") || has_json_key(text, "spanID"));
}

}  // namespace faultline
