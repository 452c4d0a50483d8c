// Graphs as meshes, metrics and other models give them.
#include <gtest/gtest.h>

#include "models/graph/traffic.h"
#include "tests/models/io/graph_readings.h"

namespace faultline {
namespace {

using namespace testing;

TEST(Kiali, FilesHaveTheirPublishedShapes) {
  expect_published({{"kiali-kiali/graph_app.json", {11, 12, 0, 3, 1}},
                    {"kiali-kiali/graph_versioned_app.json", {13, 15, 0, 3, 1}},
                    {"kiali-kiali/graph_workload.json", {13, 15, 0, 3, 1}},
                    {"kiali-kiali/graph_complex.json", {10, 8, 0, 2, 3}},
                    {"kiali-kiali/graph_rates_total.json", {13, 15, 0, 3, 1}}},
                   "kiali");
  if (const auto file = shared_data("graphs/kiali-kiali/graph_versioned_app.json")) {
    const GraphReading reading = read_file(*file);
    EXPECT_TRUE(has_note(reading, 1, "1 box"));
    EXPECT_TRUE(has_note(reading, 3, "to itself dropped"));
    EXPECT_LT(spectral_radius(reading.graph), 1.0);
  }
}

TEST(Kiali, TellsNamesApartAndReadsRates) {
  const GraphReading reading = read_file(test_data("graphs/made/kiali.json"));
  EXPECT_EQ(reading.graph.service_count(), 4U);
  EXPECT_EQ(call_between(reading, "web-v1", "cart.shop").calls_per_request, 1.0);
  EXPECT_EQ(call_between(reading, "web-v1", "cart.old").calls_per_request, 0.25);
  EXPECT_EQ(call_between(reading, "cart.shop", "db").calls_per_request, 1.0);
  EXPECT_TRUE(has_note(reading, 1, "bytes per second"));
  const std::string problems = problems_of(R"({"graphType": "app", "elements": {"nodes": [{"data": {"id": "1"}}, 7,
      {"data": {"id": "2", "app": "a"}}, {"data": {"id": "2", "app": "b"}}], "edges": [{"data": {"source": "2",
      "target": "9"}}, {}, {"data": {"source": "2", "target": "2", "traffic": {"protocol": "http",
      "rates": {"http": "NaN"}}}}]}})");
  for (const std::string part :
       {"/nodes/0/data", "/nodes/1", "same id", "/edges/0/data", "/edges/1", "/edges/2/data/traffic/rates/http"}) {
    EXPECT_NE(problems.find(part), std::string::npos) << part << " is not in\n" << problems;
  }
}

TEST(Bering, ReadsKindsRetriesAndOwners) {
  const GraphReading reading = read_file(test_data("graphs/made/bering.json"));
  EXPECT_EQ(reading.graph.service_count(), 3U);
  EXPECT_EQ(reading.graph.call_count(), 2U);
  EXPECT_EQ(call_between(reading, "web", "cart").attempts, 3);
  EXPECT_FALSE(call_between(reading, "web", "cart").async);
  EXPECT_TRUE(call_between(reading, "cart", "events").async);
  EXPECT_EQ(reading.graph.service(reading.graph.find("cart").value()).team, "shoppers");
  expect_survives_export(reading);
  const std::string problems = problems_of(R"({"services": [{"id": "cart"}, {}, {"id": "cart"}],
      "edges": [{"from": "card", "to": "cart", "kind": "sync", "blocking": true}, {"from": "cart", "to": "cart",
      "kind": "maybe", "blocking": 1, "resilience": {"retry": {"max_attempts": 1001}}}]})");
  for (const std::string part : {"/services/1", "/services/2", "did you mean \"cart\"", "\"async\"",
                                 "/edges/1/blocking", "/edges/1/resilience/retry/max_attempts"}) {
    EXPECT_NE(problems.find(part), std::string::npos) << part << " is not in\n" << problems;
  }
}

TEST(Prometheus, SumsOverOtherLabels) {
  const GraphReading reading = read_file(test_data("graphs/made/service-graph.prom"));
  EXPECT_EQ(shape_of(reading.graph), (Shape{4, 3, 0, 2, 1}));
  EXPECT_EQ(call_between(reading, "app", "db").calls_per_request, 0.25);  // 20 + 5 for 100 requests of users
  EXPECT_TRUE(call_between(reading, "app", "queue").async);
  EXPECT_EQ(call_between(reading, "db", "say \"hi\"").calls_per_request, 0.08);
  EXPECT_TRUE(has_note(reading, 3, "3 failed calls reported"));
  EXPECT_TRUE(has_note(reading, 1, "virtual client"));
  expect_survives_export(reading);
}

TEST(Prometheus, ReadsAnswersOfTheQueryApi) {
  const GraphReading reading = read_text(R"({"status": "success", "data": {"resultType": "matrix", "result": [
      {"metric": {"client": "web", "server": "cart"}, "values": [[1, "10"], [2, "30"]]},
      {"metric": {"client": "cart", "server": "db", "__name__": "traces_service_graph_request_total"},
       "value": [1, "5"]},
      {"metric": {"client": "cart", "server": "db", "__name__": "other"}, "value": [1, "NaN"]}]}})");
  EXPECT_EQ(call_between(reading, "cart", "db").calls_per_request, 0.25);
  EXPECT_EQ(read_text(R"({"data": {"resultType": "vector", "result": []}})").graph.service_count(), 0U);
  EXPECT_NE(problems_of(R"({"data": {"resultType": "vector", "result": [{"metric": {"client": "a", "server": "b"},
      "value": [1, "NaN"]}, 3]}})")
                .find("/data/result/1"),
            std::string::npos);
}

TEST(Prometheus, NamesMalformedLines) {
  const std::string total = "traces_service_graph_request_total";
  for (const char* rest : {"{client=\"a\",server=\"b\"}", "{client=\"a\",server=\"b\"} NaN", "{client=\"a\"} 1",
                           "{client=\"a\",server=\"b} 1", "{client=a} 1", "{client=\"a\",server=\"\xFF\"} 1", "{",
                           "{} x", "{client=\"a\",server=\"b\"} -1", "{client=\"a\" server=\"b\"} 1"}) {
    EXPECT_NE(problems_of(std::string("# HELP\n").append(total).append(rest), "prometheus").find("line 2"),
              std::string::npos)
        << rest;
  }
  EXPECT_EQ(read_text("# nothing\nup 1\n", "prometheus").graph.service_count(), 0U);
}

TEST(Prometheus, CountersThatFallHaveBegunAgain) {
  const GraphReading reading = read_text(R"({"status": "success", "data": {"resultType": "matrix", "result": [
    {"metric": {"client": "user", "server": "web"}, "values": [[1, "100"], [2, "200"], [3, "50"], [4, "150"]]},
    {"metric": {"client": "web", "server": "cart"}, "values": [[1, "7"], [2, "132"]]}]}})");
  EXPECT_EQ(call_between(reading, "web", "cart").calls_per_request, 0.5) << "125 of 100 + 50 + 100";
  EXPECT_TRUE(has_note(reading, 2, "taken for counters")) << notes_of(reading);
}

TEST(Prometheus, AnswersThatAreErrorsSaySo) {
  EXPECT_NE(problems_of(R"({"status": "error", "errorType": "bad_data", "error": "no"})").find("server answered"),
            std::string::npos);
}

}  // namespace
}  // namespace faultline
