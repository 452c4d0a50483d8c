#include "cli/measured_values.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Why a value cannot be put where a target says; empty when it was.
using Refusal = std::string;

/// The item of a list for which key=value holds, its only one for an empty condition; null with a reason.
Json* pick(Json& list, const std::string& condition, const std::string& where, Refusal& refusal) {
  if (!list.is_array()) {
    refusal = where + " is no list of this file";
    return nullptr;
  }
  if (condition.empty()) {
    if (list.size() == 1) return &list.front();
    refusal = where + " has " + how_many(list.size(), "item") + ", and the records do not say of which they are";
    return nullptr;
  }
  const std::size_t equals = condition.find('=');
  const std::string key = condition.substr(0, equals);
  const std::string value = condition.substr(equals + 1);
  for (Json& item : list) {
    if (item.is_object() && item.contains(key) && item[key] == value) return &item;
  }
  refusal = where + " has none with " + key + " " + printable(value);
  return nullptr;
}

/// The only stream of changes that is not automated: what the records do not tell apart cannot go into several.
Json* pick_people(Json& list, const std::string& where, Refusal& refusal) {
  Json* found = nullptr;
  std::size_t streams = 0;
  if (!list.is_array()) return pick(list, "", where, refusal);
  for (Json& item : list) {
    if (!item.is_object() || item.value("origin", "") == "automated") continue;
    found = &item;
    ++streams;
  }
  if (streams == 1) return found;
  refusal = where + " has " + std::to_string(streams) +
            " streams of people and agents, and the records do not say who wrote what";
  return nullptr;
}

/// Goes down a target, making objects that the scenario leaves out; the value there, or nothing with a reason.
/// `pointer` becomes its JSON pointer.
Json* go_to(Json& root, const std::string& target, std::string& pointer, Refusal& refusal) {
  Json* node = &root;
  std::string where;
  std::size_t at = 0;
  while (at < target.size()) {
    const std::size_t end = std::min(target.find('/', at + 1), target.size());
    const std::string token = target.substr(at + 1, end - at - 1);
    if (token.starts_with('[')) {
      const std::string condition = token.substr(1, token.size() - 2);
      const Json& list = *node;
      node =
          condition == fit::kPeopleStream ? pick_people(*node, where, refusal) : pick(*node, condition, where, refusal);
      if (node == nullptr) return nullptr;
      pointer += "/" + std::to_string(node - &list.front());
    } else {
      if (node->is_null()) *node = Json::object();
      if (!node->is_object() || node->contains("$file")) {
        refusal = (where.empty() ? "the scenario" : where) +
                  " stands in a file of its own: put a reference to measured.json there";
        return nullptr;
      }
      node = &(*node)[token];
      pointer += "/" + token;
    }
    where += "/" + token;
    at = end;
  }
  return node;
}

std::string shown(const Json& value) {
  if (value.is_null()) return "its default";
  if (value.is_object() && value.contains("value")) return shown(value["value"]);
  if (value.is_array()) return "a list of " + std::to_string(value.size());
  return value.is_number() ? value.dump().substr(0, 8) : "what stood there";
}

/// The figure times the plug's factor; null where it was not measured.
Json measured_value(const Json& measured, const fit::Plug& plug) {
  const Json& groups = measured["measured"];
  const auto group = groups.find(plug.group);
  if (group == groups.end() || !group->contains(plug.name)) return nullptr;
  Json value = (*group)[plug.name];
  if (plug.factor == 1.0) return value;
  value["value"] = value["value"].get<double>() * plug.factor;
  if (value.contains("interval95")) {
    for (Json& end : value["interval95"]) end = end.get<double>() * plug.factor;
  }
  return value;
}

/// By group and name: where in the scenario a figure was put.
using PlacedFigures = std::map<std::pair<std::string, std::string>, std::string>;

/// What the fit knows of figures that are off together, in the place of what the scenario said of the same two.
void carry_correlations(const fit::Findings& findings, const PlacedFigures& placed, Json& scenario,
                        std::vector<std::string>& kept) {
  for (const fit::Group& group : findings.groups) {
    for (const fit::FigureCorrelation& pair : group.correlations) {
      const auto a = placed.find({group.name, pair.a});
      const auto b = placed.find({group.name, pair.b});
      if (a == placed.end() || b == placed.end()) continue;
      Json& list = scenario["correlations"];
      if (list.is_object()) {
        kept.emplace_back("/correlations: stand in a file of their own");
        return;
      }
      Json others = Json::array();
      for (const Json& own : list) {
        const bool same =
            (own["a"] == a->second && own["b"] == b->second) || (own["a"] == b->second && own["b"] == a->second);
        if (!same) others.push_back(own);
      }
      others.push_back({{"a", a->second}, {"b", b->second}, {"rho", pair.rho}});
      list = std::move(others);
    }
  }
}

}  // namespace

PutIn put_measured(const std::string& scenario_text, const FitAnswer& answer) {
  Json scenario = Json::parse(scenario_text);
  const Json measured = Json::parse(fit_json(answer));
  PutIn put;
  PlacedFigures placed;
  for (const fit::Plug& plug : answer.findings.plugs) {
    const Json value = measured_value(measured, plug);
    if (value.is_null()) continue;
    Refusal refusal;
    Json before = scenario;  // a target that leads nowhere leaves nothing behind
    std::string pointer;
    Json* place = go_to(scenario, plug.target, pointer, refusal);
    if (place == nullptr) {
      scenario = std::move(before);
      put.kept.push_back(printable(plug.target, 200) + ": " + refusal);
      continue;
    }
    put.replaced.push_back(printable(plug.target, 200) + ": " + shown(*place) + " -> " + shown(value));
    *place = value;
    placed[{plug.group, plug.name}] = pointer;
  }
  carry_correlations(answer.findings, placed, scenario, put.kept);
  put.scenario = scenario.dump(2) + "\n";
  return put;
}

}  // namespace faultline::cli
