// Cutting large texts into records: every shape, across the pieces in which files are read.
#include "models/io/json_records.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "models/io/span_graph.h"
#include "tests/models/io/graph_readings.h"

namespace faultline {
namespace {

/// "place: text" of each record, the member's name before the place where there is one.
std::vector<std::string> records_of(const GraphSource& source) {
  JsonRecords records(source, {"data", "batches"});
  JsonRecord record;
  std::vector<std::string> all;
  while (records.next(record)) {
    std::string text(record.member);
    text.append(record.member.empty() ? "" : " at ").append(records.place()).append(": ").append(record.text);
    all.push_back(text);
  }
  return all;
}

std::vector<std::string> records_of(const std::string& text) { return records_of(GraphSource{"text", text}); }

using Strings = std::vector<std::string>;

TEST(JsonRecords, KnowEveryShape) {
  EXPECT_EQ(records_of(""), Strings{});
  EXPECT_EQ(records_of(" [ ] "), Strings{});
  EXPECT_EQ(records_of("[1, [2, \"]\"],\n{\"a\": \"\\\"}\"}]"),
            (Strings{"line 1, /0: 1", "line 1, /1: [2, \"]\"]", "line 2, /2: {\"a\": \"\\\"}\"}"}));
  EXPECT_EQ(records_of("{\"total\": 1, \"data\": [{}, 2], \"errors\": [3], \"batches\": [4]}"),
            (Strings{"line 1, /data/0: {}", "line 1, /data/1: 2", "errors at line 1, /errors: [3]",
                     "line 1, /batches/0: 4"}));
  EXPECT_EQ(records_of("{\"data\": null}"), Strings{});
  EXPECT_EQ(records_of("{\"a\": {\"data\": [1]}}"), Strings{"line 1: {\"a\": {\"data\": [1]}}"});
  EXPECT_EQ(records_of("{}{}\n{}"), (Strings{"line 1: {}", "line 1: {}", "line 2: {}"}));
  EXPECT_EQ(records_of("{\n}\n{\n}"), (Strings{"line 1: {\n}", "line 3: {\n}"}));
}

TEST(JsonRecords, ReadLinesAloneOnceTheFirstHasEnded) {
  EXPECT_EQ(records_of("{\"a\": 1} \n\n{\"b\": [\n{\"data\": [1]}\n  7"),
            (Strings{"line 1: {\"a\": 1}", "line 3: {\"b\": [", "line 4: {\"data\": [1]}", "line 5: 7"}));
  EXPECT_EQ(records_of("[1]\n[2\n"), (Strings{"line 1, /0: 1", "line 2: [2"}));
}

TEST(JsonRecords, RefuseTextsWithoutAnEnd) {
  for (const char* text : {"[1", "[", "{\"data\": [1", "{\"data\": [1]", "{\"a\": \"", "[1 2]", "[,]", "[1,]", "]",
                           "{\"data\": [1] 2}", "[\"\\\"]"}) {
    EXPECT_THROW((void)records_of(std::string(text)), InputError) << text;
  }
}

TEST(JsonRecords, CrossThePiecesInWhichFilesAreRead) {
  std::string text = "[";
  Strings expected;
  for (int i = 0; i < 40; ++i) {
    const std::string value = "{\"x\": \"" + std::string(static_cast<std::size_t>(i) * 7919, 'x') + "\\\\\"}";
    text.append(i == 0 ? "" : ",\n").append(value);
    expected.push_back("line " + std::to_string(i + 1) + ", /" + std::to_string(i) + ": " + value);
  }
  text.append("]");
  ASSERT_GT(text.size(), std::size_t{5} << 20U);
  EXPECT_EQ(records_of(text), expected);
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("faultline-records-" + std::to_string(getpid()));
  std::ofstream(file, std::ios::binary) << "\xEF\xBB\xBF" << text;
  EXPECT_EQ(records_of(GraphSource{file.string(), "", true}), expected);
  std::filesystem::remove(file);
  EXPECT_THROW((void)records_of(GraphSource{file.string(), "", true}), InputError);
}

TEST(SpanGraph, KnowsKindsByEveryName) {
  for (const char* name : {"client", "CLIENT", "SPAN_KIND_CLIENT", "span_kind_client"}) {
    EXPECT_EQ(span_kind_of(name), SpanKind::client) << name;
  }
  EXPECT_EQ(span_kind_of("Internal"), SpanKind::internal);
  for (const char* name : {"", "clients", "SPAN_KIND_", "span_kind_unspecified"}) {
    EXPECT_EQ(span_kind_of(name), SpanKind::unspecified) << name;
  }
}

TEST(SpanGraph, TakesTheOldestTraceWhenItHoldsTooMany) {
  SpanGraph graph(SpanRules::parents, 3);
  ImportRows rows("span");
  const auto add = [&graph](const char* trace, const char* id, const char* parent, const char* service) {
    graph.add({trace, id, parent, service, "", SpanKind::unspecified, false});
  };
  for (const char* trace : {"1", "2", "3"}) {
    add(trace, "a", "", "web");
    add(trace, "b", "a", "cart");
  }
  add("1", "c", "a", "cart");
  const GraphReading reading = graph.finish(rows);
  EXPECT_EQ(testing::call_between(reading, "web", "cart").calls_per_request, 1.0);
  EXPECT_TRUE(testing::has_note(reading, 2, "to bound memory")) << testing::notes_of(reading);
  EXPECT_TRUE(testing::has_note(reading, 1, "without the parent"));
}

}  // namespace
}  // namespace faultline
