#include "models/io/schema.h"

#include <cmath>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "models/io/decisions.h"
#include "models/io/format_prose.h"
#include "models/io/graph_json.h"
#include "models/io/known_incidents.h"
#include "models/io/scenario_fields.h"
#include "models/io/sourced_value.h"

namespace faultline {

namespace {

/// A field as schema and page need it.
struct FieldNode {
  std::string name;
  std::string description;
  std::string type;  ///< as the page shows it
  std::string unit;
  std::string range;
  std::string default_value;  ///< JSON; empty: none
  std::string source;         ///< of the default
  bool required = false;
  std::string schema;  ///< of a leaf, JSON
  std::vector<FieldNode> fields;
  /// Fields that depend on the value of the field `variant_key`: its value and they.
  std::vector<std::pair<std::string, std::vector<FieldNode>>> variants;
  std::string variant_key;
  enum class Shape { leaf, object, list } shape = Shape::leaf;
};

std::string name_list(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) {
    text += (text.empty() ? "" : ",") + json_quoted(name);
  }
  return "[" + text + "]";
}

/// Schema keywords for a range.
std::string bounds(const FieldInfo& info) {
  std::string text;
  if (std::isfinite(info.min)) {
    text += std::string(info.above_min ? ",\"exclusiveMinimum\":" : ",\"minimum\":") + json_number(info.min);
  }
  if (std::isfinite(info.max)) {
    text += ",\"maximum\":" + json_number(info.max);
  }
  return text;
}

std::string range_words(const FieldInfo& info) {
  std::string text;
  if (std::isfinite(info.min)) {
    text = (info.above_min ? "> " : "≥ ") + json_number(info.min);
  }
  if (std::isfinite(info.max) && info.max < 1e9) {
    text += (text.empty() ? "≤ " : ", ≤ ") + json_number(info.max);
  }
  return text;
}

/// A value, or an object that gives its source too; `more` are further properties of that.
std::string with_source(const std::string& schema, const std::string& more = "") {
  return "\"anyOf\":[{" + schema +
         "},{\"type\":\"object\",\"required\":[\"value\",\"source\"],\"additionalProperties\":false," +
         "\"properties\":{\"value\":{" + schema + "},\"source\":{\"type\":\"string\",\"pattern\":" +
         json_quoted("^(Z[0-9]+|[0-9]+[.][0-9]+|measured|estimated|assumed)$") +
         "},\"reason\":{\"type\":\"string\"},\"n\":{\"type\":\"integer\",\"minimum\":1},\"from\":{\"type\":\"string\"}"
         "," +
         "\"to\":{\"type\":\"string\"},\"method\":{\"type\":\"string\"},\"goodness_of_fit\":{\"type\":\"string\"}," +
         "\"meaning\":{\"type\":\"string\"},\"p_value\":{\"type\":\"number\"},\"warnings\":{\"type\":\"array\"}," +
         "\"interval95\":{\"type\":\"array\",\"items\":{\"type\":\"number\"},\"minItems\":2,\"maxItems\":2}" + more +
         "}}]";
}

class SchemaVisitor final : public FieldVisitor {
 public:
  explicit SchemaVisitor(FieldNode& parent) : parent_(parent) {}

  void number(const FieldInfo& info, double& value) override {
    add_number(info, "number", info.required ? "" : json_number(value));
  }
  void optional_number(const FieldInfo& info, std::optional<double>& /*value*/) override {
    add_number(info, "number", "");
  }
  void flag(const FieldInfo& info, bool& value) override {
    add(info, "true or false", "\"type\":\"boolean\"").default_value = value ? "true" : "false";
  }
  void text(const FieldInfo& info, std::string& value) override {
    FieldNode& node = add(info, "text", "\"type\":\"string\"");
    node.default_value = info.required || value.empty() ? "" : json_quoted(value);
  }
  void numbers(const FieldInfo& info, std::span<const std::size_t> lengths, std::vector<double>& values) override {
    std::string choices;
    std::string words;
    for (const std::size_t length : lengths) {
      const std::string count = std::to_string(length);
      choices += std::string(choices.empty() ? "" : ",") + "{\"minItems\":" + count + ",\"maxItems\":" + count + "}";
      words += (words.empty() ? "" : " or ") + count;
    }
    const std::string schema =
        "\"type\":\"array\",\"items\":{\"type\":\"number\"" + bounds(info) + "},\"anyOf\":[" + choices + "]";
    FieldNode& node = add(info, words + " numbers", with_source(schema));
    std::string list;
    for (const double value : values) {
      list += (list.empty() ? "" : ", ") + json_number(value);
    }
    node.default_value = values.empty() ? "" : "[" + list + "]";
  }
  void texts(const FieldInfo& info, std::vector<std::string>& /*values*/) override {
    add(info, "list of texts", "\"type\":\"array\",\"items\":{\"type\":\"string\"}");
  }
  void choice(const FieldInfo& info, std::span<const std::string_view> names, std::size_t& index) override {
    FieldNode& node = add(info, "one of " + words(names), "\"enum\":" + name_list(names));
    node.default_value = info.required ? "" : json_quoted(names[index]);
  }
  void choices(const FieldInfo& info, std::span<const std::string_view> names, std::uint8_t& /*bits*/) override {
    add(info, "some of " + words(names),
        "\"type\":\"array\",\"minItems\":1,\"items\":{\"enum\":" + name_list(names) + "}");
  }
  void variants(const FieldInfo& info, std::span<const std::string_view> names, std::size_t& /*index*/,
                const std::function<void(FieldVisitor&, std::size_t)>& fields) override {
    add(info, "one of " + words(names), "\"enum\":" + name_list(names));
    parent_.variant_key = info.name;
    for (std::size_t i = 0; i < names.size(); ++i) {
      FieldNode variant;
      SchemaVisitor inner(variant);
      fields(inner, i);
      parent_.variants.emplace_back(names[i], std::move(variant.fields));
    }
  }
  void object(const FieldInfo& info, const Describe& fields) override {
    nested(info, FieldNode::Shape::object, fields);
  }
  bool optional_object(const FieldInfo& info, const Describe& fields) override {
    nested(info, FieldNode::Shape::object, fields);
    return false;
  }
  void list(const FieldInfo& info, const Describe& item) override { nested(info, FieldNode::Shape::list, item); }
  void raw(const FieldInfo& info, std::string_view definition, const JsonNode*& /*node*/) override {
    add(info, definition == "set" ? "object: JSON pointer to value" : "see below",
        "\"$ref\":" + json_quoted("#/$defs/" + std::string(definition)));
  }
  [[nodiscard]] Place place() const override { return {}; }

 private:
  void integer(const FieldInfo& info, std::int64_t& value) override {
    add_number(info, "integer", info.required ? "" : std::to_string(value));
  }

  static std::string words(std::span<const std::string_view> names) {
    std::string text;
    for (const std::string_view name : names) {
      text += (text.empty() ? "`" : ", `") + std::string(name) + "`";
    }
    return text;
  }

  FieldNode& add(const FieldInfo& info, std::string type, std::string schema) {
    FieldNode& node = parent_.fields.emplace_back();
    node.name = info.name;
    node.description = info.description;
    node.type = std::move(type);
    node.unit = info.unit;
    node.required = info.required;
    node.schema = std::move(schema);
    return node;
  }

  void add_number(const FieldInfo& info, const std::string& type, std::string value) {
    const std::string number = "\"type\":" + json_quoted(type) + bounds(info);
    const std::string range = ",\"range\":{\"type\":\"array\",\"items\":{" + number +
                              "},\"minItems\":2,\"maxItems\":2},\"range_shape\":{\"enum\":" + name_list(kRangeShapes) +
                              "}";
    FieldNode& node =
        add(info, type == "integer" ? "whole number" : "number", with_source(number, info.setting ? "" : range));
    node.range = range_words(info);
    node.default_value = std::move(value);
    if (!info.setting && !node.default_value.empty()) {
      node.source = info.evidence.empty() ? "assumed" + (info.reason.empty() ? "" : ": " + std::string(info.reason))
                                          : std::string(info.evidence);
    }
  }

  void nested(const FieldInfo& info, FieldNode::Shape shape, const Describe& fields) {
    FieldNode& node = add(info, shape == FieldNode::Shape::list ? "list of objects" : "object", "");
    node.shape = shape;
    SchemaVisitor inner(node);
    fields(inner);
  }

  FieldNode& parent_;
};

template <class Document>
FieldNode table_of() {
  FieldNode root;
  root.shape = FieldNode::Shape::object;
  Document document;
  SchemaVisitor visitor(root);
  describe(visitor, document);
  return root;
}

/// Writes schemas with two spaces for each level.
class SchemaWriter {
 public:
  std::string object(const FieldNode& node, std::size_t indent, const std::string& head = "") const {
    if (node.variants.empty()) {
      return plain_object(node.fields, indent, head);
    }
    std::string text = "{\n" + pad(indent + 2) + head + "\"oneOf\": [\n";
    for (std::size_t i = 0; i < node.variants.size(); ++i) {
      std::vector<FieldNode> fields = node.fields;
      for (FieldNode& field : fields) {
        if (field.name == node.variant_key) {
          field.schema = "\"const\":" + json_quoted(node.variants[i].first);
        }
      }
      fields.insert(fields.end(), node.variants[i].second.begin(), node.variants[i].second.end());
      text += pad(indent + 4) + plain_object(fields, indent + 4, "") + (i + 1 < node.variants.size() ? ",\n" : "\n");
    }
    return text + pad(indent + 2) + "]\n" + pad(indent) + "}";
  }

 private:
  static std::string pad(std::size_t indent) { return std::string(indent, ' '); }

  std::string plain_object(const std::vector<FieldNode>& fields, std::size_t indent, const std::string& head) const {
    std::string required;
    std::string properties;
    for (const FieldNode& field : fields) {
      if (field.required) {
        required += (required.empty() ? "" : ", ") + json_quoted(field.name);
      }
      properties += (properties.empty() ? "" : ",\n") + pad(indent + 4) + json_quoted(field.name) + ": " +
                    field_schema(field, indent + 4);
    }
    std::string text = "{\n" + pad(indent + 2) + head + "\"type\": \"object\",\n" + pad(indent + 2) +
                       "\"additionalProperties\": false,\n";
    if (!required.empty()) {
      text += pad(indent + 2) + "\"required\": [" + required + "],\n";
    }
    return text + pad(indent + 2) + "\"properties\": {\n" + properties + "\n" + pad(indent + 2) + "}\n" + pad(indent) +
           "}";
  }

  std::string field_schema(const FieldNode& field, std::size_t indent) const {
    std::string head = field.description.empty() ? "" : "\"description\": " + json_quoted(field.description) + ", ";
    if (!field.default_value.empty()) {
      head += "\"default\": " + field.default_value + ", ";
    }
    if (field.shape == FieldNode::Shape::object) {
      return object(field, indent, head);
    }
    if (field.shape == FieldNode::Shape::list) {
      return "{" + head + "\"type\": \"array\", \"items\": " + object(field, indent) + "}";
    }
    return "{" + head + field.schema + "}";
  }
};

std::string schema_head(std::string_view title) {
  return "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": " + json_quoted(title) + ",\n  ";
}

/// Values by JSON pointer.
constexpr const char* kSetSchema =
    "{\"type\": \"object\", \"minProperties\": 1, \"patternProperties\": {\"^/\": {}}, "
    "\"additionalProperties\": false}";

std::string scenario_definitions() {
  const SchemaWriter writer;
  return "\"$defs\": {\n    \"graph\": {\"oneOf\": [" + writer.object(table_of<GraphFile>(), 4) + ", " +
         writer.object(table_of<GraphFields>(), 4) + "]},\n    \"set\": " + kSetSchema + "\n  },\n  ";
}

std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) {
    text.insert(at, "\\");
  }
  return text;
}

/// One table for each object, in the order of the document.
void write_page(const FieldNode& node, const std::string& path, std::string& page) {
  const auto table = [&](const std::string& title, const std::vector<FieldNode>& fields) {
    page += "\n## " + title + "\n\n| key | type | unit | range | default | source of the default | meaning |\n" +
            "|---|---|---|---|---|---|---|\n";
    for (const FieldNode& field : fields) {
      page += "| `" + field.name + "` | " + cell(field.type) + " | " + field.unit + " | " + field.range + " | " +
              (field.required ? "**required**" : (field.default_value.empty() ? "" : "`" + field.default_value + "`")) +
              " | " + cell(field.source) + " | " + cell(field.description) + " |\n";
    }
  };
  const auto children = [&](const std::vector<FieldNode>& fields) {
    for (const FieldNode& field : fields) {
      if (field.shape != FieldNode::Shape::leaf) {
        write_page(field, path + "/" + field.name + (field.shape == FieldNode::Shape::list ? "/*" : ""), page);
      }
    }
  };
  table(path.empty() ? "The document" : "`" + path + "`", node.fields);
  children(node.fields);
  std::map<std::string, bool> shown;  // nested tables that several variants share
  for (const auto& [name, fields] : node.variants) {
    table("`" + path + "` with `" + node.variant_key + "` \"" + name + "\"", fields);
    for (const FieldNode& field : fields) {
      if (field.shape != FieldNode::Shape::leaf && !std::exchange(shown[field.name], true)) {
        write_page(field, path + "/" + field.name + (field.shape == FieldNode::Shape::list ? "/*" : ""), page);
      }
    }
  }
}

}  // namespace

std::string json_schema(DocumentKind kind) {
  const SchemaWriter writer;
  switch (kind) {
    case DocumentKind::scenario:
      return writer.object(table_of<ScenarioFields>(), 0, schema_head("faultline scenario") + scenario_definitions()) +
             "\n";
    case DocumentKind::graph:
      return writer.object(table_of<GraphFile>(), 0, schema_head("faultline graph")) + "\n";
    case DocumentKind::policy:
      return writer.object(table_of<PolicyFields>(), 0, schema_head("faultline policy")) + "\n";
    case DocumentKind::known_incidents:
      return writer.object(table_of<KnownIncidentsFields>(), 0, schema_head("faultline known incidents")) + "\n";
    case DocumentKind::decisions:
      return writer.object(table_of<DecisionsFields>(), 0,
                           schema_head("faultline decisions") + "\"$defs\": {\"set\": " + kSetSchema + "},\n  ") +
             "\n";
  }
  return "";
}

std::string scenario_format_page() {
  std::string page = scenario_prose();
  write_page(table_of<ScenarioFields>(), "", page);
  page += "\n# A graph that is not written in place\n";
  write_page(table_of<GraphFields>(), "/graph", page);
  page +=
      "\nA graph in place, or in a file of its own included with `$file`, has the keys of "
      "[graph-json.md](graph-json.md).\n";
  return page;
}

std::string known_incidents_format_page() {
  std::string page = known_incidents_prose();
  write_page(table_of<KnownIncidentsFields>(), "", page);
  return page;
}

std::string decisions_format_page() {
  std::string page = decisions_prose();
  write_page(table_of<DecisionsFields>(), "", page);
  return page;
}

}  // namespace faultline
