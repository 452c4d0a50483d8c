#include "models/io/graph_reader.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "models/core/input_error.h"
#include "models/graph/condensation.h"
#include "models/graph/traffic.h"
#include "models/io/graph_writer.h"
#include "models/io/json_document.h"
#include "tests/models/io/shared_data.h"

namespace faultline {
namespace {

GraphReading read_text(const std::string& text, std::string_view format = "") {
  const GraphSource source{"graph.txt", text};
  return read_graph(format, std::span(&source, 1));
}

GraphReading read_file(const std::filesystem::path& file, std::string_view format = "") {
  return read_graph(format, std::span(&file, 1));
}

/// Messages of the InputError, one a line; fails when the text is accepted.
std::string problems_of(const std::string& text, std::string_view format = "") {
  try {
    (void)read_text(text, format);
  } catch (const InputError& error) {
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << text.substr(0, 200);
  return "";
}

std::string canonical(const GraphReading& reading) {
  std::ostringstream out;
  write_graph_json(out, reading.graph, reading.journeys, reading.notes);
  return out.str();
}

bool has_note(const GraphReading& reading, std::size_t count, std::string_view text) {
  for (const GraphNote& note : reading.notes) {
    if (note.count == count && note.text.find(text) != std::string::npos) {
      return true;
    }
  }
  return false;
}

/// Import then export keeps the graph: what was written reads back to the same bytes.
void expect_survives_export(const GraphReading& reading) {
  const std::string once = canonical(reading);
  EXPECT_EQ(canonical(read_text(once)), once);
}

constexpr const char* kNative = R"({
  "format": "faultline-graph", "version": 1,
  "services": [{"id": "web", "tier": "1", "team": "shop", "cells": 4},
               {"id": "cart", "capacity_rps": 120.5, "baseline_error_fraction": 0.01}],
  "calls": [{"caller": "web", "callee": "cart", "calls_per_request": 0.1, "coupling": 0.05, "attempts": 3,
             "transient_fraction": 0.3, "async": true}],
  "journeys": [{"id": "buy", "demand_share": 0.25, "entries": [{"service": "web", "requests_per_order": 12}]},
               {"id": "browse", "demand_share": 0.75, "entries": [{"service": "web"}]}]
})";

TEST(GraphJson, ReadsEveryProperty) {
  const GraphReading reading = read_text(kNative);
  const Service& web = reading.graph.service(ServiceId{0});
  EXPECT_EQ(web.tier, "1");
  EXPECT_EQ(web.team, "shop");
  EXPECT_EQ(web.cells, 4);
  const Service& cart = reading.graph.service(ServiceId{1});
  EXPECT_EQ(cart.capacity_rps, 120.5);
  EXPECT_EQ(cart.baseline_error_fraction, 0.01);
  const Call& call = reading.graph.call(CallId{0});
  EXPECT_EQ(call.calls_per_request, 0.1);
  EXPECT_EQ(call.coupling, 0.05);
  EXPECT_EQ(call.attempts, 3);
  EXPECT_EQ(call.transient_fraction, 0.3);
  EXPECT_TRUE(call.async);
  ASSERT_EQ(reading.journeys.size(), 2U);
  EXPECT_EQ(reading.journeys[0].demand_share, std::vector<double>{0.25});
  EXPECT_EQ(reading.journeys[0].entries[0].requests_per_order, 12.0);
  EXPECT_TRUE(reading.notes.empty());
  expect_survives_export(reading);
}

TEST(GraphJson, KeepsTheNotesOfAnImport) {
  const GraphReading imported = read_text(R"([{"parent": "web", "child": "cart", "callCount": 100},
      {"parent": "cart", "child": "cart", "callCount": 9}])");
  ASSERT_GE(imported.notes.size(), 3U);
  const GraphReading again = read_text(canonical(imported));
  ASSERT_EQ(again.notes.size(), imported.notes.size());
  for (std::size_t i = 0; i < again.notes.size(); ++i) {
    EXPECT_EQ(again.notes[i].kind, imported.notes[i].kind) << i;
    EXPECT_EQ(again.notes[i].count, imported.notes[i].count) << i;
    EXPECT_EQ(again.notes[i].text, imported.notes[i].text) << i;
  }
  expect_survives_export(imported);
  std::ostringstream bare;
  write_graph_json(bare, imported.graph, imported.journeys);
  EXPECT_EQ(bare.str().find("notes"), std::string::npos) << "a graph without notes says nothing of them";
}

TEST(GraphJson, WritesNotesAsTheyStandInAFile) {
  const std::filesystem::path file = testing::test_data("graphs/noted.json");
  EXPECT_EQ(canonical(read_file(file)), read_text_file(file.string()));
}

TEST(GraphJson, RefusesNotesThatCannotBeShown) {
  const auto with_note = [](const std::string& members) {
    return R"({"services": [{"id": "a"}], "notes": [{)" + members + "}]}";
  };
  const std::string longest(kLongestNote, 'x');
  EXPECT_EQ(read_text(with_note("\"text\": \"" + longest + "\"")).notes.at(0).text, longest);
  const GraphReading fact = read_text(with_note(R"("kind": "fact", "count": 7, "text": "\u20ac \"quoted\"")"));
  EXPECT_EQ(fact.notes.at(0).kind, GraphNote::Kind::fact);
  EXPECT_EQ(fact.notes.at(0).count, 7U);
  expect_survives_export(fact);
  for (const std::string& members :
       {std::string(R"("text": "\u001b[31mred")"), std::string(R"("text": "two\nlines")"),
        std::string(R"("text": "\u202e")"), std::string(R"("text": "")"), "\"text\": \"" + longest + "x\"",
        std::string(R"("text": "t", "count": -1)"), std::string(R"("text": "t", "count": 1.5)"),
        std::string(R"("text": "t", "kind": "rumour")"), std::string(R"("text": 3)"), std::string(R"("count": 3)")}) {
    EXPECT_NE(problems_of(with_note(members)).find("/notes/0"), std::string::npos) << members;
  }
  std::string many = R"({"text": "t"})";
  for (int i = 0; i < 1000; ++i) {
    many += R"(, {"text": "t"})";
  }
  EXPECT_NE(problems_of(R"({"services": [], "notes": [)" + many + "]}").find("at most 1000 notes"), std::string::npos);
}

TEST(GraphJson, AcceptsNoServiceAndOneService) {
  EXPECT_EQ(read_text(R"({"services": []})").graph.service_count(), 0U);
  const GraphReading one = read_text(R"({"services": [{"id": "only"}], "calls": []})");
  EXPECT_EQ(one.graph.entry_points().size(), 1U);
  expect_survives_export(one);
}

TEST(GraphJson, KeepsHostileNamesAsTheyAre) {
  const GraphReading reading =
      read_text(R"({"services": [{"id": "<script>alert(1)</script>"}, {"id": "\u001b[31mred \"quoted\" \\ \u20ac"}]})");
  EXPECT_EQ(reading.graph.service(ServiceId{0}).id, "<script>alert(1)</script>");
  EXPECT_EQ(reading.graph.service(ServiceId{1}).id, "\x1b[31mred \"quoted\" \\ \xE2\x82\xAC");
  expect_survives_export(reading);
}

TEST(GraphJson, ReportsEveryProblemAtOnceWithPlaceAndNearestName) {
  const std::string problems = problems_of(R"({
    "services": [{"id": "checkout", "teem": "x"}, {"id": "cart", "cells": 0}, {"id": "cart"}],
    "calls": [{"caller": "chekout", "callee": "cart"}, {"caller": "cart", "callee": "cart"},
              {"caller": "checkout", "callee": "cart", "coupling": 1.5}, {"caller": "checkout"}],
    "journeys": [{"id": "buy", "entries": []}],
    "speed": 3})");
  for (const std::string part : {"graph.txt:/services/0/teem", "did you mean \"team\"", "/services/1/cells",
                                 "/services/2/id", "/calls/0/caller", "did you mean \"checkout\"", "/calls/1/callee",
                                 "/calls/2/coupling", "/calls/3", "/journeys/0/entries", "speed"}) {
    EXPECT_NE(problems.find(part), std::string::npos) << part << " is not in\n" << problems;
  }
}

TEST(GraphJson, RefusesBadNumbersTypesAndKeys) {
  const auto with_call = [](const std::string& member) {
    return R"({"services": [{"id": "a"}, {"id": "b"}], "calls": [{"caller": "a", "callee": "b", )" + member + "}]}";
  };
  for (const std::string member :
       {"\"calls_per_request\": -1", "\"calls_per_request\": 1e400", "\"calls_per_request\": NaN",
        "\"calls_per_request\": \"2\"", "\"calls_per_request\": null", "\"coupling\": 2", "\"attempts\": 0",
        "\"attempts\": 1.5", "\"transient_fraction\": -0.1", "\"async\": 1", "\"coupling\": 1, \"coupling\": 1"}) {
    EXPECT_NE(problems_of(with_call(member)).find("graph.txt"), std::string::npos) << member;
  }
}

TEST(GraphJson, RefusesRepeatedCallsAndBadShares) {
  EXPECT_NE(problems_of(R"({"services": [{"id": "a"}, {"id": "b"}],
                            "calls": [{"caller": "a", "callee": "b"}, {"caller": "a", "callee": "b"}]})")
                .find("repeats the call /calls/0"),
            std::string::npos);
  EXPECT_NE(problems_of(R"({"services": [{"id": "a"}], "journeys": [
              {"id": "x", "demand_share": 0.5, "entries": [{"service": "a"}]}]})")
                .find("sum to 1"),
            std::string::npos);
  EXPECT_NE(problems_of(R"({"services": [{"id": "a"}], "journeys": [
              {"id": "x", "demand_share": 1, "entries": [{"service": "a"}]}, {"id": "y", "entries": [{"service": "a"}]}]})")
                .find("in every journey or in none"),
            std::string::npos);
}

TEST(GraphReader, RefusesWhatIsNoGraph) {
  EXPECT_NE(problems_of("").find("is empty"), std::string::npos);
  EXPECT_NE(problems_of("  \n").find("is empty"), std::string::npos);
  EXPECT_NE(problems_of("digraph { a -> b }").find("no graph in a known format"), std::string::npos);
  EXPECT_NE(problems_of("[]", "jaegr").find("did you mean \"jaeger\""), std::string::npos);
  EXPECT_NE(problems_of("\xff\xfe\x01").find("known format"), std::string::npos);
  EXPECT_NE(problems_of(R"({"microservices": []})").find("known format"), std::string::npos)
      << "no list of what the native format would have had";
  for (const char* format : {"native", "jaeger", "graphml"}) {
    EXPECT_FALSE(problems_of("", format).empty());
    EXPECT_FALSE(problems_of("{\"services\": [", format).empty());
    EXPECT_FALSE(problems_of("\"\xC3\x28\"", format).empty());
    EXPECT_FALSE(problems_of(std::string(100'000, '['), format).empty());
  }
  EXPECT_FALSE(problems_of("{\"services\": " + std::string(100'000, '[')).empty());
  const std::filesystem::path missing = "/no/such/file.json";
  EXPECT_THROW((void)read_file(missing), InputError);
  EXPECT_THROW((void)read_graph("", std::span<const GraphSource>{}), InputError);
}

TEST(GraphReader, TellsTheNameDataFromTheKeyData) {
  const GraphReading native = read_text(R"({"services": [{"id": "data"}, {"id": "web"}],
                                            "calls": [{"caller": "web", "callee": "data"}]})");
  EXPECT_EQ(native.graph.service(ServiceId{0}).id, "data");
  expect_survives_export(native);
  const GraphReading jaeger = read_text(R"({"total": 0, "data" : [{"parent": "data", "child": "b", "callCount": 2}]})");
  EXPECT_EQ(jaeger.graph.call_count(), 1U);
}

TEST(GraphReader, SeveralFilesOnlyWhereTheyMakeSense) {
  const std::vector<GraphSource> hours{{"1", R"([{"parent": "a", "child": "b", "callCount": 2}])"},
                                       {"2", R"({"data": [{"parent": "a", "child": "b", "callCount": 3},
                                                          {"parent": "b", "child": "c", "callCount": 10}]})"}};
  const GraphReading reading = read_graph("", hours);
  EXPECT_EQ(reading.graph.call_count(), 2U);
  EXPECT_DOUBLE_EQ(reading.graph.calls()[1].calls_per_request, 2.0);  // 10 calls for 5 requests
  const std::vector<GraphSource> natives{{"1", kNative}, {"2", kNative}};
  EXPECT_THROW((void)read_graph("", natives), InputError);
}

TEST(Jaeger, TurnsCountsIntoCallsPerRequestAndSaysWhatItAssumed) {
  const GraphReading reading = read_text(R"([{"parent": "web", "child": "cart", "callCount": 100},
      {"parent": "web", "child": "ads", "callCount": 25}, {"parent": "cart", "child": "db", "callCount": 300},
      {"parent": "cart", "child": "cart", "callCount": 9}, {"parent": "x", "child": "y", "callCount": 4},
      {"parent": "y", "child": "x", "callCount": 4}])");
  const ServiceGraph& graph = reading.graph;
  const auto calls = [&graph](const char* caller, const char* callee) {
    for (const Call& call : graph.calls_from(graph.find(caller).value())) {
      if (call.callee == graph.find(callee)) {
        return call.calls_per_request;
      }
    }
    return -1.0;
  };
  EXPECT_EQ(calls("web", "cart"), 1.0);
  EXPECT_EQ(calls("web", "ads"), 0.25);
  EXPECT_EQ(calls("cart", "db"), 3.0);
  EXPECT_EQ(calls("x", "y"), 0.5);
  EXPECT_TRUE(has_note(reading, 5, "coupling assumed 1"));
  EXPECT_TRUE(has_note(reading, 1, "to itself dropped"));
  EXPECT_TRUE(has_note(reading, 1, "most frequent call"));
  EXPECT_TRUE(has_note(reading, 2, "come from outside"));
  EXPECT_NO_THROW((void)request_rates(graph, std::vector<double>(graph.service_count(), 1.0)));
  expect_survives_export(reading);
}

TEST(Jaeger, TakesCountsOf64BitsAndRefusesOthers) {
  const auto link = [](const std::string& count) {
    return R"([{"parent": "a", "child": "b", "callCount": )" + count + "}]";
  };
  EXPECT_EQ(read_text(link("18446744073709551615")).graph.call_count(), 1U);
  EXPECT_EQ(read_text(link("0")).graph.call(CallId{0}).calls_per_request, 0.0);
  for (const char* count : {"18446744073709551616", "-1", "1.5", "\"7\"", "null", "1e400"}) {
    EXPECT_FALSE(problems_of(link(count)).empty());
  }
}

TEST(Jaeger, EmptyAnswersAreEmptyGraphsAndBrokenLinksAreNamed) {
  EXPECT_EQ(read_text("[]").graph.service_count(), 0U);
  EXPECT_EQ(read_text(R"({"data": null, "errors": null})").graph.service_count(), 0U);
  EXPECT_TRUE(has_note(read_text(R"({"data": [], "errors": [{"msg": "no"}]})"), 1, "server reported"));
  EXPECT_NE(problems_of(R"({"data": null, "errors": [{"code": 500, "msg": "no"}]})").find("server answered"),
            std::string::npos);
  const std::string problems =
      problems_of(R"([{"parent": "a", "callCount": 1}, 7, {"parent": "", "child": "b", "callCount": 1}])");
  EXPECT_NE(problems.find("/0"), std::string::npos);
  EXPECT_NE(problems.find("/1"), std::string::npos);
  EXPECT_NE(problems.find("/2/parent"), std::string::npos);
}

TEST(GraphMl, ReadsUndeclaredKeysNamespacesAndUndeclaredNodes) {
  const GraphReading reading = read_text(R"(<?xml version="1.0"?>
<g:graphml xmlns:g="http://graphml.graphdrawing.org/xmlns"><g:graph id="G" edgedefault="directed">
<g:node id="a.b-c"><g:data key="nowhere">7</g:data></g:node>
<g:edge source="a.b-c" target="other" label="depends"/><g:edge source="a.b-c" target="a.b-c"/>
<g:edge source="a.b-c" target="other"/></g:graph></g:graphml>)");
  EXPECT_EQ(reading.graph.service_count(), 2U);
  EXPECT_EQ(reading.graph.call_count(), 1U);
  EXPECT_TRUE(has_note(reading, 1, "named by edges only"));
  EXPECT_TRUE(has_note(reading, 1, "to itself dropped"));
  EXPECT_TRUE(has_note(reading, 1, "merged"));
  EXPECT_TRUE(has_note(reading, 1, "coupling assumed 1"));
  expect_survives_export(reading);
}

TEST(GraphMl, LabelsAreNamesWhereIdsAreNumbers) {
  const auto graph = [](const std::string& first, const std::string& second) {
    return R"(<graphml xmlns:y="y"><key id="d0" for="node" attr.name="name" attr.type="string"/>
              <graph edgedefault="directed"><node id=")" +
           first + R"("><data key="d0"> web </data></node><node id="n1"><data key="d6"><y:ShapeNode><y:NodeLabel>)" +
           second + R"(</y:NodeLabel></y:ShapeNode></data></node><edge source=")" + first +
           R"(" target="n1"/></graph></graphml>)";
  };
  const GraphReading named = read_text(graph("n0", "cart"));
  EXPECT_EQ(named.graph.service(ServiceId{0}).id, "web");
  EXPECT_EQ(named.graph.service(ServiceId{1}).id, "cart");
  EXPECT_EQ(named.graph.call_count(), 1U);
  EXPECT_TRUE(has_note(named, 2, "named by labels"));
  EXPECT_EQ(read_text(graph("shop", "cart")).graph.service(ServiceId{0}).id, "shop") << "its id is a name";
  EXPECT_EQ(read_text(graph("n0", "web")).graph.service(ServiceId{1}).id, "n1")
      << "labels of several nodes are no names";
}

TEST(GraphMl, RefusesBrokenOnes) {
  EXPECT_NE(problems_of("<graphml><graph>\n<node id='a'").find("line 2"), std::string::npos);
  EXPECT_NE(problems_of("<graphml></graphml>").find("no <graph>"), std::string::npos);
  EXPECT_NE(problems_of("<graphml><graph edgedefault='undirected'/></graphml>").find("direction"), std::string::npos);
  EXPECT_NE(problems_of("<graphml><graph>\n\n<node id='a'/><node id='a'/></graph></graphml>").find("line 3"),
            std::string::npos);
  EXPECT_NE(problems_of("<graphml><graph><edge source='a'/></graph></graphml>").find("\"target\""), std::string::npos);
  EXPECT_NE(problems_of("<graphml><graph><node id='\xff\x1b'/></graph></graphml>").find("UTF-8"), std::string::npos);
  std::string deep = "<graphml>";
  for (int i = 0; i < 200'000; ++i) {
    deep += "<a>";
  }
  EXPECT_FALSE(problems_of(deep).empty());
}

TEST(GraphMl, CountsTheProblemsThatItDoesNotName) {
  std::string nodes;
  for (int i = 0; i < 151; ++i) {
    nodes += "<node id=\"a\"/>";
  }
  try {
    (void)read_text("<graphml><graph edgedefault=\"directed\">" + nodes + "</graph></graphml>");
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems().size(), 101U);
    EXPECT_EQ(error.problems().back().problem, "and 50 more problems");
  }
}

TEST(GraphReader, CopiedFilesHaveTheirPublishedSizes) {
  const GraphReading robot = read_file(testing::test_data("graphs/clowee-MicroserviceDataset/Robot_Shop.graphml"));
  EXPECT_EQ(robot.graph.service_count(), 12U);
  EXPECT_EQ(robot.graph.call_count(), 12U);
  EXPECT_TRUE(robot.graph.find("rabbitmq").has_value());
  const GraphReading ftgo = read_file(testing::test_data("graphs/clowee-MicroserviceDataset/FTGO.graphml"));
  EXPECT_EQ(ftgo.graph.service_count(), 15U);
  EXPECT_EQ(ftgo.graph.call_count(), 28U);
  const GraphReading social = read_file(testing::test_data("graphs/social-network.json"));
  EXPECT_EQ(social.graph.service_count(), 12U);
  EXPECT_EQ(social.graph.call_count(), 19U);
}

TEST(GraphReader, EveryGraphMlOfTheDataSetHasItsPublishedSize) {
  const auto folder = testing::shared_data("graphs/clowee-MicroserviceDataset");
  if (!folder) {
    return;
  }
  // name: V, E, longest path, weak components (README of the data)
  const std::map<std::string, std::array<std::size_t, 4>> published{{"Blog_Microservices", {10, 17, 3, 2}},
                                                                    {"CQRS_microservice_application", {7, 9, 1, 1}},
                                                                    {"E-Commerce", {7, 11, 3, 1}},
                                                                    {"EnterprisePlanner", {5, 5, 1, 1}},
                                                                    {"FTGO", {15, 28, 3, 3}},
                                                                    {"Lakeside", {9, 9, 2, 2}},
                                                                    {"Microservices_book", {6, 5, 1, 1}},
                                                                    {"Robot_Shop", {12, 12, 2, 1}},
                                                                    {"ShareBike", {10, 15, 1, 2}},
                                                                    {"Spinnaker", {10, 21, 4, 2}},
                                                                    {"Tap-And-Eat-MicroServices", {5, 4, 1, 1}},
                                                                    {"eShopOnContainers", {25, 78, 4, 4}},
                                                                    {"spring-cloud-microservice", {10, 26, 5, 1}}};
  ASSERT_EQ(published.size(), 13U);
  for (const auto& [name, expected] : published) {
    const GraphReading reading = read_file(*folder / (name + ".graphml"));
    const Condensation condensation(reading.graph);
    EXPECT_EQ(reading.graph.service_count(), expected[0]) << name;
    EXPECT_EQ(reading.graph.call_count(), expected[1]) << name;
    EXPECT_EQ(longest_path(reading.graph, condensation), expected[2]) << name;
    EXPECT_EQ(weak_component_count(reading.graph), expected[3]) << name;
    EXPECT_EQ(condensation.component_count(), reading.graph.service_count()) << name;
    expect_survives_export(reading);
  }
}

TEST(GraphReader, LargeJaegerGraphHasItsPublishedShape) {
  const auto file = testing::shared_data("graphs/jaegertracing-jaeger-ui/dependencies-large.json");
  if (!file) {
    return;
  }
  const GraphReading reading = read_file(*file);
  const ServiceGraph& graph = reading.graph;
  EXPECT_EQ(graph.service_count(), 1238U);
  EXPECT_EQ(graph.call_count(), 4271U);
  const Condensation condensation(graph);
  std::vector<std::size_t> cycles;
  for (std::size_t c = 0; c < condensation.component_count(); ++c) {
    if (condensation.members(c).size() > 1) {
      cycles.push_back(condensation.members(c).size());
    }
  }
  std::sort(cycles.begin(), cycles.end());
  EXPECT_EQ(cycles, (std::vector<std::size_t>{2, 4, 4, 5, 356}));
  EXPECT_EQ(longest_path(graph, condensation), 20U);
  EXPECT_EQ(weak_component_count(graph), 42U);
  EXPECT_TRUE(has_note(reading, 4271, "coupling assumed 1 (hard) for 4271 calls"));
  EXPECT_LT(spectral_radius(graph), 1.0);
  expect_survives_export(reading);
}

}  // namespace
}  // namespace faultline
