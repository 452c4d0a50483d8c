#include "analysis/changes/input_changes.h"

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "analysis/metric_names.h"

namespace faultline {
namespace {

using Json = nlohmann::ordered_json;

bool has_source(const Json& value) { return value.is_object() && value.contains("value") && value.contains("source"); }

std::string escaped(std::string_view key) {
  std::string text;
  for (const char c : key) {
    text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return text;
}

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
      : marks_before_(marks_of(before)), marks_now_(marks_of(now)) {}

  void compare(const Json* before, const Json* now, const std::string& pointer_before, const std::string& pointer) {
    if (before == nullptr || now == nullptr) {
      add(pointer, before != nullptr ? before->dump() : "", now != nullptr ? now->dump() : "", pointer_before);
    } else if (has_source(*before) || has_source(*now)) {
      compare_sourced(*before, *now, pointer_before, pointer);
    } else if (before->is_object() && now->is_object()) {
      compare_objects(*before, *now, pointer_before, pointer, false);
    } else if (before->is_array() && now->is_array()) {
      compare_lists(*before, *now, pointer_before, pointer);
    } else if (*before != *now) {
      add(pointer, before->dump(), now->dump(), pointer_before);
    }
  }

  [[nodiscard]] std::vector<InputChange> take() { return std::move(changes_); }
  std::string policy;  ///< of what is compared

 private:
  using Marks = std::map<std::string, std::string>;

  static Marks marks_of(const RunDescription& run) {
    Marks marks;
    for (const ParameterSource& source : run.sources) {
      marks[source.pointer] = kSourceStatusNames[static_cast<std::size_t>(source.status)];
    }
    return marks;
  }

  static std::string mark(const Marks& marks, const std::string& pointer) {
    const auto found = marks.find(pointer);
    return found != marks.end() ? found->second : "";
  }

  void add(const std::string& pointer, std::string before, std::string now, const std::string& pointer_before) {
    changes_.push_back({pointer, policy, std::move(before), std::move(now), mark(marks_before_, pointer_before),
                        mark(marks_now_, pointer)});
  }

  // A number and where it comes from.
  void compare_sourced(const Json& before, const Json& now, const std::string& pointer_before,
                       const std::string& pointer) {
    const Json& value_before = has_source(before) ? before["value"] : before;
    const Json& value_now = has_source(now) ? now["value"] : now;
    if (value_before != value_now || mark(marks_before_, pointer_before) != mark(marks_now_, pointer)) {
      add(pointer, value_before.dump(), value_now.dump(), pointer_before);
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
        compare(found != before.end() ? &*found : nullptr, &value, pointer_before + "/" + escaped(key),
                pointer + "/" + escaped(key));
      }
    }
    for (const auto& [key, value] : before.items()) {
      if (!skipped(key) && !now.contains(key)) {
        const std::string gone = pointer_before + "/" + escaped(key);
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

  void compare_element(const Json* before, const Json* now, const std::string& pointer_before,
                       const std::string& pointer, const std::string& list) {
    const bool is_policy = list == "/policies";
    if (is_policy) {
      policy = identity(now != nullptr ? *now : *before);
    }
    compare(before, now, pointer_before, pointer);
    if (is_policy) {
      policy.clear();
    }
  }

  Marks marks_before_;
  Marks marks_now_;
  std::vector<InputChange> changes_;
};

Json parsed(const RunDescription& run) {
  Json json = Json::parse(run.scenario_json, nullptr, false);
  if (json.is_discarded()) {
    throw std::runtime_error("the scenario in the results file is no JSON");
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
