#include "cli/sweep_targets.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

#include "models/core/input_error.h"
#include "models/core/nearest_name.h"
#include "models/io/json_document.h"
#include "models/io/resolve.h"

namespace faultline::cli {
namespace {

constexpr const char* kOption = "--vary";
constexpr std::string_view kVelocityOf = "velocity:";

[[noreturn]] void refuse(const std::string& name, std::string problem, std::string suggestion) {
  throw InputError({kOption, printable(name, 200), "", std::move(problem), std::move(suggestion)});
}

// A number, or an object that gives one with its source.
const JsonNode* number_of(const JsonNode& node) {
  if (node.is_number()) {
    return &node;
  }
  const JsonNode* const value = node.is(JsonKind::object) ? node.find("value") : nullptr;
  return value != nullptr && value->is_number() && node.find("source") != nullptr ? value : nullptr;
}

void collect(const JsonNode& node, const std::string& pointer, std::map<std::string, double>& numbers,
             std::map<std::string, std::string>& texts) {
  if (node.is(JsonKind::string)) {
    texts.emplace(pointer, node.as_string());
    return;
  }
  if (const JsonNode* const number = number_of(node)) {
    numbers[pointer] = number->as_number();
    return;
  }
  std::size_t index = 0;
  for (const JsonNode& child : node.members()) {
    const std::string token = node.is(JsonKind::array) ? std::to_string(index) : pointer_token(child.key());
    collect(child, pointer + "/" + token, numbers, texts);
    ++index;
  }
}

std::vector<std::string> split_at_plus(std::string_view list) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t end = std::min(list.find('+'), list.size());
    parts.emplace_back(list.substr(0, end));
    if (end == list.size()) {
      return parts;
    }
    list.remove_prefix(end + 1);
  }
}

// Why a number is none that a sweep may move; empty: it is one.
std::string_view why_not_varied(const std::string& pointer) {
  for (const char* version : {"/version", "/graph/version", "/policies/*/version"}) {
    if (pointer_matches(version, pointer)) {
      return "it is the version of the file's format, no parameter of the model";
    }
  }
  if (pointer == "/graph/generate/seed") {
    return "it is the seed of the generated graph, no parameter of the model";
  }
  // What makes cells comparable: the same quarters.
  const bool kept_alike = pointer == "/run/seed" || pointer == "/run/replications" || pointer.starts_with("/time/") ||
                          pointer.starts_with("/variants");
  return kept_alike ? "the cells' quarters would not be comparable" : "";
}

// Throws when a pointer is, or a pattern also matches, a number that stays as it is.
void refuse_what_stays(const std::string& name, const std::vector<std::pair<std::string, double>>& places) {
  if (const std::string_view why = why_not_varied(name); !why.empty()) {
    refuse(name, "cannot be varied: " + std::string(why), "");
  }
  for (const auto& [pointer, value] : places) {
    if (const std::string_view why = why_not_varied(pointer); !why.empty()) {
      refuse(name, "matches " + printable(pointer, 200) + ", which cannot be varied: " + std::string(why),
             places.size() > 1 ? "name the others by pointers of their own" : "");
    }
  }
}

std::optional<double> common_value(const std::vector<std::pair<std::string, double>>& places) {
  const bool same = std::all_of(places.begin(), places.end(),
                                [&](const auto& place) { return place.second == places.front().second; });
  return same && !places.empty() ? std::optional(places.front().second) : std::nullopt;
}

}  // namespace

const std::vector<SweepAlias>& sweep_aliases() {
  static const std::vector<SweepAlias> aliases{
      {"velocity", "/organisation/streams/*/velocity_multiplier", false, false, "velocity multiplier of every stream"},
      {"velocity:ORIGIN", "/organisation/streams/*/velocity_multiplier", false, false,
       "the same of streams of some origins, joined by +: human, ai_assisted, agent, automated"},
      {"reviewers", "/organisation/*/reviewers", true, true,
       "factor on every team's reviewers, rounded; all developers are the most"},
      {"review-capacity", "/organisation/*/review_hours_per_week", true, false,
       "factor on the review hours of every reviewer, those of pools too"},
      {"review-hours", "/organisation/review/review_hours_per_week", false, false, "a reviewer's hours per week"},
      {"attention", "/organisation/review/attention_exponent", false, false, "how much reviewers hurry under load"},
      {"bypass", "/organisation/review/habit_bypass_fraction", false, false, "share that goes round reviews by habit"},
      {"undetectable", "/stealth/undetectable_fraction/*/*", true, false, "factor on every undetectable share"},
      {"coupling", "/graph/calls/*/coupling", true, false, "factor on the coupling of calls that are not hard (1)"},
      {"bake-time", "/policies/*/phases/*/gates/*/stages/*/bake_hours", true, false, "factor on every bake time"},
      {"demand", "/marketplaces/*/orders_per_hour", true, false, "factor on every marketplace's orders per hour"}};
  return aliases;
}

ScenarioNumbers::ScenarioNumbers(const std::string& document, std::span<const ParameterSource> sources) {
  for (const ParameterSource& source : sources) {
    double value = 0.0;
    const char* const end = source.value.data() + source.value.size();
    const auto [last, failure] = std::from_chars(source.value.data(), end, value);
    if (failure == std::errc() && last == end) {
      numbers_[source.pointer] = value;
    }
  }
  const JsonDocument parsed = parse_json(document, "resolved");
  collect(parsed.root(), "", numbers_, texts_);
  const JsonNode* const organisation = parsed.root().find("organisation");
  const JsonNode* const streams = organisation != nullptr ? organisation->find("streams") : nullptr;
  if (streams != nullptr) {
    for (const JsonNode& stream : streams->items()) {
      const JsonNode* const origin = stream.find("origin");
      origins_.emplace_back(origin != nullptr && origin->is(JsonKind::string) ? origin->as_string() : "");
    }
  }
}

// The pointer with the gate's kind in the place of its position; empty where it leads to no gate.
std::string ScenarioNumbers::by_kind(const std::string& pointer) const {
  constexpr std::string_view kGates = "/gates/";
  const std::size_t list = pointer.find(kGates);
  const std::size_t position = list == std::string::npos ? list : list + kGates.size();
  const std::size_t rest = position == std::string::npos ? position : pointer.find('/', position);
  if (rest == std::string::npos) {
    return "";
  }
  const auto kind = texts_.find(pointer.substr(0, rest) + "/kind");
  return kind == texts_.end() ? "" : pointer.substr(0, position) + kind->second + pointer.substr(rest);
}

std::vector<std::pair<std::string, double>> ScenarioNumbers::matching(const std::string& pattern) const {
  std::vector<std::pair<std::string, double>> places;
  for (const auto& [pointer, value] : numbers_) {
    if (pointer_matches(pattern, pointer) || pointer_matches(pattern, by_kind(pointer))) {
      places.emplace_back(pointer, value);
    }
  }
  return places;
}

std::string ScenarioNumbers::nearest(const std::string& name) const {
  std::vector<std::string> names;
  if (!name.starts_with("/")) {
    const std::set<std::string> origins(origins_.begin(), origins_.end());
    if (name.starts_with(kVelocityOf)) {
      names.assign(origins.begin(), origins.end());
      std::string list;
      for (const std::string& origin : names) {
        list += (list.empty() ? "the scenario has " : ", ") + std::string(kVelocityOf) + origin;
      }
      const auto origin = nearest_name(name.substr(kVelocityOf.size()), names);
      const std::string suggested = std::string(kVelocityOf) + origin.value_or("");
      return origin && suggested != name ? suggested : list;
    }
    for (const std::string& origin : origins) {
      names.push_back(std::string(kVelocityOf) + origin);
    }
    for (const SweepAlias& alias : sweep_aliases()) {
      names.push_back(alias.name);
    }
    std::string list;
    for (const std::string& alias : names) {
      list += (list.empty() ? "an alias is one of " : ", ") + alias;
    }
    return nearest_name(name, names).value_or(list + "; everything else is a JSON pointer, like /defects/beta");
  }
  const auto depth = [](const std::string& pointer) { return std::count(pointer.begin(), pointer.end(), '/'); };
  for (const auto& [pointer, value] : numbers_) {
    // The thousands of a graph's calls would drown the rest.
    if (depth(pointer) == depth(name) && pointer.starts_with("/graph/") == name.starts_with("/graph/")) {
      names.push_back(pointer);
      if (std::string named = by_kind(pointer); !named.empty()) {
        names.push_back(std::move(named));
      }
    }
  }
  return nearest_name(name, names).value_or("");
}

// The first few of what a pointer holds.
std::string ScenarioNumbers::nearest_within(const std::string& within) const {
  constexpr int kEnough = 3;
  std::string list;
  int shown = 0;
  for (auto it = numbers_.lower_bound(within); it != numbers_.end() && it->first.starts_with(within); ++it, ++shown) {
    if (shown == kEnough) {
      return list + " and more";
    }
    list += (list.empty() ? "" : ", ") + it->first;
  }
  return list;
}

SweepTarget ScenarioNumbers::find_alias(const std::string& name) const {
  const bool of_origin = name.starts_with(kVelocityOf);
  const auto found = std::find_if(sweep_aliases().begin(), sweep_aliases().end(), [&](const SweepAlias& alias) {
    return alias.name == (of_origin ? "velocity" : name);
  });
  if (found == sweep_aliases().end()) {
    refuse(name, "names no number of the scenario", nearest(name));
  }
  const std::vector<std::string> asked =
      of_origin ? split_at_plus(std::string_view(name).substr(kVelocityOf.size())) : std::vector<std::string>();
  for (const std::string& origin : asked) {
    if (std::find(origins_.begin(), origins_.end(), origin) == origins_.end()) {
      refuse(name, "there is nothing of that kind in the scenario", nearest(std::string(kVelocityOf) + origin));
    }
  }
  SweepTarget target{name, matching(found->pattern), found->factor, found->whole, {}};
  for (const auto& [alias, more] : {std::pair("reviewers", "/organisation/teams/*/reviewers"),
                                    std::pair("review-capacity", "/organisation/pools/*/review_hours_per_week")}) {
    if (name == alias) {
      const auto own = matching(more);
      target.places.insert(target.places.end(), own.begin(), own.end());
    }
  }
  std::erase_if(target.places, [&](const auto& place) {
    const std::string& pointer = place.first;
    if (of_origin) {
      constexpr std::string_view kStreams = "/organisation/streams/";
      std::size_t stream = origins_.size();
      std::from_chars(pointer.data() + kStreams.size(), pointer.data() + pointer.size(), stream);
      return stream >= origins_.size() || std::find(asked.begin(), asked.end(), origins_[stream]) == asked.end();
    }
    return name == "coupling" && place.second >= 1.0;
  });
  if (target.places.empty()) {
    refuse(name, "there is nothing of that kind in the scenario", of_origin ? nearest(name) : "");
  }
  return target;
}

SweepTarget ScenarioNumbers::find(const std::string& name, const std::function<bool(const std::string&)>& reads) const {
  SweepTarget target{name, {}, false, false, {}};
  if (!name.starts_with("/")) {
    target = find_alias(name);
  } else {
    target.places = matching(name);
    refuse_what_stays(name, target.places);
    if (texts_.contains(name)) {
      refuse(name, "is a text in the scenario, no number", "");
    }
    const std::string within = name + (name.ends_with("/") ? "" : "/");
    if (const std::string held = nearest_within(within); target.places.empty() && !held.empty()) {
      refuse(name, "is no number: it holds others", held);
    }
    if (target.places.empty() && name.find('*') == std::string::npos && reads(name)) {
      target.places.emplace_back(name, std::nan(""));
      return target;  // its value as it stands is the loader's own business
    }
    if (target.places.empty()) {
      refuse(name, "names no number of the scenario", nearest(name));
    }
  }
  target.base = target.factor ? std::optional(1.0) : common_value(target.places);
  return target;
}

void check_apart(std::span<const SweepTarget> targets) {
  std::map<std::string, std::string> seen;
  std::vector<InputProblem> problems;
  for (const SweepTarget& target : targets) {
    for (const auto& [pointer, value] : target.places) {
      const auto [other, fresh] = seen.emplace(pointer, target.name);
      if (!fresh && (problems.empty() || problems.back().place != printable(target.name, 200))) {
        problems.push_back({kOption, printable(target.name, 200), "",
                            "moves " + printable(pointer, 200) + ", as " + printable(other->second) + " does already",
                            "vary each number once"});
      }
    }
  }
  if (!problems.empty()) {
    throw InputError(std::move(problems));
  }
}

std::vector<std::pair<std::string, std::string>> overrides_at(std::span<const SweepTarget> targets,
                                                              std::span<const double> point) {
  std::vector<std::pair<std::string, std::string>> overrides;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    for (const auto& [pointer, as_it_stands] : targets[t].places) {
      const double value = targets[t].factor ? as_it_stands * point[t] : point[t];
      overrides.emplace_back(pointer, json_number(targets[t].whole ? std::round(value) : value));
    }
  }
  return overrides;
}

}  // namespace faultline::cli
