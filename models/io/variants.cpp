#include "models/io/variants.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "models/core/nearest_name.h"
#include "models/io/field_reader.h"

namespace faultline {

namespace {

constexpr std::size_t kMostVariants = 64;
constexpr std::size_t kMostValues = 100;  // of one variant

using Tokens = std::vector<std::string>;

/// What makes variants comparable: the same policies on the same quarters. "*" stands for any position.
const std::vector<std::pair<Tokens, std::string>>& kept_alike() {
  static const std::vector<std::pair<Tokens, std::string>> kept{
      {{"format"}, "/format"},
      {{"version"}, "/version"},
      {{"id"}, "/id"},
      {{"variants"}, "/variants"},
      {{"baseline"}, "/baseline"},
      {{"policies", "*", "id"}, "the ids of policies"},
      {{"time", "horizon_days"}, "/time/horizon_days"},
      {{"run", "seed"}, "/run/seed"},
      {{"run", "replications"}, "/run/replications"},
  };
  return kept;
}

/// Whether one leads to the other or into it.
bool overlap(const Tokens& a, const Tokens& b) {
  const auto same = [](const std::string& x, const std::string& y) { return x == y || x == "*" || y == "*"; };
  const std::size_t shorter = std::min(a.size(), b.size());
  return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shorter), b.begin(), same);
}

bool names_a_folder(std::string_view id) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
  return id.find_first_not_of(kAllowed) == std::string_view::npos && id.size() <= 100 && !id.starts_with('.') &&
         !id.starts_with("results.") && !id.starts_with("report.");
}

void check_pointer(const JsonNode& member, ProblemList& problems) {
  const std::optional<Tokens> tokens = pointer_tokens(member.key());
  if (!tokens) {
    problems.add(member.problem("the key must be a JSON pointer", "write it like /defects/beta"));
    return;
  }
  for (const auto& [kept, name] : kept_alike()) {
    if (overlap(*tokens, kept)) {
      problems.add(member.problem("a variant cannot set " + name + ": its quarters would not be comparable",
                                  tokens->size() < kept.size() ? "set what lies below it one by one" : ""));
      return;
    }
  }
}

std::vector<std::pair<std::string, std::string>> read_set(const VariantFields& from, ProblemList& problems) {
  std::vector<std::pair<std::string, std::string>> set;
  if (from.set == nullptr) {
    return set;
  }
  if (!from.set->is(JsonKind::object) || from.set->size() == 0 || from.set->size() > kMostValues) {
    problems.add(from.set->problem("must be an object of 1 to " + std::to_string(kMostValues) +
                                   " JSON pointers with the values to put there"));
    return set;
  }
  for (const JsonNode& member : from.set->members()) {
    check_pointer(member, problems);
    set.emplace_back(member.key(), canonical_json(member));
  }
  return set;
}

void check_values(const std::vector<VariantFields>& variants, ProblemList& problems) {
  std::map<double, const VariantFields*> seen;
  for (const VariantFields& variant : variants) {
    if (variant.value.has_value() != variants.front().value.has_value()) {
      problems.add(variant.place.problem("", "", "\"value\" must stand in every variant or in none"));
      return;
    }
    if (!variant.value) {
      continue;
    }
    if (const auto [other, fresh] = seen.emplace(*variant.value, &variant); !fresh) {
      problems.add(variant.place.problem("/value", json_number(*variant.value),
                                         "variant \"" + printable(other->second->id) + "\" has that value already"));
    }
  }
}

/// Pointers of the values of a document, its first 20,000.
void collect_pointers(const JsonNode& node, const std::string& pointer, std::vector<std::string>& pointers) {
  constexpr std::size_t kEnough = 20'000;
  std::size_t index = 0;
  for (const JsonNode& child : node.members()) {
    if (pointers.size() >= kEnough) {
      return;
    }
    const std::string below =
        pointer + "/" + (node.is(JsonKind::array) ? std::to_string(index) : pointer_token(child.key()));
    ++index;
    pointers.push_back(below);
    collect_pointers(child, below, pointers);
  }
}

/// The pointer of the sound scenario that is most like this one, defaults included.
std::optional<std::string> nearest_pointer(const std::string& wanted, const LoadedScenario& sound) {
  JsonDocument document = parse_json(sound.document, "resolved");
  document.root().remove("graph");  // its calls and services would drown the rest
  std::vector<std::string> pointers;
  for (const ParameterSource& source : sound.scenario.sources) {
    pointers.push_back(source.pointer);
  }
  collect_pointers(document.root(), "", pointers);
  const auto depth = [](const std::string& pointer) { return std::count(pointer.begin(), pointer.end(), '/'); };
  std::erase_if(pointers, [&](const std::string& pointer) { return depth(pointer) != depth(wanted); });
  return nearest_name(wanted, pointers);
}

}  // namespace

std::vector<ScenarioVariant> read_variants(const ScenarioFields& fields, ProblemList& problems) {
  if (fields.variants.size() > kMostVariants) {
    problems.add(fields.place.problem("/variants", std::to_string(fields.variants.size()),
                                      "at most " + std::to_string(kMostVariants) + " are allowed"));
    return {};
  }
  std::vector<ScenarioVariant> variants;
  std::set<std::string> ids;
  for (const VariantFields& from : fields.variants) {
    if (!names_a_folder(from.id)) {
      problems.add(from.place.problem("/id", '"' + printable(from.id) + '"',
                                      "must consist of at most 100 lower-case letters, digits, '-', '_' and '.', and "
                                      "not begin with '.', 'results.' or 'report.': it names a folder of results"));
    } else if (!ids.insert(from.id).second) {
      problems.add(from.place.problem("/id", '"' + printable(from.id) + '"', "there is another variant of that id"));
    }
    variants.push_back({from.id, from.title, from.value, read_set(from, problems)});
  }
  check_values(fields.variants, problems);
  return variants;
}

AppliedVariant::AppliedVariant(ResolvedDocument& document, const LoadOptions& options, ProblemList& problems)
    : file_(document.root().file()), place_("/variants") {
  const JsonNode* const list = document.root().find("variants");
  const JsonNode* found = nullptr;
  std::vector<std::string> ids;
  if (list != nullptr && list->is(JsonKind::array)) {
    for (const JsonNode& variant : list->items()) {
      const JsonNode* id = variant.find("id");
      if (id != nullptr && id->is(JsonKind::string)) {
        ids.emplace_back(id->as_string());
        found = found == nullptr && ids.back() == options.variant ? &variant : found;
      }
    }
  }
  if (found == nullptr) {
    std::string known;
    for (const std::string& id : ids) {
      known += (known.empty() ? "" : ", ") + printable(id);
    }
    throw InputError(
        {file_, place_, '"' + printable(options.variant) + '"',
         ids.empty() ? "the scenario has no variants" : "the scenario has no such variant; it has " + known,
         nearest_name(options.variant, ids).value_or("")});
  }
  file_ = found->file();
  place_ = found->pointer() + "/set";
  const JsonNode* const set = found->find("set");
  if (set == nullptr || !set->is(JsonKind::object)) {
    return;  // the check of the document says so
  }
  for (const JsonNode& value : set->members()) {
    const std::string pointer(value.key());
    const std::optional<Tokens> tokens = pointer_tokens(pointer);
    if (!tokens) {
      continue;  // likewise
    }
    for (const auto& [overridden, unused] : options.overrides) {
      if (const std::optional<Tokens> others = pointer_tokens(overridden); others && overlap(*others, *tokens)) {
        problems.add({"--set", printable(overridden, 200), "",
                      "variant \"" + printable(options.variant) + "\" sets " + printable(pointer, 200) +
                          " too, after the command line",
                      "run the scenario as it stands, or change the variant"});
      }
    }
    const SetValue set_to = set_value(document, *tokens, value, [&](std::string what, std::string suggestion) {
      problems.add(value.problem(std::move(what), std::move(suggestion)));
    });
    if (set_to.target != nullptr) {
      values_.push_back({pointer, set_to.topmost->file(), set_to.topmost->pointer(), set_to.topmost == set_to.target,
                         value.file(), value.pointer()});
    }
  }
}

InputProblem AppliedVariant::placed(const InputProblem& problem, const LoadedScenario& sound) const {
  const auto lies_at = [&](const std::string& file, const std::string& place) {
    return problem.file == file && problem.place.starts_with(place) &&
           (problem.place.size() == place.size() || problem.place[place.size()] == '/');
  };
  if (problem.file == "--set" || lies_at(file_, place_)) {
    return problem;
  }
  const Value* cause = nullptr;  // the innermost, where one value was put into another
  for (const Value& value : values_) {
    if (lies_at(value.file, value.place) && (cause == nullptr || value.place.size() > cause->place.size())) {
      cause = &value;
    }
  }
  if (cause == nullptr) {
    return {file_, place_, problem.found, "with these values, at " + problem.place + ": " + problem.problem,
            problem.suggestion};
  }
  InputProblem here = problem;
  here.file = cause->set_file;
  here.place = cause->set_place + (cause->is_target ? problem.place.substr(cause->place.size()) : "");
  if (problem.problem == kUnknownKey) {
    here.found.clear();
    here.problem = "names nothing that a scenario has";
    here.suggestion = nearest_pointer(cause->pointer, sound).value_or(problem.suggestion);
  }
  return here;
}

InputError AppliedVariant::placed(const InputError& error, const LoadedScenario& sound) const {
  std::vector<InputProblem> problems;
  for (const InputProblem& problem : error.problems()) {
    problems.push_back(placed(problem, sound));
  }
  return InputError(std::move(problems));
}

}  // namespace faultline
