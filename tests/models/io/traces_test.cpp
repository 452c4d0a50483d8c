// The trace formats against the published figures of real files, and what each does with input that is odd or broken.
#include <gtest/gtest.h>

#include "models/graph/traffic.h"
#include "tests/models/io/graph_readings.h"

namespace faultline {
namespace {

using namespace testing;

/// `pattern` with every '$' replaced.
std::string filled(std::string_view pattern, std::string_view value) {
  std::string text;
  for (const char c : pattern) {
    if (c == '$') {
      text.append(value);
    } else {
      text.push_back(c);
    }
  }
  return text;
}

TEST(Zipkin, FilesHaveTheirPublishedShapes) {
  expect_published({{"openzipkin-zipkin/yelp.json", {9, 8, 0, 4, 2}},
                    {"openzipkin-zipkin/ascend.json", {3, 2, 0, 1, 1}},
                    {"openzipkin-zipkin/messaging-kafka.json", {3, 3, 1, 1, 1}},
                    {"openzipkin-zipkin/smartthings-oauth-authorization.json", {8, 9, 1, 3, 1}},
                    {"openzipkin-zipkin/simple-db-p6.json", {2, 1, 0, 1, 1}},
                    {"openzipkin-zipkin/skew.json", {2, 1, 0, 1, 1}},
                    {"openzipkin-zipkin/zipkin2-chinese.json", {2, 1, 0, 1, 1}},
                    {"FudanSELab-train-ticket/zipkin-v1-cancel-2.json", {5, 5, 0, 2, 1}},
                    {"FudanSELab-train-ticket/zipkin-v1-cancel-1.json", {3, 2, 0, 1, 1}}},
                   "zipkin");
}

TEST(JaegerTraces, FilesHaveTheirPublishedShapes) {
  expect_published({{"jaegertracing-jaeger-ui/trace-flamegraph.json", {2, 1, 0, 1, 1}},
                    {"jaegertracing-jaeger-ui/trace-grouped.json", {2, 1, 0, 1, 1}},
                    {"jaegertracing-jaeger-ui/otlp2jaeger-multi-out.json", {1, 0, 0, 0, 1}},
                    {"uber-research-CRISP/10.json", {4, 3, 0, 1, 1}},
                    {"uber-research-CRISP/12.json", {4, 3, 0, 2, 1}},
                    {"uber-research-CRISP/16.json", {7, 6, 0, 2, 1}},
                    {"uber-research-CRISP/18.json", {9, 8, 0, 3, 1}},
                    {"uber-research-CRISP/22.json", {2, 1, 0, 1, 1}},
                    {"uber-research-CRISP/24.json", {3, 2, 0, 2, 1}},
                    {"uber-research-CRISP/err_pattern1-err1.json", {2, 1, 0, 1, 1}},
                    {"uber-research-CRISP/err_pattern2-err1.json", {2, 1, 0, 1, 1}},
                    {"uber-research-CRISP/err_pattern4-err2.json", {3, 2, 0, 2, 1}}},
                   "jaeger-traces");
}

TEST(Otlp, FilesHaveTheirPublishedShapes) {
  expect_published({{"jaegertracing-jaeger-ui/otlp2jaeger-multi-in-combined.json", {1, 0, 0, 0, 1}},
                    {"jaegertracing-jaeger-ui/otlp2jaeger-in-error.json", {1, 0, 0, 0, 1}},
                    {"kiali-kiali/tempo-trace-bookinfo.json", {5, 4, 0, 3, 1}},
                    {"MB3R-Lab-Bering/otel.sample.json", {4, 3, 0, 2, 1}},
                    {"open-telemetry-opentelemetry-proto/trace.json", {1, 0, 0, 0, 1}}},
                   "otlp");
}

TEST(Traces, CountErrorsAsPublished) {
  if (const auto file = shared_data("graphs/uber-research-CRISP/18.json")) {
    EXPECT_TRUE(has_note(read_file(*file), 9, "9 spans in 1 trace; 5 spans failed"));
  }
  if (const auto file = shared_data("graphs/openzipkin-zipkin/messaging-kafka.json")) {
    EXPECT_TRUE(has_note(read_file(*file), 28, "28 spans in 1 trace; 3 spans failed"));
  }
  if (const auto file = shared_data("graphs/open-telemetry-opentelemetry-proto/trace.json")) {
    EXPECT_TRUE(has_note(read_file(*file), 1, "without the parent"));
  }
}

TEST(Zipkin, AServerThatSharesItsIdIsCalledOnce) {
  const GraphReading reading = read_text(R"([
    {"traceId": "1", "id": "a", "kind": "SERVER", "localEndpoint": {"serviceName": "web"}},
    {"traceId": "1", "id": "b", "parentId": "a", "kind": "CLIENT", "localEndpoint": {"serviceName": "web"},
     "remoteEndpoint": {"serviceName": "cart"}},
    {"traceId": "1", "id": "b", "parentId": "a", "kind": "SERVER", "shared": true,
     "localEndpoint": {"serviceName": "cart"}},
    {"traceId": "1", "id": "c", "parentId": "b", "kind": "CLIENT", "localEndpoint": {"serviceName": "cart"},
     "remoteEndpoint": {"serviceName": "db"}},
    {"traceId": "1", "id": "d", "parentId": "b", "kind": "CLIENT", "localEndpoint": {"serviceName": "cart"},
     "remoteEndpoint": {"serviceName": "db"}, "tags": {"error": ""}}])");
  EXPECT_EQ(shape_of(reading.graph), (Shape{3, 2, 0, 2, 1}));
  EXPECT_EQ(call_between(reading, "web", "cart").calls_per_request, 1.0);
  EXPECT_EQ(call_between(reading, "web", "cart").coupling, 1.0);
  EXPECT_EQ(call_between(reading, "cart", "db").calls_per_request, 2.0);
  EXPECT_DOUBLE_EQ(call_between(reading, "cart", "db").coupling, 1.0 / 3.0);  // one failure that cart survived
  expect_survives_export(reading);
}

TEST(Zipkin, Version1TakesItsRolesFromAnnotations) {
  const GraphReading reading = read_text(R"([[
    {"traceId": "1", "id": "a", "name": "get", "annotations": [
      {"value": "sr", "endpoint": {"serviceName": "web"}}, {"value": "ss", "endpoint": {"serviceName": "web"}}]},
    {"traceId": "1", "id": "b", "parentId": "a", "annotations": [
      {"value": "cs", "endpoint": {"serviceName": "web"}}, {"value": "sr", "endpoint": {"serviceName": "cart"}}]},
    {"traceId": "1", "id": "c", "parentId": "b", "annotations": [{"value": "cs", "endpoint": {"serviceName": "cart"}}],
     "binaryAnnotations": [{"key": "sa", "value": true, "endpoint": {"serviceName": "mysql"}},
                           {"key": "error", "value": "refused", "endpoint": {"serviceName": "cart"}}]},
    {"traceId": "1", "id": "d", "parentId": "b",
     "binaryAnnotations": [{"key": "lc", "value": "cache", "endpoint": {"serviceName": "cart"}}]}]])");
  EXPECT_EQ(shape_of(reading.graph), (Shape{3, 2, 0, 2, 1}));
  EXPECT_EQ(call_between(reading, "web", "cart").calls_per_request, 1.0);
  EXPECT_DOUBLE_EQ(call_between(reading, "cart", "mysql").coupling, 1.0 / 3.0);
}

TEST(JaegerTraces, FailuresOfBothEndsMakeABetaPosterior) {
  std::string traces;
  const std::string_view error = R"({"key": "error", "type": "bool", "value": true})";
  for (int i = 0; i < 10; ++i) {  // the callee fails in 8 of 10 traces; the caller with it in 6 of those
    traces.append(i == 0 ? "" : ",");
    traces.append(filled(R"({"traceID": "$", "processes": {"p": {"serviceName": "web"}, "q": {"serviceName": "ads"}},
        "spans": [{"traceID": "$", "spanID": "a", "processID": "p", "references": [], "tags": [)",
                         std::to_string(i)));
    traces.append(i < 6 ? error : "");
    traces.append(filled(R"(]}, {"traceID": "$", "spanID": "b", "processID": "q",
        "references": [{"refType": "CHILD_OF", "traceID": "$", "spanID": "a"}], "tags": [)",
                         std::to_string(i)));
    traces.append(i < 8 ? error : "").append("]}]}");
  }
  const GraphReading reading = read_text("{\"data\": [" + traces + R"(], "errors": [{"msg": "partial"}]})");
  EXPECT_EQ(reading.graph.call_count(), 1U);
  EXPECT_DOUBLE_EQ(call_between(reading, "web", "ads").coupling, 0.7);
  EXPECT_TRUE(has_note(reading, 1, "web -> ads: 6 of 8 failed calls failed the caller too; Beta(7, 3)"))
      << notes_of(reading);
  EXPECT_TRUE(has_note(reading, 1, "server reported 1 error"));
  expect_survives_export(reading);
}

TEST(Otlp, ConsumersAreAsynchronousAndMissingNamesAreCounted) {
  const GraphReading reading = read_text(
      R"({"resourceSpans": [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "web"}}]},
      "scopeSpans": [{"spans": [{"traceId": "t", "spanId": "1", "parentSpanId": "0000000000000000", "kind": 4}]}]}]})"
      "\n\n"
      R"({"resourceSpans": [{"resource": {"attributes": []},
      "instrumentationLibrarySpans": [{"spans": [{"traceId": "t", "spanId": "2", "parentSpanId": "1",
      "kind": "SPAN_KIND_CONSUMER", "status": {"code": "STATUS_CODE_ERROR"}}]}]}]})");
  EXPECT_TRUE(call_between(reading, "web", "unknown_service").async);
  EXPECT_TRUE(has_note(reading, 1, "they name none"));
  EXPECT_TRUE(has_note(reading, 1, "asynchronous"));
}

TEST(Traces, ABrokenLineSpoilsNoOther) {
  std::string lines;
  for (int i = 0; i < 100; ++i) {
    lines.append(i == 50 ? "{\"traceID\": \"x\", \"spans\": [{"
                         : filled(R"({"traceID": "$", "processes": {"p": {"serviceName": "web"}},)"
                                  R"( "spans": [{"spanID": "$", "processID": "p"}]})",
                                  std::to_string(i)));
    lines.append("\n");
  }
  const GraphReading reading = read_text(lines);
  EXPECT_TRUE(has_note(reading, 99, "99 spans in 99 traces"));
  EXPECT_TRUE(has_note(reading, 1, "1 malformed span of 100 skipped"));
  EXPECT_TRUE(has_note(reading, 1, "line 51")) << notes_of(reading);
}

TEST(Traces, TooManyMalformedRowsAreRefusedWithTheirPlaces) {
  const std::string problems = problems_of(R"([{"traceId": "1", "id": "a"}, {"traceId": "1"},
    7, {"id": "b"}])",
                                           "zipkin");
  for (const std::string part : {"line 1, /1", "line 2, /2", "line 2, /3", "3 of 4 spans malformed: at most 5 %"}) {
    EXPECT_NE(problems.find(part), std::string::npos) << part << " is not in\n" << problems;
  }
  EXPECT_NE(problems_of(R"({"data": [{"traceID": "t", "spans": [{"spanID": 7}]}]})").find("/data/0/spans/0"),
            std::string::npos);
  EXPECT_NE(problems_of(R"({"resourceSpans": [{"scopeSpans": [{"spans": [{"spanId": "x"}]}]}]})")
                .find("/resourceSpans/0/scopeSpans/0/spans/0"),
            std::string::npos);
}

TEST(Traces, SurviveHostileInput) {
  for (const char* format : {"zipkin", "jaeger-traces", "otlp"}) {
    EXPECT_EQ(read_text("[]", format).graph.service_count(), 0U) << format;
    EXPECT_EQ(read_text("{\"data\": null, \"resourceSpans\": null}", format == std::string("zipkin") ? "otlp" : format)
                  .graph.service_count(),
              0U);
    std::string deep(200'000, '[');
    EXPECT_FALSE(problems_of(deep, format).empty()) << format;
    std::fill(deep.begin() + 1, deep.end(), '{');
    EXPECT_FALSE(problems_of(deep, format).empty()) << format;
    for (const char* text : {"[{", "{\"data\": [1", "[1 2]", "[,]", "{\"a\" 1}", "[\"\xC3\x28\"]", "nonsense", "]",
                             "{\"data\": [] 7}", "[NaN]"}) {
      EXPECT_FALSE(problems_of(text, format).empty()) << format << ' ' << text;
    }
  }
}

TEST(Traces, SpansThatAreTheirOwnAncestorsAreCut) {
  const GraphReading reading = read_text(R"([
    {"traceId": "1", "id": "a", "parentId": "b", "localEndpoint": {"serviceName": "x"}},
    {"traceId": "1", "id": "b", "parentId": "a", "localEndpoint": {"serviceName": "y"}},
    {"traceId": "1", "id": "c", "parentId": "c", "localEndpoint": {"serviceName": "z"}},
    {"traceId": "1", "id": "c", "parentId": "c", "localEndpoint": {"serviceName": "z"}}])");
  EXPECT_EQ(reading.graph.service_count(), 3U);
  EXPECT_TRUE(has_note(reading, 1, "own ancestors")) << notes_of(reading);
  EXPECT_TRUE(has_note(reading, 1, "given twice")) << notes_of(reading);
  EXPECT_LT(spectral_radius(reading.graph), 1.0);
}

TEST(Zipkin, SpansWithoutAServiceStandForTheirParents) {
  const GraphReading reading = read_text(R"([
    {"traceId": "1", "id": "a", "localEndpoint": {"serviceName": "web"}},
    {"traceId": "1", "id": "b", "parentId": "a"},
    {"traceId": "1", "id": "c", "parentId": "b", "localEndpoint": {"serviceName": "cart"}},
    {"traceId": "2", "id": "d"},
    {"traceId": "2", "id": "e", "parentId": "d", "localEndpoint": {"serviceName": "cart"}}])");
  EXPECT_EQ(shape_of(reading.graph), (Shape{2, 1, 0, 1, 1}));
  EXPECT_EQ(call_between(reading, "web", "cart").calls_per_request, 1.0);
}

TEST(Traces, FlowsThroughABrokerStayFinite) {
  std::string spans;
  for (const char* id : {"1", "2", "3"}) {
    spans.append(filled(R"({"traceId": "$", "id": "a", "kind": "CONSUMER", "localEndpoint": {"serviceName": "app"},
        "remoteEndpoint": {"serviceName": "kafka"}}, {"traceId": "$", "id": "b", "parentId": "a", "kind": "PRODUCER",
        "localEndpoint": {"serviceName": "app"}, "remoteEndpoint": {"serviceName": "kafka"}},)",
                        id));
  }
  const GraphReading reading = read_text("[" + spans + R"({"traceId": "4", "id": "a"}])");
  EXPECT_EQ(reading.graph.call_count(), 2U);
  EXPECT_LT(spectral_radius(reading.graph), 1.0);
  EXPECT_TRUE(call_between(reading, "kafka", "app").async);
}

TEST(Traces, SmallFilesAreRecognisedAndRead) {
  for (const auto& [name, format] :
       std::map<std::string, std::string>{{"jaeger-traces.jsonl", "jaeger-traces"},
                                          {"zipkin.json", "zipkin"},
                                          {"zipkin-v1.json", "zipkin"},
                                          {"otlp.jsonl", "otlp"},
                                          {"zipkin-dependencies.json", "zipkin-dependencies"}}) {
    const GraphReading reading = read_file(test_data("graphs/made/" + name));
    EXPECT_EQ(call_between(reading, "web", "cart").calls_per_request, 1.0) << name;
    EXPECT_EQ(canonical(read_file(test_data("graphs/made/" + name), format)), canonical(reading)) << name;
    expect_survives_export(reading);
  }
}

TEST(DependenciesOfZipkin, CarryErrorCountsThatTeachNoCoupling) {
  const GraphReading reading = read_text(R"([{"parent": "web", "child": "cart", "callCount": 10, "errorCount": 3},
      {"parent": "cart", "child": "kafka", "callCount": 5}])",
                                         "zipkin-dependencies");
  EXPECT_EQ(call_between(reading, "cart", "kafka").calls_per_request, 0.5);
  EXPECT_TRUE(has_note(reading, 3, "cannot be learnt"));
  EXPECT_NE(problems_of(R"([{"parent": "a", "child": "b", "callCount": 1, "errorCount": -1}])", "zipkin-dependencies")
                .find("/0/errorCount"),
            std::string::npos);
}

TEST(Otlp, NamesOfProtobufFieldsAndEnvelopesMakeTheSameGraph) {
  const std::string camel = R"({"resourceSpans": [
    {"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "web"}}]},
     "scopeSpans": [{"spans": [{"traceId": "7", "spanId": "a", "parentSpanId": "", "kind": 2}]}]},
    {"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "cart"}}]},
     "scopeSpans": [{"spans": [{"traceId": "7", "spanId": "b", "parentSpanId": "a", "kind": 2}]}]}]})";
  std::string snake;
  for (const char c : camel) {  // no other capitals are in it
    if (c >= 'A' && c <= 'Z') {
      snake.push_back('_');
    }
    snake.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  ASSERT_NE(snake.find("parent_span_id"), std::string::npos);
  const GraphReading plain = read_text(camel);
  EXPECT_EQ(call_between(plain, "web", "cart").calls_per_request, 1.0);
  for (const std::string& text :
       {snake, filled(R"({"result": $})", camel), filled(R"({"trace": $})", snake), filled("[$]", snake)}) {
    EXPECT_EQ(canonical(read_text(text)), canonical(plain)) << text;
  }
}

}  // namespace
}  // namespace faultline
