#include <gtest/gtest.h>

#include "models/io/scenario_json.h"

namespace faultline {
namespace {

std::string problem_of(const std::string& text) {
  try {
    (void)check_policy_file(text, "policy.json");
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(PolicyFile, ASoundOneHasNoProblem) {
  EXPECT_EQ(problem_of(R"({"format": "faultline-policy", "version": 1, "id": "p", "title": "t",
                           "phases": [{"gates": [{"kind": "rules", "effort": 1}]}]})"),
            "");
}

TEST(PolicyFile, AllProblemsAtOnce) {
  const std::string problems = problem_of(
      R"({"id": "p", "phases": [{"gates": [{"kind": "rules"}, {"kind": "risk-scores"}, {"kind": "tests", "effort": -1,
                     "stages": []}]}, {"from_day": 0, "gates": []}], "extra": 1})");
  for (const char* expected : {"key \"title\" is missing", "key \"effort\" is missing", "did you mean \"risk-score\"",
                               "must be at least 0", "/phases/0/gates/2/stages", "out of order", "/extra"}) {
    EXPECT_NE(problems.find(expected), std::string::npos) << expected << "\n" << problems;
  }
}

TEST(PolicyFile, WarnsOfAPhaseWithoutGates) {
  const std::vector<std::string> warnings =
      check_policy_file(R"({"id": "p", "title": "t", "phases": [{"gates": []}]})", "policy.json");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings.front().find("no gate"), std::string::npos);
}

}  // namespace
}  // namespace faultline
