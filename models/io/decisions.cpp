#include "models/io/decisions.h"

#include <set>
#include <utility>

#include "models/io/field_reader.h"
#include "models/io/resolve.h"

namespace faultline {
namespace {

constexpr std::size_t kMostVariables = 16;

void check_id(const Place& place, const std::string& id, std::set<std::string>& others, ProblemList& problems) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  if (id.empty() || id.size() > 40 || id.find_first_not_of(kAllowed) != std::string::npos) {
    problems.add(place.problem("/id", '"' + printable(id) + '"', "must be 1 to 40 letters, digits, '-', '_' and '.'"));
  } else if (!others.insert(id).second) {
    problems.add(place.problem("/id", '"' + printable(id) + '"', "stands here twice"));
  }
}

std::vector<std::pair<std::string, std::string>> read_set(const JsonNode* set, ProblemList& problems) {
  std::vector<std::pair<std::string, std::string>> values;
  if (set == nullptr) {
    return values;
  }
  if (!set->is(JsonKind::object)) {
    problems.add(set->problem("must be an object of JSON pointers with the values to put there"));
    return values;
  }
  for (const JsonNode& member : set->members()) {
    const std::string pointer(member.key());
    if (!pointer_tokens(pointer) || !(pointer.starts_with("/phases/") || pointer.starts_with("/organisation/"))) {
      problems.add(member.problem("the key must be a JSON pointer that begins with /phases/ or /organisation/",
                                  "write it like /phases/*/gates/peer-review/approvals"));
    }
    values.emplace_back(pointer, canonical_json(member));
  }
  return values;
}

std::vector<Choice> read_choices(const DecisionVariableFields& fields, ProblemList& problems) {
  std::vector<Choice> choices;
  std::set<std::string> ids;
  for (const ChoiceFields& from : fields.choices) {
    check_id(from.place, from.choice.id, ids, problems);
    choices.push_back(from.choice);
    choices.back().set = read_set(from.set, problems);
    if (choices.back().title.empty()) {
      choices.back().title = from.choice.id;
    }
  }
  if (choices.size() < 2) {
    problems.add(fields.place.problem("/choices", std::to_string(choices.size()), "needs two choices at least"));
  }
  return choices;
}

// Two variables that set the same thing: which of them would win?
void check_apart(const Decisions& decisions, const DecisionsFields& fields, ProblemList& problems) {
  std::vector<std::set<std::string>> pointers(decisions.variables.size());
  for (std::size_t v = 0; v < decisions.variables.size(); ++v) {
    for (const Choice& choice : decisions.variables[v].choices) {
      for (const auto& [pointer, value] : choice.set) {
        pointers[v].insert(pointer);
      }
    }
    for (std::size_t other = 0; other < v; ++other) {
      for (const std::string& pointer : pointers[v]) {
        if (pointers[other].contains(pointer)) {
          problems.add(fields.variables[v].place.problem(
              "/choices", printable(pointer, 200),
              "variable \"" + printable(decisions.variables[other].id) + "\" sets that too"));
        }
      }
    }
  }
}

}  // namespace

Decisions parse_decisions(std::string_view text, const std::filesystem::path& file, const LoadOptions& options) {
  ProblemList problems;
  const ResolvedDocument document = resolve_document(text, file, options, problems);
  const JsonNode& root = document.root();
  if (!root.is(JsonKind::object)) {
    throw InputError(root.problem("a file of decisions must be an object"));
  }
  DecisionsFields fields;
  std::vector<ParameterSource> sources;
  FieldReader reader(&root, "", problems, sources);
  describe(reader, fields);
  reader.finish();
  if (!fields.format.empty() && fields.format != kDecisionsFormat) {
    problems.add(root.find("format")->problem("must be \"" + std::string(kDecisionsFormat) + "\""));
  }
  if (fields.variables.empty() || fields.variables.size() > kMostVariables) {
    problems.add(fields.place.problem("/variables", std::to_string(fields.variables.size()),
                                      "needs 1 to " + std::to_string(kMostVariables) + " variables"));
    problems.throw_if_any();
  }
  Decisions decisions = std::move(fields.decisions);
  std::set<std::string> ids;
  std::size_t candidates = 1;
  for (const DecisionVariableFields& from : fields.variables) {
    check_id(from.place, from.variable.id, ids, problems);
    decisions.variables.push_back(from.variable);
    decisions.variables.back().choices = read_choices(from, problems);
    candidates *= std::max<std::size_t>(1, from.choices.size());
    if (candidates > kMostCandidates) {
      problems.add(fields.place.problem("/variables", "more than " + std::to_string(kMostCandidates) + " policies",
                                        "their choices must make at most that many policies in all",
                                        "take out choices; `faultline sweep` shows which variables matter"));
      break;
    }
  }
  check_apart(decisions, fields, problems);
  problems.throw_if_any();
  return decisions;
}

std::vector<Candidate> candidates_of(const Decisions& decisions) {
  std::vector<Candidate> candidates(1);
  for (const DecisionVariable& variable : decisions.variables) {
    std::vector<Candidate> longer;
    for (const Candidate& candidate : candidates) {
      for (std::size_t c = 0; c < variable.choices.size(); ++c) {
        const Choice& choice = variable.choices[c];
        Candidate& next = longer.emplace_back(candidate);
        next.id += (next.id.empty() ? "" : "+") + choice.id;
        next.title += (next.title.empty() ? "" : "; ") + choice.title;
        next.choices.push_back(c);
        next.cost += choice.cost;
        next.engineer_hours += choice.engineer_hours;
      }
    }
    candidates = std::move(longer);
  }
  return candidates;
}

}  // namespace faultline
