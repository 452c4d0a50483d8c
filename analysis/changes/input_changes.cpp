#include "analysis/changes/input_changes.h"

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "analysis/metric_names.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

using Json = nlohmann::ordered_json;

bool has_source(const Json& value) { return value.is_object() && value.contains("value") && value.contains("source"); }

// A value without its source.
const Json* bare(const Json* value) { return value != nullptr && has_source(*value) ? &(*value)["value"] : value; }

// "/key", escaped as a part of a JSON pointer.
std::string step_to(const std::string& key) { return (Json::json_pointer() / key).to_string(); }

// What tells an element of a list from the others; empty without it.
std::string identity(const Json& element) {
  if (!element.is_object()) {
    return "";
  }
  for (const char* key : {"id", "name", "service"}) {
    if (const auto found = element.find(key); found != element.end() && found->is_string()) {
      return found->get<std::string>();
    }
  }
  if (element.contains("caller") && element.contains("callee")) {
    return element["caller"].dump() + element["callee"].dump();
  }
  return "";
}

// Positions by identity; absent when the elements of a list cannot be told apart.
std::optional<std::map<std::string, std::size_t>> by_identity(const Json& list) {
  std::map<std::string, std::size_t> positions;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string name = identity(list[i]);
    if (name.empty() || !positions.emplace(name, i).second) {
      return std::nullopt;
    }
  }
  return positions;
}

class Differ {
 public:
  Differ(const RunDescription& before, const RunDescription& now)
      : before_(sources_of(before)), now_(sources_of(now)) {}

  void compare(const Json* before, const Json* now, const std::string& pointer_before, const std::string& pointer) {
    if (before == nullptr || now == nullptr) {
      add(bare(before), bare(now), pointer_before, pointer);
    } else if (has_source(*before) || has_source(*now)) {
      compare_sourced(*before, *now, pointer_before, pointer);
    } else if (before->is_object() && now->is_object()) {
      compare_objects(*before, *now, pointer_before, pointer, false);
    } else if (before->is_array() && now->is_array()) {
      compare_lists(*before, *now, pointer_before, pointer);
    } else if (*before != *now) {
      add(before, now, pointer_before, pointer);
    }
  }

  [[nodiscard]] std::vector<InputChange> take() { return std::move(changes_); }
  std::string policy;  ///< of what is compared

 private:
  using Sources = std::map<std::string, const ParameterSource*>;

  static Sources sources_of(const RunDescription& run) {
    Sources sources;
    for (const ParameterSource& source : run.sources) {
      sources[source.pointer] = &source;
    }
    return sources;
  }

  static const ParameterSource* find(const Sources& sources, const std::string& pointer) {
    const auto found = sources.find(pointer);
    return found != sources.end() ? found->second : nullptr;
  }

  static std::string mark(const ParameterSource* source) {
    return source == nullptr ? ""
                             : std::string(kSourceStatusNames[static_cast<std::size_t>(source->status)]) +
                                   (source->is_default ? ", default" : "");
  }

  // What a document leaves out is the field's default.
  static std::string text_of(const Json* value, const ParameterSource* source) {
    return value != nullptr ? value->dump() : source != nullptr && source->is_default ? source->value : "";
  }

  void add(const Json* before, const Json* now, const std::string& pointer_before, const std::string& pointer) {
    const ParameterSource* old_source = find(before_, pointer_before);
    const ParameterSource* new_source = find(now_, pointer);
    changes_.push_back(
        {pointer, policy, text_of(before, old_source), text_of(now, new_source), mark(old_source), mark(new_source)});
  }

  // A number and where it comes from.
  void compare_sourced(const Json& before, const Json& now, const std::string& pointer_before,
                       const std::string& pointer) {
    const Json& value_before = has_source(before) ? before["value"] : before;
    const Json& value_now = has_source(now) ? now["value"] : now;
    if (value_before != value_now || mark(find(before_, pointer_before)) != mark(find(now_, pointer))) {
      add(&value_before, &value_now, pointer_before, pointer);
    }
    if (has_source(before) && has_source(now)) {
      compare_objects(before, now, pointer_before, pointer, true);
    }
  }

  void compare_objects(const Json& before, const Json& now, const std::string& pointer_before,
                       const std::string& pointer, bool sourced) {
    const auto skipped = [sourced](std::string_view key) { return sourced && (key == "value" || key == "source"); };
    for (const auto& [key, value] : now.items()) {
      if (!skipped(key)) {
        const auto found = before.find(key);
        compare(found != before.end() ? &*found : nullptr, &value, pointer_before + step_to(key),
                pointer + step_to(key));
      }
    }
    for (const auto& [key, value] : before.items()) {
      if (!skipped(key) && !now.contains(key)) {
        const std::string gone = pointer_before + step_to(key);
        compare(&value, nullptr, gone, gone);
      }
    }
  }

  void compare_lists(const Json& before, const Json& now, const std::string& pointer_before,
                     const std::string& pointer) {
    const auto places_before = by_identity(before);
    const auto places_now = by_identity(now);
    const bool named = places_before && places_now;
    std::set<std::size_t> matched;
    for (std::size_t i = 0; i < now.size(); ++i) {
      std::size_t at = i;
      if (named) {
        const auto found = places_before->find(identity(now[i]));
        at = found != places_before->end() ? found->second : before.size();
      }
      matched.insert(at);
      compare_element(at < before.size() ? &before[at] : nullptr, &now[i], pointer_before + "/" + std::to_string(at),
                      pointer + "/" + std::to_string(i), pointer);
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (!matched.contains(i)) {
        const std::string gone = pointer_before + "/" + std::to_string(i);
        compare_element(&before[i], nullptr, gone, gone, pointer_before);
      }
    }
  }

  void compare_element(const Json* before, const Json* now, const std::string& was_at, const std::string& is_at,
                       const std::string& list) {
    const bool is_policy = list == "/policies";
    if (is_policy) {
      policy = identity(now != nullptr ? *now : *before);
    }
    compare(before, now, was_at, is_at);
    if (is_policy) {
      policy.clear();
    }
  }

  Sources before_;
  Sources now_;
  std::vector<InputChange> changes_;
};

Json parsed(const RunDescription& run) {
  Json json = Json::parse(run.scenario_json, nullptr, false);
  if (json.is_discarded()) {
    throw InputError({"results of " + run.scenario_id, "/scenario", "", "the scenario in the results file is no JSON",
                      "the file was changed: run the comparison again"});
  }
  return json;
}

}  // namespace

std::vector<InputChange> input_changes(const RunDescription& before, const RunDescription& now) {
  const Json old_document = parsed(before);
  const Json new_document = parsed(now);
  Differ differ(before, now);
  differ.compare(&old_document, &new_document, "", "");
  return differ.take();
}

}  // namespace faultline
