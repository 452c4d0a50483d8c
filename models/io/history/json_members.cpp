#include "models/io/history/json_members.h"

#include <utility>
#include <vector>

namespace faultline {

JsonDocument parse_records(std::string_view text, const std::string& file) {
  try {
    return parse_json(text, file);
  } catch (const InputError& error) {
    std::vector<InputProblem> problems = error.problems();
    for (InputProblem& problem : problems) {
      problem.found.clear();
      problem.problem = problem.problem.substr(0, problem.problem.find("last read"));
    }
    throw InputError(std::move(problems));
  }
}

std::string_view text_member(const JsonNode& object, std::string_view key) {
  const JsonNode* member = object.find(key);
  return member != nullptr && member->is(JsonKind::string) ? member->as_string() : std::string_view();
}

std::optional<Moment> moment_member(const JsonNode& object, std::string_view key, const std::optional<TimeZone>& zone,
                                    std::string& problem) {
  const JsonNode* member = object.find(key);
  if (member == nullptr || member->is(JsonKind::null)) return std::nullopt;
  if (!member->is(JsonKind::string)) {
    if (problem.empty()) problem = std::string(key) + ": must be a text";
    return std::nullopt;
  }
  if (member->as_string().empty()) return std::nullopt;
  MomentText read = parse_moment(member->as_string(), zone);
  if (!read.moment && problem.empty()) problem = std::string(key) + ": " + read.problem;
  return read.moment;
}

Moment needed_moment(const JsonNode& object, std::string_view key, const std::optional<TimeZone>& zone,
                     std::string& problem) {
  const auto moment = moment_member(object, key, zone, problem);
  if (!moment && problem.empty()) problem = "no " + std::string(key);
  return moment.value_or(Moment{});
}

std::string id_member(const JsonNode& object, std::string_view key) {
  const JsonNode* member = object.find(key);
  if (member == nullptr) return "";
  if (member->is(JsonKind::string)) return std::string(member->as_string());
  const auto whole = member->is_number() ? member->as_integer() : std::nullopt;
  return whole ? std::to_string(*whole) : "";
}

}  // namespace faultline
