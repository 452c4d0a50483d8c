// Files of decisions, and the policies that they make of a scenario.
#include "models/io/decisions.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "models/core/input_error.h"
#include "models/io/candidate_scenario.h"
#include "models/io/schema.h"

namespace faultline {
namespace {

std::filesystem::path source(const std::string& path) { return std::filesystem::path(FAULTLINE_SOURCE_DIR) / path; }

std::string problems_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const InputError& error) {
    std::string all;
    for (const InputProblem& problem : error.problems()) {
      all += problem.message() + "\n";
    }
    return all;
  }
  return "";
}

Decisions read(const std::string& variables, const std::string& start = "layered-safeguards") {
  return parse_decisions(
      R"({"format": "faultline-decisions", "version": 1, "start": ")" + start + R"(", "variables": )" + variables + "}",
      "decisions.json");
}

std::string shop() { return load_scenario(source("scenarios/small-shop/scenario.json")).document; }

std::vector<CandidateScenario> scenarios_of(const Decisions& decisions) {
  return candidate_scenarios(shop(), "decisions.json", decisions, candidates_of(decisions));
}

const std::string kApprovals =
    R"({"id": "approvals", "choices": [
         {"id": "one", "title": "one reviewer", "set": {"/phases/*/gates/peer-review/approvals": 1}, "cost": 10},
         {"id": "two", "set": {"/phases/*/gates/peer-review/approvals": 2}, "engineer_hours": 5}]})";
const std::string kRollout =
    R"({"id": "rollout", "choices": [{"id": "gone", "set": {"/phases/0/gates/rollout": null}}, {"id": "staged"}]})";

TEST(Decisions, MakeEveryCombinationOfChoices) {
  const std::vector<Candidate> candidates = candidates_of(read("[" + kApprovals + "," + kRollout + "]"));
  ASSERT_EQ(candidates.size(), 4U);
  EXPECT_EQ(candidates[0].id, "one+gone");
  EXPECT_EQ(candidates[1].id, "one+staged");
  EXPECT_EQ(candidates[1].title, "one reviewer; staged");
  EXPECT_EQ(candidates[3].choices, (std::vector<std::size_t>{1, 1}));
  EXPECT_EQ(candidates[0].cost, 10.0);
  EXPECT_EQ(candidates[3].engineer_hours, 5.0);
}

TEST(Decisions, TellEveryProblemAtOnce) {
  const std::string problems = problems_of([] {
    (void)read(R"([{"id": "a b", "choices": [{"id": "x", "set": {"/defects/beta": 1}}]},
                   {"id": "c", "choices": [{"id": "x", "sett": {}}, {"id": "x"}]}])");
  });
  EXPECT_NE(problems.find("/variables/0/id"), std::string::npos) << problems;
  EXPECT_NE(problems.find("/variables/0/choices"), std::string::npos) << problems;
  EXPECT_NE(problems.find("begins with /phases/ or /organisation/"), std::string::npos) << problems;
  EXPECT_NE(problems.find("did you mean \"set\"?"), std::string::npos) << problems;
  EXPECT_NE(problems.find("stands here twice"), std::string::npos) << problems;
}

TEST(Decisions, AreNotMoreThanCanBeTried) {
  std::string variables;
  for (int v = 0; v < 9; ++v) {
    variables += std::string(v > 0 ? "," : "") + R"({"id": "v)" + std::to_string(v) +
                 R"(", "choices": [{"id": "a"}, {"id": "b"}]})";
  }
  EXPECT_NE(problems_of([&] { (void)read("[" + variables + "]"); }).find("at most"), std::string::npos);
}

TEST(Decisions, DoNotSetOneThingTwice) {
  std::string again = kApprovals;
  again.replace(again.find("\"approvals\""), 11, "\"more\"");
  EXPECT_NE(problems_of([&] { (void)read("[" + kApprovals + "," + again + "]"); }).find("sets that too"),
            std::string::npos);
}

TEST(CandidateScenario, SetsAndTakesAwayGates) {
  const auto scenarios = scenarios_of(read("[" + kApprovals + "," + kRollout + "]"));
  ASSERT_EQ(scenarios.size(), 1U);
  const Scenario& scenario = scenarios[0].loaded.scenario;
  ASSERT_EQ(scenario.policies.size(), scenarios[0].first_policy + 4);
  const auto gates = [&](std::size_t candidate) {
    return scenario.policies[scenarios[0].first_policy + candidate].phases.back().gates.size();
  };
  EXPECT_EQ(gates(0) + 1, gates(1));
  EXPECT_EQ(scenario.policies[scenarios[0].first_policy + 3].id, "two+staged");
  EXPECT_EQ(scenario.policies[scenario.baseline.index()].id, "as-it-was:baseline");
}

TEST(CandidateScenario, IsOneForEachSettingOfTheOrganisation) {
  const auto scenarios = scenarios_of(read("[" + kApprovals + R"(,{"id": "reviewers", "choices": [{"id": "none"},
        {"id": "fewer", "set": {"/organisation/generate/reviewers": 5}}]}])"));
  ASSERT_EQ(scenarios.size(), 2U);
  EXPECT_EQ(scenarios[0].candidates, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(scenarios[1].candidates, (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(scenarios[0].loaded.scenario.organisation.teams.at(0).reviewers, 10U);
  EXPECT_EQ(scenarios[1].loaded.scenario.organisation.teams.at(0).reviewers, 5U);
}

TEST(CandidateScenario, OffersTheNearestNames) {
  EXPECT_NE(problems_of([] {
              (void)scenarios_of(read("[" + kApprovals + "]", "layered-safeguard"));
            }).find("did you mean layered-safeguards?"),
            std::string::npos);
  std::string misspelt = kApprovals;
  misspelt.replace(misspelt.find("peer-review"), 11, "peer-reviw");
  EXPECT_NE(problems_of([&] { (void)scenarios_of(read("[" + misspelt + "]")); }).find("did you mean peer-review?"),
            std::string::npos);
}

TEST(CandidateScenario, TellsWhichChoicesAreNotSound) {
  const std::string problems = problems_of([] {
    (void)scenarios_of(read(R"([{"id": "a", "choices": [{"id": "same"},
      {"id": "none", "set": {"/phases/*/gates/peer-review/approvals": -1}}]}])"));
  });
  EXPECT_NE(problems.find("the choices none are not sound, at /phases/0/gates/2/approvals"), std::string::npos)
      << problems;
}

TEST(CandidateScenario, AddsOnePolicyToTheScenario) {
  const Decisions decisions = read("[" + kApprovals + "," + kRollout + "]");
  const std::vector<Candidate> candidates = candidates_of(decisions);
  const std::string once = scenario_with_candidate(shop(), "decisions.json", decisions, candidates[2]);
  const std::string twice = scenario_with_candidate(once, "decisions.json", decisions, candidates[2]);
  const LoadedScenario loaded = parse_scenario(twice, "scenario.json");
  ASSERT_EQ(loaded.scenario.policies.size(), 5U);
  EXPECT_EQ(loaded.scenario.policies[3].id, "two+gone");
  EXPECT_EQ(loaded.scenario.policies[4].id, "two+gone-2");
  EXPECT_EQ(loaded.scenario.policies[3].phases.back().gates.size() + 1,
            loaded.scenario.policies[2].phases.back().gates.size());
}

TEST(Decisions, OfTheLibraryAreSound) {
  for (const char* name : {"small-shop", "march-2026"}) {
    const auto file = source("scenarios") / name / "decisions.json";
    const Decisions decisions = parse_decisions(read_text_file(file.string()), file);
    const std::string document = load_scenario(source("scenarios") / name / "scenario.json").document;
    EXPECT_FALSE(candidate_scenarios(document, file, decisions, candidates_of(decisions)).empty()) << name;
  }
}

TEST(Decisions, FormatPageIsUpToDate) {
  EXPECT_EQ(read_text_file(source("docs/formats/decisions.md").string()), decisions_format_page())
      << "run: faultline schema decisions --format markdown > docs/formats/decisions.md";
}

}  // namespace
}  // namespace faultline
