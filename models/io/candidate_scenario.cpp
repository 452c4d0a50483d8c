#include "models/io/candidate_scenario.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "models/core/nearest_name.h"
#include "models/io/resolve.h"

namespace faultline {
namespace {

using Json = nlohmann::ordered_json;
using Tokens = std::vector<std::string>;

constexpr std::size_t kMostPoliciesAtOnce = 60;  // below what a scenario may hold

// The name under which a list's item is found: its id, or the kind that stands for one.
std::string name_of(const Json& item) {
  for (const char* key : {"id", "kind"}) {
    if (item.is_object() && item.contains(key) && item[key].is_string()) {
      return item[key].get<std::string>();
    }
  }
  return "";
}

// Positions of a list that a token names.
std::vector<std::size_t> items_of(const Json& list, const std::string& token) {
  std::size_t index = list.size();
  const char* const end = token.data() + token.size();
  const auto [last, failure] = std::from_chars(token.data(), end, index);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool at = failure == std::errc() && last == end && i == index;
    if (token == "*" || at || name_of(list[i]) == token) {
      found.push_back(i);
    }
  }
  return found;
}

// One value on its way into a document.
class Setter {
 public:
  Setter(const Tokens& tokens, const Json& value) : tokens_(tokens), value_(value) {}

  // How many places it was put to, or taken from.
  std::size_t apply(Json& root) { return below(root, 0); }
  // What stands beside where it did not lead further.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const std::string& lost() const { return lost_; }

 private:
  std::size_t below(Json& node, std::size_t depth) {
    const std::string& token = tokens_[depth];
    const bool last = depth + 1 == tokens_.size();
    if (node.is_array()) {
      return in_list(node, token, depth, last);
    }
    if (!node.is_object()) {
      return miss(token, {});
    }
    if (last) {
      if (value_.is_null()) {
        return node.erase(token);
      }
      node[token] = value_;
      return 1;
    }
    if (!node.contains(token)) {
      std::vector<std::string> names;
      for (const auto& [name, unused] : node.items()) {
        names.push_back(name);
      }
      return miss(token, std::move(names));
    }
    return below(node[token], depth + 1);
  }

  std::size_t in_list(Json& list, const std::string& token, std::size_t depth, bool last) {
    const std::vector<std::size_t> found = items_of(list, token);
    if (found.empty()) {
      std::vector<std::string> names;
      for (const Json& item : list) {
        names.push_back(name_of(item));
      }
      return miss(token, std::move(names));
    }
    std::size_t places = 0;
    for (auto i = found.rbegin(); i != found.rend(); ++i) {  // from behind: taking one away moves those after it
      if (!last) {
        places += below(list[*i], depth + 1);
      } else if (value_.is_null()) {
        list.erase(*i);
        ++places;
      } else {
        list[*i] = value_;
        ++places;
      }
    }
    return places;
  }

  std::size_t miss(const std::string& token, std::vector<std::string> names) {
    lost_ = token;
    names_ = std::move(names);
    return 0;
  }

  const Tokens& tokens_;
  const Json& value_;
  std::string lost_;
  std::vector<std::string> names_;
};

// A choice's place in its file, for messages.
std::string place_of(std::size_t variable, std::size_t choice) {
  return "/variables/" + std::to_string(variable) + "/choices/" + std::to_string(choice);
}

struct Value {
  const std::string* pointer;
  Json value;
  std::string place;
};

// What a candidate sets, removals last: another choice may set something in what is then taken away.
std::vector<Value> values_of(const Decisions& decisions, const Candidate& candidate, bool organisation) {
  std::vector<Value> values;
  for (std::size_t v = 0; v < decisions.variables.size(); ++v) {
    const std::size_t chosen = candidate.choices[v];
    for (const auto& [pointer, text] : decisions.variables[v].choices[chosen].set) {
      if (pointer.starts_with("/organisation/") == organisation) {
        values.push_back({&pointer, Json::parse(text), place_of(v, chosen) + "/set"});
      }
    }
  }
  std::stable_partition(values.begin(), values.end(), [](const Value& value) { return !value.value.is_null(); });
  return values;
}

void set_values(Json& root, const std::vector<Value>& values, const std::string& file, ProblemList& problems) {
  for (const Value& value : values) {
    const Tokens tokens = pointer_tokens(*value.pointer).value_or(Tokens{});
    Setter setter(tokens, value.value);
    if (setter.apply(root) == 0) {
      problems.add({file, value.place, printable(*value.pointer, 200),
                    "leads nowhere" + (setter.lost().empty() ? "" : " from \"" + printable(setter.lost()) + "\" on"),
                    nearest_name(setter.lost(), setter.names()).value_or("")});
    }
  }
}

Json& policy_of(Json& document, const std::string& id, const std::string& file) {
  std::vector<std::string> ids;
  for (Json& policy : document["policies"]) {
    ids.push_back(policy["id"].get<std::string>());
    if (ids.back() == id) {
      return policy;
    }
  }
  std::string list;
  for (const std::string& known : ids) {
    list += (list.empty() ? "" : ", ") + printable(known);
  }
  throw InputError({file, "/start", '"' + printable(id) + '"', "the scenario has no such policy; it has " + list,
                    nearest_name(id, ids).value_or("")});
}

Json policy_for(const Json& start, const Decisions& decisions, const Candidate& candidate, const std::string& file,
                ProblemList& problems) {
  Json policy = start;
  policy["id"] = candidate.id;
  policy["title"] = candidate.title;
  set_values(policy, values_of(decisions, candidate, false), file, problems);
  return policy;
}

// Problems of single policies told of the candidates that they are.
InputError placed(const InputError& error, std::span<const Candidate> candidates, const CandidateScenario& scenario,
                  const std::string& file) {
  ProblemList problems;
  for (const InputProblem& problem : error.problems()) {
    constexpr std::string_view kPolicies = "/policies/";
    std::size_t policy = 0;
    const char* const begin = problem.place.data() + std::min(kPolicies.size(), problem.place.size());
    const auto [rest, failure] = std::from_chars(begin, problem.place.data() + problem.place.size(), policy);
    const bool of_candidate = problem.place.starts_with(kPolicies) && failure == std::errc() &&
                              policy >= scenario.first_policy &&
                              policy - scenario.first_policy < scenario.candidates.size();
    const Candidate& candidate = candidates[scenario.candidates[of_candidate ? policy - scenario.first_policy : 0]];
    InputProblem placed{file, "/variables", problem.found,
                        "the choices " + candidate.id + " are not sound, at " +
                            (of_candidate ? std::string(rest) : problem.place) + ": " + problem.problem,
                        problem.suggestion};
    // Generated teams all have the same problem.
    if (problems.empty() || problems.problems().back().message() != placed.message()) {
      problems.add(std::move(placed));
    }
  }
  return InputError(problems.problems());
}

std::string organisation_key(const Decisions& decisions, const Candidate& candidate) {
  std::string key;
  for (const Value& value : values_of(decisions, candidate, true)) {
    key += *value.pointer + "=" + value.value.dump() + ";";
  }
  return key;
}

}  // namespace

std::vector<CandidateScenario> candidate_scenarios(const std::string& document, const std::filesystem::path& file,
                                                   const Decisions& decisions, std::span<const Candidate> candidates) {
  const std::string name = file.string();
  Json whole = Json::parse(document);
  const Json start = policy_of(whole, decisions.start, name);
  const std::string baseline = whole.value("baseline", "baseline");  // the loader's own default
  Json kept = policy_of(whole, baseline, name);
  kept["id"] = "as-it-was:" + baseline;  // no candidate's id has a colon
  whole["baseline"] = kept["id"];

  std::vector<std::pair<std::string, std::vector<std::size_t>>> groups;
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    const std::string key = organisation_key(decisions, candidates[c]);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& own) {
      return own.first == key && own.second.size() < kMostPoliciesAtOnce;
    });
    if (group == groups.end()) {
      group = groups.insert(groups.end(), {key, {}});
    }
    group->second.push_back(c);
  }
  std::vector<CandidateScenario> scenarios;
  for (const auto& [key, members] : groups) {
    ProblemList problems;
    Json own = whole;
    set_values(own, values_of(decisions, candidates[members.front()], true), name, problems);
    own["policies"] = Json::array({kept});
    for (const std::size_t c : members) {
      own["policies"].push_back(policy_for(start, decisions, candidates[c], name, problems));
    }
    problems.throw_if_any();
    CandidateScenario scenario{members, 1, {}};
    try {
      scenario.loaded = parse_scenario(own.dump(), file);
    } catch (const InputError& error) {
      throw placed(error, candidates, scenario, name);
    }
    scenarios.push_back(std::move(scenario));
  }
  return scenarios;
}

std::string scenario_with_candidate(const std::string& document, const std::filesystem::path& file,
                                    const Decisions& decisions, const Candidate& candidate) {
  ProblemList problems;
  Json whole = Json::parse(document);
  Json policy =
      policy_for(policy_of(whole, decisions.start, file.string()), decisions, candidate, file.string(), problems);
  const auto taken = [&](const std::string& id) {
    return std::any_of(whole["policies"].begin(), whole["policies"].end(),
                       [&](const Json& other) { return other["id"] == id; });
  };
  std::string id = candidate.id;
  for (int number = 2; taken(id); ++number) {
    id = candidate.id + "-" + std::to_string(number);
  }
  policy["id"] = id;
  whole["policies"].push_back(std::move(policy));
  set_values(whole, values_of(decisions, candidate, true), file.string(), problems);
  problems.throw_if_any();
  return whole.dump(2) + "\n";
}

}  // namespace faultline
