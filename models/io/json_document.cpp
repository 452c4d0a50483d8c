#include "models/io/json_document.h"

#include <cmath>
#include <utility>
#include <vector>

namespace faultline {

namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;

}  // namespace

std::string_view json_kind_name(JsonKind kind) {
  switch (kind) {
    case JsonKind::null:
      return "null";
    case JsonKind::boolean:
      return "true or false";
    case JsonKind::integer:
      return "an integer";
    case JsonKind::number:
      return "a number";
    case JsonKind::string:
      return "a string";
    case JsonKind::array:
      return "a list";
    case JsonKind::object:
      return "an object";
  }
  return "";
}

std::string pointer_token(std::string_view key) {
  std::string token;
  token.reserve(key.size());
  for (const char c : key) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

std::string JsonNode::pointer() const {
  std::vector<const JsonNode*> path;
  for (const JsonNode* node = this; node->parent_ != nullptr; node = node->parent_) {
    path.push_back(node);
  }
  std::string text;
  for (auto node = path.rbegin(); node != path.rend(); ++node) {
    text += '/';
    text += (*node)->parent_->is(JsonKind::array) ? std::to_string((*node)->index_) : pointer_token((*node)->key_);
  }
  return text;
}

std::string JsonNode::excerpt() const {
  switch (kind_) {
    case JsonKind::null:
      return "null";
    case JsonKind::boolean:
      return scalar_.boolean ? "true" : "false";
    case JsonKind::integer:
      return is_big_ ? std::to_string(scalar_.big) : std::to_string(scalar_.integer);
    case JsonKind::number:
      return json_number(scalar_.number);
    case JsonKind::string:
      return '"' + printable(text_, 60) + '"';
    case JsonKind::array:
      return size_ == 0 ? "an empty list" : "a list of " + std::to_string(size_);
    case JsonKind::object:
      return size_ == 0 ? "an empty object"
                        : "an object with " + std::to_string(size_) + (size_ == 1 ? " key" : " keys");
  }
  return "";
}

double JsonNode::as_number() const {
  if (kind_ == JsonKind::number) {
    return scalar_.number;
  }
  return is_big_ ? static_cast<double>(scalar_.big) : static_cast<double>(scalar_.integer);
}

std::optional<std::int64_t> JsonNode::as_integer() const {
  if (kind_ == JsonKind::integer && !is_big_) {
    return scalar_.integer;
  }
  if (kind_ == JsonKind::number && std::floor(scalar_.number) == scalar_.number &&
      std::fabs(scalar_.number) < kTwoTo63) {
    return static_cast<std::int64_t>(scalar_.number);
  }
  return std::nullopt;
}

std::optional<std::uint64_t> JsonNode::as_unsigned() const {
  if (kind_ == JsonKind::integer && is_big_) {
    return scalar_.big;
  }
  const std::optional<std::int64_t> value = as_integer();
  if (!value || *value < 0) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*value);
}

const JsonNode* JsonNode::find(std::string_view key) const {
  if (kind_ != JsonKind::object) {
    return nullptr;
  }
  for (const JsonNode& member : members()) {
    if (member.key_ == key) {
      return &member;
    }
  }
  return nullptr;
}

JsonNode* JsonNode::find(std::string_view key) {
  for (JsonNode& member : members()) {
    if (kind_ == JsonKind::object && member.key_ == key) {
      return &member;
    }
  }
  return nullptr;
}

JsonNode* JsonNode::item(std::size_t index) {
  for (JsonNode& node : items()) {
    if (kind_ == JsonKind::array && node.index_ == index) {
      return &node;
    }
  }
  return nullptr;
}

void JsonNode::become(const JsonNode& other) {
  kind_ = other.kind_;
  size_ = other.size_;
  scalar_ = other.scalar_;
  is_big_ = other.is_big_;
  text_ = other.text_;
  first_ = other.first_;
  last_ = other.last_;
}

void JsonNode::remove(std::string_view key) {
  const JsonNode* const gone = find(key);
  if (gone == nullptr) {
    return;
  }
  JsonNode* before = nullptr;
  for (JsonNode& member : members()) {
    if (&member == gone) {
      break;
    }
    before = &member;
  }
  (before == nullptr ? first_ : before->next_) = gone->next_;
  last_ = last_ == gone ? before : last_;
  --size_;
}

InputProblem JsonNode::problem(std::string what, std::string suggestion) const {
  return {*file_, pointer(), excerpt(), std::move(what), std::move(suggestion)};
}

JsonDocument::JsonDocument(const std::string& file_name)
    : file_(std::make_unique<const std::string>(file_name)),
      nodes_(std::make_unique<std::deque<JsonNode>>()),
      strings_(std::make_unique<std::deque<std::string>>()) {
  nodes_->emplace_back().file_ = file_.get();
}

JsonNode& JsonDocument::add_node(JsonNode* parent, std::string_view key) {
  JsonNode& node = nodes_->emplace_back();
  node.file_ = file_.get();
  node.parent_ = parent;
  node.key_ = key;
  node.index_ = parent->size_++;
  (parent->last_ == nullptr ? parent->first_ : parent->last_->next_) = &node;
  parent->last_ = &node;
  return node;
}

JsonNode& JsonDocument::add_object(JsonNode& object, std::string_view key) {
  JsonNode& node = add_node(&object, strings_->emplace_back(key));
  node.kind_ = JsonKind::object;
  node.file_ = object.file_;  // where its pointer leads, which may be another document
  return node;
}

}  // namespace faultline
