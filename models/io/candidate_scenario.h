// Candidates as policies of a scenario, so that one run gives all of them the same quarters.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "models/io/scenario_json.h"
#include "models/policy/decisions.h"

namespace faultline {

/// Policies of a scenario that stand for candidates.
struct CandidateScenario {
  std::vector<std::size_t> candidates;  ///< their positions; scenario.policies[first_policy + i] is candidates[i]
  std::size_t first_policy = 0;
  LoadedScenario loaded;
};

/// Scenarios that hold all candidates between them: the resolved `document` with its baseline and candidates as its
/// policies, a scenario for each setting of the organisation, and more than one where a scenario cannot hold all
/// policies. Throws InputError when a choice leads nowhere or makes a policy or an organisation that is not sound;
/// `file` is the decisions' and is named in the messages.
[[nodiscard]] std::vector<CandidateScenario> candidate_scenarios(const std::string& document,
                                                                 const std::filesystem::path& file,
                                                                 const Decisions& decisions,
                                                                 std::span<const Candidate> candidates);

/// `document` with the candidate as one more policy, its id among them made unique by a number, and its settings of
/// the organisation: indented JSON.
[[nodiscard]] std::string scenario_with_candidate(const std::string& document, const std::filesystem::path& file,
                                                  const Decisions& decisions, const Candidate& candidate);

}  // namespace faultline
