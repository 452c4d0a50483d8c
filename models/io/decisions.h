// Files of decisions: the door through which choices become policies to try.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "models/io/fields.h"
#include "models/io/scenario_json.h"
#include "models/policy/decisions.h"

namespace faultline {

inline constexpr std::string_view kDecisionsFormat = "faultline-decisions";
/// The file of that name in a scenario's folder belongs to the scenario.
inline constexpr std::string_view kDecisionsFile = "decisions.json";
inline constexpr std::size_t kMostCandidates = 256;

/// A choice as its document says it.
struct ChoiceFields {
  Choice choice;
  const JsonNode* set = nullptr;
  Place place;
};

struct DecisionVariableFields {
  DecisionVariable variable;  // without choices
  std::vector<ChoiceFields> choices;
  Place place;
};

struct DecisionsFields {
  std::string format;
  int version = 1;
  Decisions decisions;  // without variables
  std::vector<DecisionVariableFields> variables;
  Place place;
};

/// The table of fields of a file of decisions.
void describe(FieldVisitor& visitor, DecisionsFields& fields);

/// The beginning of the reference page, before the tables of fields.
[[nodiscard]] std::string decisions_prose();

/// Reads a file of decisions as far as that is possible without a scenario. Throws InputError with every problem found,
/// and nothing else.
[[nodiscard]] Decisions parse_decisions(std::string_view text, const std::filesystem::path& file,
                                        const LoadOptions& options = {});

/// Every combination of choices, the last variable's changing fastest; at most kMostCandidates.
[[nodiscard]] std::vector<Candidate> candidates_of(const Decisions& decisions);

}  // namespace faultline
