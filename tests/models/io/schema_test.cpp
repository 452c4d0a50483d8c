#include "models/io/schema.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "models/io/resolve.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;

/// As much of a validator as the schemas need: what it does not know fails the test.
class Validator {
 public:
  explicit Validator(const JsonNode& root) : root_(root) {}

  /// The first reason why the value does not fit; empty when it does.
  std::string check(const JsonNode& schema, const JsonNode& value) const {
    for (const JsonNode& keyword : schema.members()) {
      if (std::string reason = check_keyword(schema, keyword, value); !reason.empty()) {
        return reason;
      }
    }
    return "";
  }

 private:
  std::string check_keyword(const JsonNode& schema, const JsonNode& keyword, const JsonNode& value) const {
    const std::string_view name = keyword.key();
    const auto wrong = [&] { return value.pointer() + " does not fit " + keyword.pointer(); };
    if (name == "type") return has_type(keyword.as_string(), value) ? "" : wrong();
    if (name == "const") return canonical_json(keyword) == canonical_json(value) ? "" : wrong();
    if (name == "enum") return matches(keyword, value, false) > 0 ? "" : wrong();
    if (name == "anyOf") return matches(keyword, value, true) > 0 ? "" : wrong() + reasons(keyword, value);
    if (name == "oneOf") return matches(keyword, value, true) == 1 ? "" : wrong() + reasons(keyword, value);
    if (name == "minimum") return !value.is_number() || value.as_number() >= keyword.as_number() ? "" : wrong();
    if (name == "exclusiveMinimum") return !value.is_number() || value.as_number() > keyword.as_number() ? "" : wrong();
    if (name == "maximum") return !value.is_number() || value.as_number() <= keyword.as_number() ? "" : wrong();
    if (name == "minItems")
      return !value.is(JsonKind::array) || static_cast<double>(value.size()) >= keyword.as_number() ? "" : wrong();
    if (name == "maxItems")
      return !value.is(JsonKind::array) || static_cast<double>(value.size()) <= keyword.as_number() ? "" : wrong();
    if (name == "required") return check_required(keyword, value);
    if (name == "items") return check_items(keyword, value);
    if (name == "properties") return check_properties(schema, keyword, value);
    if (name == "$ref") return check(*root_.find("$defs")->find(keyword.as_string().substr(8)), value);
    const std::vector<std::string_view> silent{"$schema",
                                               "title",
                                               "description",
                                               "default",
                                               "$defs",
                                               "pattern",
                                               "additionalProperties",
                                               "minProperties",
                                               "patternProperties"};
    return std::find(silent.begin(), silent.end(), name) != silent.end() ? "" : "unknown keyword " + std::string(name);
  }

  static bool has_type(std::string_view type, const JsonNode& value) {
    return (type == "object" && value.is(JsonKind::object)) || (type == "array" && value.is(JsonKind::array)) ||
           (type == "string" && value.is(JsonKind::string)) || (type == "boolean" && value.is(JsonKind::boolean)) ||
           (type == "number" && value.is_number()) || (type == "integer" && value.is_number() && value.as_integer());
  }
  int matches(const JsonNode& choices, const JsonNode& value, bool schemas) const {
    int count = 0;
    for (const JsonNode& choice : choices.items()) {
      count += schemas ? check(choice, value).empty() : canonical_json(choice) == canonical_json(value);
    }
    return count;
  }
  std::string reasons(const JsonNode& choices, const JsonNode& value) const {
    std::string text;
    for (const JsonNode& choice : choices.items()) {
      text += "\n  " + check(choice, value);
    }
    return text;
  }
  static std::string check_required(const JsonNode& names, const JsonNode& value) {
    for (const JsonNode& name : names.items()) {
      if (value.is(JsonKind::object) && value.find(name.as_string()) == nullptr) {
        return value.pointer() + " lacks " + std::string(name.as_string());
      }
    }
    return "";
  }
  std::string check_items(const JsonNode& schema, const JsonNode& value) const {
    for (const JsonNode& item : value.items()) {
      if (std::string reason = value.is(JsonKind::array) ? check(schema, item) : ""; !reason.empty()) {
        return reason;
      }
    }
    return "";
  }
  std::string check_properties(const JsonNode& schema, const JsonNode& properties, const JsonNode& value) const {
    if (!value.is(JsonKind::object)) {
      return "";
    }
    for (const JsonNode& member : value.members()) {
      const JsonNode* property = properties.find(member.key());
      if (property == nullptr) {
        return schema.find("additionalProperties") == nullptr ? "" : member.pointer() + " is not allowed";
      }
      if (std::string reason = check(*property, member); !reason.empty()) {
        return reason;
      }
    }
    return "";
  }

  const JsonNode& root_;
};

fs::path source(const std::string& path) { return fs::path(FAULTLINE_SOURCE_DIR) / path; }

std::string check_scenario(const fs::path& file) {
  ProblemList problems;
  const ResolvedDocument document = resolve_document(read_text_file(file.string()), file, {}, problems);
  const JsonDocument schema = parse_json(json_schema(DocumentKind::scenario), "schema");
  return Validator(schema.root()).check(schema.root(), document.root());
}

TEST(Schema, FitsEveryScenarioOfTheLibrary) {
  for (const char* name :
       {"march-2026", "velocity-trap", "small-shop", "online-boutique", "train-ticket", "jaeger-production"}) {
    EXPECT_EQ(check_scenario(source("scenarios") / name / "scenario.json"), "") << name;
  }
}

TEST(Schema, RefusesWhatTheLoaderRefusesFieldByField) {
  for (const char* name : {"wrong-types", "negative-rates", "unknown-keys", "missing-keys", "misspelt-gate",
                           "hour-weights-of-wrong-length"}) {
    EXPECT_NE(check_scenario(source("tests/data/bad-scenarios") / (std::string(name) + ".json")), "") << name;
  }
  EXPECT_EQ(check_scenario(source("tests/data/bad-scenarios/sound.json")), "");
}

TEST(Schema, OfGraphsAndPoliciesFitsTheirFiles) {
  const JsonDocument policy_schema = parse_json(json_schema(DocumentKind::policy), "schema");
  for (const char* name : {"baseline", "two-person-review", "controlled-friction", "layered-safeguards", "freeze"}) {
    const fs::path file = source("scenarios/march-2026/policies") / (std::string(name) + ".json");
    const JsonDocument policy = parse_json(read_text_file(file.string()), file.string());
    EXPECT_EQ(Validator(policy_schema.root()).check(policy_schema.root(), policy.root()), "") << name;
  }
  const JsonDocument graph_schema = parse_json(json_schema(DocumentKind::graph), "schema");
  const JsonDocument graph =
      parse_json(read_text_file(source("scenarios/online-boutique/graph.json").string()), "graph");
  EXPECT_EQ(Validator(graph_schema.root()).check(graph_schema.root(), graph.root()), "");
  const auto noted = [&](const std::string& note) {
    const JsonDocument document = parse_json(R"({"services": [], "notes": [)" + note + "]}", "graph");
    return Validator(graph_schema.root()).check(graph_schema.root(), document.root());
  };
  EXPECT_EQ(noted(R"({"kind": "fact", "count": 3, "text": "three calls merged"})"), "");
  EXPECT_NE(noted(R"({"kind": "rumour", "text": "three calls merged"})"), "");
  EXPECT_NE(noted(R"({"kind": "fact", "count": 3})"), "");
}

TEST(Schema, OfKnownIncidentsTellsRightFromWrong) {
  const JsonDocument schema = parse_json(json_schema(DocumentKind::known_incidents), "schema");
  const auto check = [&](const fs::path& file) {
    const JsonDocument document = parse_json(read_text_file(file.string()), file.string());
    return Validator(schema.root()).check(schema.root(), document.root());
  };
  EXPECT_EQ(check(source("scenarios/march-2026/known-incidents.json")), "");
  EXPECT_EQ(check(source("tests/data/bad-known-incidents/sound.json")), "");
  for (const char* name : {"missing-keys", "unknown-keys", "wrong-types", "out-of-range", "misspelt-choices"}) {
    EXPECT_NE(check(source("tests/data/bad-known-incidents") / (std::string(name) + ".json")), "") << name;
  }
}

TEST(FormatPage, IsUpToDate) {
  EXPECT_EQ(read_text_file(source("docs/formats/scenario.md").string()), scenario_format_page())
      << "run: faultline schema scenario --format markdown > docs/formats/scenario.md";
}

}  // namespace
}  // namespace faultline
