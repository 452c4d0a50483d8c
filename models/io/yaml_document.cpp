#include "models/io/yaml_document.h"

#include <simdjson.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace faultline {
namespace {

/// Most brackets open at one place of a text: yaml-cpp keeps 200 bytes for each until it knows that none begins a key.
constexpr std::ptrdiff_t kMostOpen = 10'000;

bool opens_too_much(std::string_view text) {
  std::ptrdiff_t open = 0;
  for (const char c : text) {
    open += c == '[' || c == '{' ? 1 : 0;
    open -= c == ']' || c == '}' ? 1 : 0;
    if (open > kMostOpen) {
      return true;
    }
  }
  return false;
}

}  // namespace

/// Turns yaml-cpp's events into nodes.
class YamlBuilder final : public YAML::EventHandler {
 public:
  YamlBuilder(const std::string& file_name, const YamlLimits& limits, ProblemList& problems)
      : document_(file_name), limits_(limits), problems_(problems) {
    document_.root().kind_ = JsonKind::array;
  }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override { anchors_.clear(); }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (JsonNode* const node = value(mark, JsonKind::null)) {
      remember(anchor, node);
    }
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    if (!simdjson::validate_utf8(text.data(), text.size())) {
      refuse(mark, "an escape makes invalid UTF-8");
    }
    if (wants_key()) {
      key_ = document_.strings_->emplace_back(text);
      levels_.back().key_is_next = false;
      if (anchor != 0) {
        key_anchors_[anchor] = key_;
      }
      return;
    }
    const bool null = tag == "?" && (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL");
    JsonNode* const node = value(mark, null ? JsonKind::null : JsonKind::string);
    node->text_ = null ? std::string_view{} : std::string_view(document_.strings_->emplace_back(text));
    remember(anchor, node);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (wants_key()) {
      const auto scalar = anchors_.find(anchor);
      const auto known_key = key_anchors_.find(anchor);
      if (scalar != anchors_.end() && scalar->second->is(JsonKind::string)) {
        key_ = scalar->second->text_;
      } else if (known_key != key_anchors_.end()) {
        key_ = known_key->second;
      } else {
        refuse(mark, "a key must be text");
      }
      levels_.back().key_is_next = false;
      return;
    }
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      const auto known_key = key_anchors_.find(anchor);
      if (known_key == key_anchors_.end()) {
        refuse(mark, "an alias names nothing");
      }
      value(mark, JsonKind::string)->text_ = known_key->second;
      return;
    }
    for (const Level& level : levels_) {
      if (level.node == found->second) {
        refuse(mark, "an alias lies within what it stands for");
      }
    }
    JsonNode* const node = value(mark, found->second->kind_);
    fill(*node, *found->second, levels_.size(), mark);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, JsonKind::array, anchor);
  }
  void OnSequenceEnd() override { levels_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, JsonKind::object, anchor);
  }
  void OnMapEnd() override {
    JsonNode* const map = levels_.back().node;
    const std::size_t depth = levels_.size();
    levels_.pop_back();
    if (const JsonNode* const merged = map->find("<<")) {
      merge(*map, *merged, depth);
      map->remove("<<");
    }
  }

  YamlStream finish() {
    JsonNode& root = document_.root();
    const bool many = root.size_ != 1;
    if (!many) {  // a text of one document is that document
      const JsonNode& only = *root.first_;
      root.become(only);
      root.line_ = only.line_;
      for (JsonNode& member : root.members()) {
        member.parent_ = &root;
      }
    }
    return {std::move(document_), many};
  }

 private:
  struct Level {
    JsonNode* node;
    bool key_is_next;
    std::unordered_set<std::string_view> keys;
  };

  [[noreturn]] void refuse(const YAML::Mark& mark, std::string what) const {
    throw InputError({document_.root().file(), "line " + std::to_string(mark.line + 1), "", std::move(what), ""});
  }

  [[nodiscard]] bool wants_key() const { return !levels_.empty() && levels_.back().key_is_next; }

  void count(const YAML::Mark& mark) {
    if (++values_ > limits_.max_values) {
      refuse(mark, "more than " + std::to_string(limits_.max_values) + " values, aliases written out");
    }
  }

  JsonNode* value(const YAML::Mark& mark, JsonKind kind) {
    if (wants_key()) {
      refuse(mark, "a key must be text");
    }
    count(mark);
    JsonNode* parent = levels_.empty() ? &document_.root() : levels_.back().node;
    const bool in_map = parent->is(JsonKind::object);
    bool duplicate = false;
    if (in_map) {
      levels_.back().key_is_next = true;
      duplicate = !levels_.back().keys.insert(key_).second;
    }
    JsonNode* node = nullptr;
    if (duplicate) {
      node = &document_.nodes_->emplace_back();
      node->file_ = parent->file_;
      node->parent_ = parent;
      node->key_ = key_;
    } else {
      node = &document_.add_node(parent, in_map ? key_ : std::string_view{});
    }
    node->kind_ = kind;
    node->line_ = static_cast<std::uint32_t>(mark.line + 1);
    if (duplicate) {
      problems_.add(
          node->problem("key is given twice, again on line " + std::to_string(node->line_), "remove one of them"));
    }
    return node;
  }

  void open(const YAML::Mark& mark, JsonKind kind, YAML::anchor_t anchor) {
    if (levels_.size() >= limits_.max_depth) {
      refuse(mark, "maps and lists are nested more than " + std::to_string(limits_.max_depth) + " deep");
    }
    JsonNode* const node = value(mark, kind);
    remember(anchor, node);
    levels_.push_back({node, kind == JsonKind::object, {}});
  }

  void remember(YAML::anchor_t anchor, JsonNode* node) {
    if (anchor != 0) {
      anchors_[anchor] = node;
    }
  }

  /// Makes `node` a copy of `from`; lines stay those of the origin.
  void fill(JsonNode& node, const JsonNode& from, std::size_t depth, const YAML::Mark& mark) {
    if (depth >= limits_.max_depth) {
      refuse(mark, "maps and lists are nested more than " + std::to_string(limits_.max_depth) + " deep");
    }
    node.kind_ = from.kind_;
    node.text_ = from.text_;
    for (const JsonNode& child : from.members()) {
      count(mark);
      JsonNode& copy = document_.add_node(&node, child.key_);
      copy.line_ = child.line_;
      fill(copy, child, depth + 1, mark);
    }
  }

  void merge(JsonNode& map, const JsonNode& merged, std::size_t depth) {
    std::unordered_set<std::string_view> own;
    for (const JsonNode& member : std::as_const(map).members()) {
      own.insert(member.key());
    }
    if (merged.is(JsonKind::object)) {
      merge_one(map, merged, own, depth);
    }
    for (const JsonNode& item : merged.items()) {
      if (merged.is(JsonKind::array) && item.is(JsonKind::object)) {
        merge_one(map, item, own, depth);
      }
    }
  }

  void merge_one(JsonNode& map, const JsonNode& merged, std::unordered_set<std::string_view>& own, std::size_t depth) {
    YAML::Mark mark;
    mark.line = static_cast<int>(merged.line_) - 1;
    for (const JsonNode& member : merged.members()) {
      if (own.insert(member.key()).second) {
        count(mark);
        JsonNode& copy = document_.add_node(&map, member.key_);
        copy.line_ = member.line_;
        fill(copy, member, depth, mark);
      }
    }
  }

  JsonDocument document_;
  const YamlLimits& limits_;
  ProblemList& problems_;
  std::vector<Level> levels_;
  std::string_view key_;
  std::unordered_map<YAML::anchor_t, JsonNode*> anchors_;
  std::unordered_map<YAML::anchor_t, std::string_view> key_anchors_;
  std::size_t values_ = 0;
};

std::vector<const JsonNode*> YamlStream::documents() const {
  if (!many_) {
    return {&nodes_.root()};
  }
  std::vector<const JsonNode*> documents;
  for (const JsonNode& document : nodes_.root().items()) {
    documents.push_back(&document);
  }
  return documents;
}

YamlStream parse_yaml(std::string_view text, const std::string& file_name, ProblemList& problems,
                      const YamlLimits& limits) {
  const auto refuse = [&file_name](std::string place, std::string what) {
    throw InputError({file_name, std::move(place), "", std::move(what), ""});
  };
  if (text.size() > limits.max_bytes) {
    refuse("", "file is larger than the limit of " + std::to_string(limits.max_bytes) + " bytes");
  }
  const auto control = std::find_if(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
  });
  if (control != text.end()) {
    refuse("line " + std::to_string(1 + std::count(text.begin(), control, '\n')), "control characters are no YAML");
  }
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    refuse("", "is not valid UTF-8");
  }
  if (opens_too_much(text)) {
    refuse("", "more than " + std::to_string(kMostOpen) + " brackets are open at once");
  }
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    YamlBuilder builder(file_name, limits, problems);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.finish();
  } catch (const YAML::Exception& error) {
    refuse("line " + std::to_string(error.mark.line + 1), "is not valid YAML: " + printable(error.msg, 300));
  }
  throw InputError({file_name, "", "", "is not valid YAML", ""});
}

bool has_yaml_key(std::string_view text, std::string_view key) {
  const std::string_view head = text.substr(0, 16384);
  for (std::size_t at = head.find(key); at != std::string_view::npos; at = head.find(key, at + 1)) {
    const std::size_t behind = at + key.size();
    if ((at == 0 || head[at - 1] == '\n') && behind < head.size() && head[behind] == ':') {
      return true;
    }
  }
  return false;
}

}  // namespace faultline
