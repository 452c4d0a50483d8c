#include "models/io/json_document.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/io/graph_reader.h"

namespace faultline {
namespace {

std::string problem_of(std::string_view text, const JsonLimits& limits = {}) {
  try {
    (void)parse_json(text, "f.json", limits);
  } catch (const InputError& error) {
    return error.problems().front().place + ": " + error.problems().front().problem;
  }
  return "";
}

TEST(JsonDocument, KeepsOrderKindsPointersAndLines) {
  const JsonDocument document =
      parse_json("{\"b\": [1,\n 2.5, \"x\"],\n \"a/~\": {\"c\": true, \"d\": null}}", "f.json");
  const JsonNode& root = document.root();
  ASSERT_EQ(root.size(), 2U);
  EXPECT_EQ(root.members().begin()->key(), "b");
  const JsonNode& list = *root.find("b");
  ASSERT_EQ(list.size(), 3U);
  auto item = list.items().begin();
  EXPECT_EQ(item->as_integer(), 1);
  EXPECT_EQ(item->line(), 1U);
  ++item;
  EXPECT_EQ(item->as_number(), 2.5);
  EXPECT_EQ(item->pointer(), "/b/1");
  EXPECT_EQ(item->line(), 2U);
  ++item;
  EXPECT_EQ(item->as_string(), "x");
  const JsonNode& inner = *root.find("a/~");
  EXPECT_EQ(inner.find("c")->pointer(), "/a~1~0/c");
  EXPECT_EQ(inner.find("c")->line(), 3U);
  EXPECT_TRUE(inner.find("c")->as_bool());
  EXPECT_TRUE(inner.find("d")->is(JsonKind::null));
  EXPECT_EQ(inner.find("missing"), nullptr);
}

TEST(JsonDocument, KeepsIntegersExact) {
  const JsonDocument document =
      parse_json("[9007199254740993, -9223372036854775808, 18446744073709551615, 1e3, 1.5, 9223372036854775808]", "f");
  auto item = document.root().items().begin();
  EXPECT_EQ(item->as_integer(), 9007199254740993);
  EXPECT_EQ((++item)->as_integer(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ((++item)->as_unsigned(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(item->as_integer(), std::nullopt);
  EXPECT_EQ((++item)->as_integer(), 1000);
  EXPECT_EQ((++item)->as_integer(), std::nullopt);
  EXPECT_EQ((++item)->as_unsigned(), 9223372036854775808U);
}

TEST(JsonDocument, ReportsEveryDuplicateKeyAndKeepsTheFirst) {
  ProblemList problems;
  const JsonDocument document =
      parse_json("{\"a\": 1, \"b\": {\"c\": 1, \"c\": [1, 2]}, \"a\": {\"x\": 3}, \"d\": 4}", "f", problems);
  ASSERT_EQ(problems.problems().size(), 2U);
  EXPECT_EQ(problems.problems()[0].place, "/b/c");
  EXPECT_EQ(problems.problems()[1].place, "/a");
  EXPECT_EQ(document.root().find("a")->as_integer(), 1);
  EXPECT_EQ(document.root().size(), 3U);
  EXPECT_EQ(document.root().find("d")->as_integer(), 4);
}

TEST(JsonDocument, FindsDuplicatesInWideObjects) {
  std::string text = "{";
  for (int i = 0; i < 100000; ++i) {
    text += "\"k" + std::to_string(i) + "\":0,";
  }
  ProblemList problems;
  (void)parse_json(text + "\"k3\":1,\"k99999\":1,\"end\":1}", "f", problems);
  EXPECT_EQ(problems.problems().size(), 2U);
}

TEST(JsonDocument, RefusesWhatIsNotJson) {
  EXPECT_NE(problem_of("").find("empty"), std::string::npos);
  EXPECT_NE(problem_of(" \n ").find("empty"), std::string::npos);
  for (const char* text :
       {"{", "[1,]", "{\"a\":1,}", "// c\n1", "NaN", "[Infinity]", "1 2", "{a:1}", "'x'", "[01]", "\"\\x\""}) {
    EXPECT_NE(problem_of(text).find("not valid JSON"), std::string::npos) << text;
  }
  EXPECT_NE(problem_of("[1,\n1e400]").find("line 2"), std::string::npos);
  EXPECT_NE(problem_of("[1e400]").find("beyond the range"), std::string::npos);
}

TEST(JsonDocument, RefusesInvalidUtf8WithItsOffsetAndLine) {
  const std::string problem = problem_of("{\"a\":\n\"x\xC3(\"}");
  EXPECT_NE(problem.find("line 2, byte 9"), std::string::npos) << problem;
  EXPECT_NE(problem.find("UTF-8"), std::string::npos) << problem;
  EXPECT_EQ(problem.find('\xC3'), std::string::npos);
}

TEST(JsonDocument, RefusesBeyondItsLimits) {
  JsonLimits limits;
  limits.max_depth = 3;
  EXPECT_EQ(problem_of("[[[1]]]", limits), "");
  EXPECT_NE(problem_of("[[[[1]]]]", limits).find("nested more than 3 deep"), std::string::npos);
  EXPECT_NE(problem_of(std::string(1000000, '[')).find("nested more than 64 deep"), std::string::npos);
  limits.max_values = 3;
  EXPECT_EQ(problem_of("[1, {}]", limits), "");
  EXPECT_NE(problem_of("[1, {}, null]", limits).find("more than 3 values"), std::string::npos);
  limits.max_bytes = 4;
  EXPECT_NE(problem_of("[1,2]", limits).find("larger than the limit of 4 bytes"), std::string::npos);
}

TEST(JsonDocument, MakesUntrustedTextPrintable) {
  const JsonDocument document = parse_json("\"\\u001b[31mred\"", "f");
  EXPECT_EQ(document.root().excerpt().find('\x1b'), std::string::npos);
}

TEST(JsonDocument, ReplacesAPartAndKeepsItsPlaces) {
  JsonDocument document = parse_json("{\"a\": 1, \"b\": 2}", "main.json");
  const JsonDocument part = parse_json("{\"x\": [7]}", "part.json");
  document.root().find("a")->become(part.root());
  const JsonNode& item = *document.root().find("a")->find("x")->items().begin();
  EXPECT_EQ(item.file(), "part.json");
  EXPECT_EQ(item.pointer(), "/x/0");
  EXPECT_EQ(canonical_json(document.root()), "{\"a\":{\"x\":[7]},\"b\":2}");
  document.add_object(document.root(), "c");
  EXPECT_EQ(canonical_json(document.root()), "{\"a\":{\"x\":[7]},\"b\":2,\"c\":{}}");
}

TEST(JsonDocument, TakesMembersOut) {
  for (const char* key : {"a", "b", "c", "d"}) {
    JsonDocument document = parse_json(R"({"a": 1, "b": [2], "c": {}})", "f");
    document.root().remove(key);
    document.add_object(document.root(), "e");
    std::string expected = R"({"a":1,"b":[2],"c":{},"e":{}})";
    for (const std::string member : {R"("a":1,)", R"("b":[2],)", R"("c":{},)"}) {
      if (member[1] == *key) {
        expected.erase(expected.find(member), member.size());
      }
    }
    EXPECT_EQ(canonical_json(document.root()), expected);
    EXPECT_EQ(document.root().size(), *key == 'd' ? 4U : 3U);
  }
}

TEST(JsonDocument, WritesOneCanonicalForm) {
  const JsonDocument one = parse_json("{\"b\": 1.50, \"a\": [5.0, 1e3, \"\\u0041\\n\"], \"c\": 0.1}", "f");
  const JsonDocument two = parse_json("{\"c\":1e-1,\"a\":[5,1000,\"A\\n\"],\"b\":15e-1}", "f");
  EXPECT_EQ(canonical_json(one.root()), canonical_json(two.root()));
  EXPECT_EQ(canonical_json(one.root()), "{\"a\":[5,1000,\"A\\u000a\"],\"b\":1.5,\"c\":0.1}");
}

TEST(TextFiles, MustBeText) {
  using namespace std::string_view_literals;
  const std::vector<std::pair<std::string_view, std::string_view>> beginnings{{"\x1F\x8B\x08\x00"sv, "gzip"},
                                                                              {"PK\x03\x04\x14"sv, "zip"},
                                                                              {"\x28\xB5\x2F\xFD\x04"sv, "zstd"},
                                                                              {"BZh91AY"sv, "bzip2"},
                                                                              {"\xFD\x37zXZ\x00\x00"sv, "xz"},
                                                                              {"\xFF\xFE{\x00"sv, "UTF-16"},
                                                                              {"\xFE\xFF\x00{"sv, "UTF-16"},
                                                                              {"\n<!DOCTYPE html><p>"sv, "web page"},
                                                                              {"<HTML>"sv, "web page"}};
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("faultline-no-text-" + std::to_string(getpid()));
  for (const auto& [beginning, what] : beginnings) {
    std::ofstream(file, std::ios::binary) << beginning;
    const auto refuses = [what = what](const auto& read) {
      try {
        (void)read();
      } catch (const InputError& error) {
        return std::string_view(error.what()).find(what) != std::string_view::npos;
      }
      return false;
    };
    EXPECT_TRUE(refuses([&] { return read_text_file(file.string()); })) << what;
    for (const char* format : {"", "otlp", "csv"}) {  // recognised, streamed, read whole
      EXPECT_TRUE(refuses([&] { return read_graph(format, std::span(&file, 1)); })) << what << " as " << format;
    }
  }
  std::filesystem::remove(file);
  EXPECT_NO_THROW(require_text("f", "<graphml>"));
  EXPECT_NO_THROW(require_text("f", ""));
}

}  // namespace
}  // namespace faultline
