#include "cli/fit_into.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <system_error>
#include <vector>

#include "analysis/report/table.h"
#include "analysis/store/output_file.h"
#include "cli/scenario_location.h"
#include "models/core/input_error.h"
#include "models/io/json_document.h"
#include "models/io/resolve.h"
#include "models/io/scenario_json.h"

namespace faultline::cli {
namespace fs = std::filesystem;
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
    refusal = where + " has " + std::to_string(list.size()) + " items, and the records do not say of which they are";
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

const Json* measured_value(const Json& measured, const fit::Plug& plug) {
  const Json& groups = measured["measured"];
  const auto group = groups.find(plug.group);
  if (group == groups.end() || !group->contains(plug.name)) return nullptr;
  return &(*group)[plug.name];
}

/// By group and name: where in the scenario a figure was put.
using PlacedFigures = std::map<std::pair<std::string, std::string>, std::string>;

/// What the fit knows of figures that are off together, in the place of what the scenario said of the same two.
void carry_correlations(const fit::Findings& findings, const PlacedFigures& placed, Json& scenario, std::string& kept) {
  for (const fit::Group& group : findings.groups) {
    for (const fit::FigureCorrelation& pair : group.correlations) {
      const auto a = placed.find({group.name, pair.a});
      const auto b = placed.find({group.name, pair.b});
      if (a == placed.end() || b == placed.end()) continue;
      Json& list = scenario["correlations"];
      if (list.is_object()) {
        kept += "  /correlations: stand in a file of their own\n";
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

/// The last part of a pointer's first two: what defaults are counted by.
std::string section_of(const std::string& pointer) {
  const std::size_t second = pointer.find('/', 1);
  return pointer.substr(0, second);
}

void print_assumed(const std::vector<ParameterSource>& sources, std::ostream& out) {
  std::size_t stated = 0;
  std::map<std::string, std::size_t> defaults;
  for (const ParameterSource& source : sources) {
    if (source.status != SourceStatus::assumed) continue;
    if (source.is_default) {
      ++defaults[section_of(source.pointer)];
    } else {
      ++stated;
    }
  }
  out << "\nstayed assumed: " << stated << " values that the scenario states\n";
  for (const ParameterSource& source : sources) {
    if (source.status != SourceStatus::assumed || source.is_default) continue;
    out << "  " << printable(source.pointer, 200) << " " << printable(source.value, 40) << ": "
        << printable(source.source, 200) << "\n";
  }
  std::string listed;
  std::size_t all = 0;
  for (const auto& [section, count] : defaults) {
    listed += (listed.empty() ? "" : ", ") + section.substr(1) + " " + std::to_string(count);
    all += count;
  }
  out << report::terminal_text("and " + std::to_string(all) + " defaults: " + listed + ".");
}

bool share_a_folder(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return fs::equivalent(fs::absolute(a).parent_path(), fs::absolute(b).parent_path(), error);
}

/// The scenario with what it refers to written into it: references are relative to the file that holds them.
std::string with_its_parts(const std::string& text, const fs::path& file, const LoadOptions& load) {
  ProblemList problems;
  const ResolvedDocument whole = resolve_document(text, file, load, problems);
  problems.throw_if_any();
  return canonical_json(whole.root());
}

}  // namespace

void write_into_scenario(const FitAnswer& answer, const IntoOptions& options, std::ostream& out) {
  const fs::path file = locate_scenario(options.scenario, library_folders());
  LoadOptions load;
  load.allow_outside_tree = options.allow_outside_tree;
  const std::string text = read_text_file(file.string(), load.limits);
  (void)parse_scenario(text, file, load);  // says what is wrong with it before anything is put in
  const fs::path as = options.as.empty() ? file.parent_path() / "scenario-measured.json" : options.as;
  Json scenario = Json::parse(share_a_folder(as, file) ? text : with_its_parts(text, file, load));
  const Json measured = Json::parse(fit_json(answer));
  std::string replaced;
  std::string kept;
  std::size_t count = 0;
  PlacedFigures placed;
  for (const fit::Plug& plug : answer.findings.plugs) {
    const Json* value = measured_value(measured, plug);
    if (value == nullptr) continue;
    Refusal refusal;
    Json before = scenario;  // a target that leads nowhere leaves nothing behind
    std::string pointer;
    Json* place = go_to(scenario, plug.target, pointer, refusal);
    if (place == nullptr) {
      scenario = std::move(before);
      kept += "  " + printable(plug.target, 200) + ": " + refusal + "\n";
      continue;
    }
    replaced += "  " + printable(plug.target, 200) + ": " + shown(*place) + " -> " + shown(*value) + "\n";
    *place = *value;
    placed[{plug.group, plug.name}] = pointer;
    ++count;
  }
  carry_correlations(answer.findings, placed, scenario, kept);
  std::error_code error;
  if (fs::equivalent(as, file, error)) {
    throw InputError(
        {as.string(), "", "", "is the scenario itself, which stays as it is", "write to another file of its folder"});
  }
  const std::string written = scenario.dump(2) + "\n";
  const LoadedScenario loaded = parse_scenario(written, as, load);
  write_file(as, written);
  out << "\n" << printable(as.string(), 4096) << ": " << count << " values measured\n" << replaced;
  if (!kept.empty()) out << "\nmeasured, and not put in:\n" << kept;
  print_assumed(loaded.scenario.sources, out);
}

}  // namespace faultline::cli
