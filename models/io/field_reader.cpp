#include "models/io/field_reader.h"

#include <algorithm>
#include <utility>

namespace faultline {

namespace {

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) {
    text += text.empty() ? "" : ", ";
    text += name;
  }
  return text;
}

}  // namespace

FieldReader::FieldReader(const JsonNode* node, std::string pointer, ProblemList& problems,
                         std::vector<ParameterSource>& sources)
    : node_(node), pointer_(std::move(pointer)), problems_(problems), sources_(sources) {}

std::string FieldReader::child_pointer(const FieldInfo& info) const { return pointer_ + "/" + std::string(info.name); }

Place FieldReader::place() const {
  return node_ == nullptr ? Place{"", pointer_} : Place{node_->file(), node_->pointer()};
}

void FieldReader::finish() {
  if (node_ == nullptr || unknown_variant_) {
    return;
  }
  for (const JsonNode& member : node_->members()) {
    if (problems_.full()) {
      return;
    }
    if (std::find(asked_.begin(), asked_.end(), member.key()) == asked_.end()) {
      std::string suggestion = did_you_mean(member.key(), asked_);
      if (suggestion.empty()) {
        std::string names;
        for (const std::string& name : asked_) {
          names += (names.empty() ? "" : ", ") + name;
        }
        suggestion = "known here: " + names;
      }
      problems_.add({member.file(), printable(member.pointer(), 200), '"' + printable(member.key()) + '"',
                     std::string(kUnknownKey), std::move(suggestion)});
    }
  }
}

const JsonNode* FieldReader::take(const FieldInfo& info) {
  asked_.emplace_back(info.name);
  const JsonNode* child = node_ == nullptr ? nullptr : node_->find(info.name);
  if (child == nullptr && info.required && node_ != nullptr) {
    InputProblem problem =
        node_->problem("key \"" + std::string(info.name) + "\" is missing: " + std::string(info.description));
    problems_.add(std::move(problem));
  }
  return child;
}

const JsonNode* FieldReader::take(const FieldInfo& info, JsonKind kind) {
  const JsonNode* child = take(info);
  if (child != nullptr && !child->is(kind)) {
    problems_.add(child->problem("must be " + std::string(json_kind_name(kind))));
    return nullptr;
  }
  return child;
}

const JsonNode* FieldReader::take_sourced(const FieldInfo& info, const std::string& default_value, ValueShape shape) {
  const JsonNode* child = take(info);
  if (child == nullptr) {
    if (!info.setting && !info.required && !default_value.empty()) {
      const bool known = !info.evidence.empty();
      sources_.push_back({child_pointer(info), default_value, known ? SourceStatus::evidence : SourceStatus::assumed,
                          std::string(known ? info.evidence : info.reason), true});
    }
    return nullptr;
  }
  if (!child->is(JsonKind::object)) {
    if (!info.setting) {
      sources_.push_back({child_pointer(info), child->excerpt(), SourceStatus::assumed,
                          "the scenario does not say where it comes from", false});
    }
    return child;
  }
  const JsonNode* value = child->find("value");
  if (value == nullptr) {
    problems_.add(child->problem("must be a value, or an object with \"value\" and \"source\""));
    return nullptr;
  }
  ParameterSource source = read_source(*child, child_pointer(info), info, shape, problems_);
  source.value = value->excerpt();
  sources_.push_back(std::move(source));
  return value;
}

bool FieldReader::read_number(const FieldInfo& info, const JsonNode& node, double& value) {
  if (!node.is_number()) {
    problems_.add(node.problem("must be a number"));
    return false;
  }
  if (!in_range(info, node.as_number())) {
    problems_.add(node.problem("must be " + range_text(info)));
    return false;
  }
  value = node.as_number();
  return true;
}

void FieldReader::number(const FieldInfo& info, double& value) {
  if (const JsonNode* node = take_sourced(info, json_number(value), ValueShape::number)) {
    read_number(info, *node, value);
  }
}

void FieldReader::optional_number(const FieldInfo& info, std::optional<double>& value) {
  if (const JsonNode* node = take_sourced(info, "", ValueShape::number)) {
    double given = 0.0;
    if (read_number(info, *node, given)) {
      value = given;
    }
  }
}

void FieldReader::integer(const FieldInfo& info, std::int64_t& value) {
  const JsonNode* node = take_sourced(info, std::to_string(value), ValueShape::whole_number);
  if (node == nullptr) {
    return;
  }
  const std::optional<std::int64_t> given = node->as_integer();
  if (!given || !node->is_number() || !in_range(info, static_cast<double>(*given))) {
    problems_.add(node->problem("must be a whole number, " + range_text(info)));
    return;
  }
  value = *given;
}

void FieldReader::flag(const FieldInfo& info, bool& value) {
  if (const JsonNode* node = take(info, JsonKind::boolean)) {
    value = node->as_bool();
  }
}

void FieldReader::text(const FieldInfo& info, std::string& value) {
  if (const JsonNode* node = take(info, JsonKind::string)) {
    value = node->as_string();
    if (info.required && value.empty()) {
      problems_.add(node->problem("must not be empty"));
    }
  }
}

void FieldReader::numbers(const FieldInfo& info, std::span<const std::size_t> lengths, std::vector<double>& values) {
  const JsonNode* node =
      take_sourced(info, values.empty() ? "" : "a list of " + std::to_string(values.size()), ValueShape::list);
  if (node == nullptr) {
    return;
  }
  if (!node->is(JsonKind::array) || std::find(lengths.begin(), lengths.end(), node->size()) == lengths.end()) {
    std::string text;
    for (const std::size_t length : lengths) {
      text += (text.empty() ? "" : " or ") + std::to_string(length);
    }
    problems_.add(node->problem("must be a list of " + text + " numbers"));
    return;
  }
  std::vector<double> read;
  for (const JsonNode& item : node->items()) {
    read_number(info, item, read.emplace_back(0.0));
  }
  values = std::move(read);
}

void FieldReader::texts(const FieldInfo& info, std::vector<std::string>& values) {
  const JsonNode* node = take(info, JsonKind::array);
  if (node == nullptr) {
    return;
  }
  values.clear();
  for (const JsonNode& item : node->items()) {
    if (item.is(JsonKind::string)) {
      values.emplace_back(item.as_string());
    } else {
      problems_.add(item.problem("must be a string"));
    }
  }
}

bool FieldReader::read_choice(std::span<const std::string_view> names, const JsonNode& node, std::size_t& index) {
  if (node.is(JsonKind::string)) {
    const std::string_view name = node.as_string();
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) {
      index = static_cast<std::size_t>(found - names.begin());
      return true;
    }
    const std::vector<std::string> valid(names.begin(), names.end());
    problems_.add(node.problem("must be one of " + joined(names), did_you_mean(name, valid)));
    return false;
  }
  problems_.add(node.problem("must be one of " + joined(names)));
  return false;
}

void FieldReader::choice(const FieldInfo& info, std::span<const std::string_view> names, std::size_t& index) {
  if (const JsonNode* node = take(info)) {
    read_choice(names, *node, index);
  }
}

void FieldReader::choices(const FieldInfo& info, std::span<const std::string_view> names, std::uint8_t& bits) {
  const JsonNode* node = take(info, JsonKind::array);
  if (node == nullptr) {
    return;
  }
  if (node->size() == 0) {
    problems_.add(node->problem("must name at least one of " + joined(names)));
    return;
  }
  bits = 0;
  for (const JsonNode& item : node->items()) {
    std::size_t index = 0;
    if (read_choice(names, item, index)) {
      bits = static_cast<std::uint8_t>(bits | (1U << index));
    }
  }
}

void FieldReader::variants(const FieldInfo& info, std::span<const std::string_view> names, std::size_t& index,
                           const std::function<void(FieldVisitor&, std::size_t)>& fields) {
  const JsonNode* node = take(info);
  if (node == nullptr || !read_choice(names, *node, index)) {
    unknown_variant_ = true;
    return;
  }
  fields(*this, index);
}

void FieldReader::object(const FieldInfo& info, const Describe& fields) {
  FieldReader inner(take(info, JsonKind::object), child_pointer(info), problems_, sources_);
  fields(inner);
  inner.finish();
}

bool FieldReader::optional_object(const FieldInfo& info, const Describe& fields) {
  const JsonNode* node = take(info, JsonKind::object);
  if (node == nullptr) {
    return false;
  }
  FieldReader inner(node, child_pointer(info), problems_, sources_);
  fields(inner);
  inner.finish();
  return true;
}

void FieldReader::list(const FieldInfo& info, const Describe& item) {
  const JsonNode* node = take(info, JsonKind::array);
  if (node == nullptr) {
    return;
  }
  std::size_t position = 0;
  for (const JsonNode& child : node->items()) {
    if (problems_.full()) {
      return;
    }
    if (!child.is(JsonKind::object)) {
      problems_.add(child.problem("must be an object"));
    } else {
      FieldReader inner(&child, child_pointer(info) + "/" + std::to_string(position), problems_, sources_);
      item(inner);
      inner.finish();
    }
    ++position;
  }
}

void FieldReader::raw(const FieldInfo& info, std::string_view /*definition*/, const JsonNode*& node) {
  node = take(info);
}

}  // namespace faultline
