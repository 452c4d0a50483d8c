// Several sources of one system: who is believed on what, and what is said of it.
#include "models/io/graph_merge.h"

#include <gtest/gtest.h>

#include "tests/models/io/graph_readings.h"

namespace faultline {
namespace {

using namespace testing;

GraphPart part(const std::string& source, bool observed, const std::string& members) {
  return {source, observed, read_text("{" + members + "}", "native")};
}

TEST(GraphMerge, TakesCallsFromTracesAndOwnersFromTheCatalog) {
  const std::vector<GraphPart> parts{
      part("catalog", false,
           R"("services": [{"id": "Web", "team": "shop", "tier": "1"}, {"id": "cart", "team": "core"}, {"id": "mail"}],
              "calls": [{"caller": "Web", "callee": "cart"}, {"caller": "Web", "callee": "mail"}])"),
      part("traces", true,
           R"("services": [{"id": "cart", "team": "other"}, {"id": "web"}, {"id": "db"}],
              "calls": [{"caller": "web", "callee": "cart", "calls_per_request": 0.5, "coupling": 0.7},
                        {"caller": "cart", "callee": "db", "calls_per_request": 3}],
              "journeys": [{"id": "buy", "entries": [{"service": "web"}]}])")};
  const GraphReading merged = merge_graphs(parts);
  EXPECT_EQ(shape_of(merged.graph), (Shape{4, 3, 0, 2, 1}));
  EXPECT_EQ(call_between(merged, "Web", "cart").calls_per_request, 0.5);
  EXPECT_EQ(call_between(merged, "Web", "cart").coupling, 0.7);
  EXPECT_EQ(call_between(merged, "cart", "db").calls_per_request, 3.0);
  EXPECT_EQ(merged.graph.service(merged.graph.find("cart").value()).team, "core");
  EXPECT_EQ(merged.graph.service(merged.graph.find("Web").value()).tier, "1");
  ASSERT_EQ(merged.journeys.size(), 1U);
  EXPECT_EQ(merged.journeys[0].entries[0].service, merged.graph.find("Web"));
  EXPECT_TRUE(has_note(merged, 1, "sources disagree on the owner")) << notes_of(merged);
  EXPECT_TRUE(has_note(merged, 1, "the owner of cart: core taken, traces says other"));
  EXPECT_TRUE(has_note(merged, 1, "differs in case only"));
  EXPECT_TRUE(has_note(merged, 1, "1 call declared and never observed"));
  EXPECT_TRUE(has_note(merged, 1, "1 call observed and declared nowhere"));
  EXPECT_TRUE(has_note(merged, 2, "2 services in one source only"));
  expect_survives_export(merged);
}

TEST(GraphMerge, SaysWhereObservationsDisagree) {
  const auto observed = [](const std::string& source, const std::string& call) {
    return part(source, true,
                R"("services": [{"id": "a"}, {"id": "b"}], "calls": [{"caller": "a", "callee": "b", )" + call + "}]");
  };
  const std::vector<GraphPart> parts{
      observed("monday", R"("calls_per_request": 1, "coupling": 0.2)"),
      observed("tuesday", R"("calls_per_request": 2, "coupling": 0.9, "async": true)"),
      observed("wednesday", R"("calls_per_request": 1.05, "coupling": 0.25, "attempts": 3)")};
  const GraphReading merged = merge_graphs(parts);
  EXPECT_EQ(call_between(merged, "a", "b").calls_per_request, 1.0);
  EXPECT_EQ(call_between(merged, "a", "b").attempts, 3);
  EXPECT_TRUE(has_note(merged, 1, "calls per request of a -> b: 1 taken, tuesday says 2")) << notes_of(merged);
  EXPECT_TRUE(has_note(merged, 1, "coupling of a -> b: 0.2 taken, tuesday says 0.9"));
  EXPECT_TRUE(has_note(merged, 1, "disagree on whether the caller waits"));
}

TEST(GraphMerge, KeepsNamesApartThatOneSourceKeepsApart) {
  const std::vector<GraphPart> parts{part("one", true, R"("services": [{"id": "A"}, {"id": "a"}])"),
                                     part("two", true, R"("services": [{"id": "a"}, {"id": "A"}])")};
  EXPECT_EQ(merge_graphs(parts).graph.service_count(), 2U);
}

TEST(GraphMerge, FormatsThatNobodyKnowsAreNamed) {
  const std::vector<std::string> inputs{"compsoe=" + test_data("graphs/made/compose.yaml").string()};
  try {
    (void)read_merged("", inputs);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean \"compose\""), std::string::npos) << error.what();
  }
}

TEST(GraphMerge, ReadsFilesOfSeveralFormats) {
  const std::string folder = test_data("graphs/made").string() + "/";
  const std::vector<std::string> inputs{folder + "backstage.yaml", folder + "jaeger-traces.jsonl",
                                        "compose=" + folder + "compose.yaml"};
  const GraphReading merged = read_merged("", inputs);
  EXPECT_EQ(shape_of(merged.graph), (Shape{3, 2, 0, 2, 1}));
  EXPECT_DOUBLE_EQ(call_between(merged, "web", "cart").coupling, 2.0 / 3.0);
  EXPECT_EQ(merged.graph.service(merged.graph.find("cart").value()).team, "shoppers");
  EXPECT_TRUE(has_note(merged, 3, "3 sources merged")) << notes_of(merged);
  EXPECT_NE(notes_of(merged).find("jaeger-traces jaeger-traces.jsonl: 4 spans"), std::string::npos);
  const std::vector<std::string> wrong{folder + "none.json", "otlp=" + folder + "compose.yaml"};
  try {
    (void)read_merged("", wrong);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("none.json"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace faultline
