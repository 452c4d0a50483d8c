// Names of parameters, and the numbers that they move.
#include "cli/sweep_targets.h"

#include <gtest/gtest.h>

#include <cmath>

#include "cli/sweep_options.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

ScenarioNumbers numbers() {
  const std::vector<ParameterSource> sources{
      {"/defects/beta", "0.002", SourceStatus::assumed, "", true},
      {"/stealth/undetectable_fraction/rules/code", "0.9", SourceStatus::assumed, "", true},
      {"/stealth/undetectable_fraction/rules/data", "0.8", SourceStatus::assumed, "", true}};
  return {R"({"version": 1, "title": "A shop", "run": {"seed": 3, "blast_samples": 64},
              "time": {"horizon_days": 90},
              "policies": [{"id": "baseline", "phases": [{"gates": [{"kind": "rules", "effort": 1},
                                                                    {"kind": "tests", "effort": 1.6}]}]},
                           {"id": "other", "phases": [{"gates": [{"kind": "tests", "effort": 2}]}]}],
              "graph": {"calls": [{"coupling": 0.5}, {"coupling": 1}, {"coupling": 0.1}]},
              "organisation": {"streams": [{"origin": "human", "velocity_multiplier": {"value": 1, "source": "Z3"}},
                                           {"origin": "agent", "velocity_multiplier": 2}],
                               "review": {"review_hours_per_week": 6},
                               "pools": [{"review_hours_per_week": 30}, {"reviewers": 2}],
                               "teams": [{"reviewers": 3}, {"reviewers": 6}]}})",
          sources};
}

SweepTarget find(const std::string& name) {
  return numbers().find(
      name, [](const std::string& pointer) { return pointer == "/run/known_setting" || pointer == "/title"; });
}

std::string refusal(const std::string& name) {
  try {
    (void)find(name);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(SweepTargets, PointersOfWrittenNumbersAndOfDefaults) {
  EXPECT_EQ(find("/defects/beta").base, 0.002);
  EXPECT_EQ(find("/organisation/streams/0/velocity_multiplier").base, 1.0);
  EXPECT_EQ(find("/organisation/teams/*/reviewers").places.size(), 2U);
  EXPECT_FALSE(find("/organisation/teams/*/reviewers").base) << "they differ";
  EXPECT_EQ(find("/run/known_setting").places.size(), 1U);
}

TEST(SweepTargets, GatesByTheirKindAsInDecisions) {
  const std::vector<std::pair<std::string, double>> tests{{"/policies/0/phases/0/gates/1/effort", 1.6},
                                                          {"/policies/1/phases/0/gates/0/effort", 2.0}};
  EXPECT_EQ(find("/policies/*/phases/*/gates/tests/effort").places, tests);
  EXPECT_EQ(find("/policies/*/phases/*/gates/*/effort").places.size(), 3U) << "each once";
  EXPECT_NE(refusal("/policies/0/phases/0/gates/test/effort").find("/policies/0/phases/0/gates/tests/effort"),
            std::string::npos)
      << refusal("/policies/0/phases/0/gates/test/effort");
  EXPECT_NE(refusal("/policies/*/phases/*/gates/rollout/effort").find("names no number"), std::string::npos);
}

TEST(SweepTargets, Aliases) {
  EXPECT_EQ(find("velocity").places.size(), 2U);
  EXPECT_EQ(find("velocity:agent").places,
            (std::vector<std::pair<std::string, double>>{{"/organisation/streams/1/velocity_multiplier", 2.0}}));
  EXPECT_EQ(find("velocity:human+agent").places, find("velocity").places);
  EXPECT_EQ(find("review-capacity").places,
            (std::vector<std::pair<std::string, double>>{{"/organisation/review/review_hours_per_week", 6.0},
                                                         {"/organisation/pools/0/review_hours_per_week", 30.0}}));
  EXPECT_TRUE(find("review-capacity").factor);
  const SweepTarget coupling = find("coupling");
  EXPECT_TRUE(coupling.factor);
  EXPECT_EQ(coupling.places.size(), 2U) << "hard calls stay hard";
  EXPECT_EQ(find("undetectable").places.size(), 2U);
  EXPECT_EQ(find("undetectable").base, 1.0);
}

TEST(SweepTargets, SetAtAPoint) {
  const std::vector<SweepTarget> targets{find("reviewers"), find("/defects/beta")};
  const std::vector<double> point{0.5, 0.004};
  EXPECT_EQ(overrides_at(targets, point),
            (std::vector<std::pair<std::string, std::string>>{{"/organisation/teams/0/reviewers", "2"},
                                                              {"/organisation/teams/1/reviewers", "3"},
                                                              {"/defects/beta", "0.004"}}));
}

TEST(SweepTargets, WhatNamesNothing) {
  EXPECT_NE(refusal("/defects/betta").find("did you mean /defects/beta?"), std::string::npos)
      << refusal("/defects/betta");
  EXPECT_NE(refusal("undetectible").find("did you mean undetectable?"), std::string::npos);
  EXPECT_NE(refusal("zzz").find("an alias is one of"), std::string::npos) << refusal("zzz");
  EXPECT_NE(refusal("velocity:agnet").find("velocity:agent"), std::string::npos) << refusal("velocity:agnet");
  EXPECT_NE(refusal("velocity:human+agnet").find("velocity:agent"), std::string::npos);
  EXPECT_NE(refusal("velocity:human+").find("nothing of that kind"), std::string::npos);
  EXPECT_NE(refusal("bake-time").find("nothing of that kind"), std::string::npos);
  EXPECT_NE(refusal("/run/seed").find("cannot be varied"), std::string::npos);
  for (const char* unknown : {"velocity:ORIGIN", "velocity:automated"}) {
    EXPECT_NE(refusal(unknown).find("the scenario has velocity:agent, velocity:human"), std::string::npos)
        << refusal(unknown);
  }
  EXPECT_NE(refusal("/title").find("is a text in the scenario, no number"), std::string::npos) << refusal("/title");
}

TEST(SweepTargets, WhatIsNoParameterOfTheModelStays) {
  EXPECT_NE(refusal("/version").find("cannot be varied: it is the version of the file's format"), std::string::npos)
      << refusal("/version");
  EXPECT_NE(refusal("/*").find("matches /version, which cannot be varied: it is the version"), std::string::npos)
      << refusal("/*");
  EXPECT_NE(refusal("/run/*").find("matches /run/seed, which cannot be varied"), std::string::npos)
      << refusal("/run/*");
  EXPECT_NE(refusal("/run/*").find("name the others by pointers of their own"), std::string::npos);
  EXPECT_NE(refusal("/*/horizon_days").find("matches /time/horizon_days"), std::string::npos)
      << refusal("/*/horizon_days");
  EXPECT_NE(refusal("/graph/generate/seed").find("no parameter of the model"), std::string::npos);
  EXPECT_EQ(find("/run/blast_samples").places.size(), 1U) << "their precision is a question of its own";
}

TEST(SweepTargets, EachNumberOnce) {
  const std::vector<SweepTarget> targets{find("velocity"), find("velocity:human")};
  EXPECT_THROW(check_apart(targets), InputError);
}

TEST(Variation, Forms) {
  Variation variation;
  EXPECT_EQ(read_variation("/a=b/c=-1:2e3:7,log,whole", variation), "");
  EXPECT_EQ(variation.name, "/a=b/c");
  EXPECT_EQ(variation.low, -1.0);
  EXPECT_EQ(variation.high, 2000.0);
  EXPECT_EQ(variation.levels, 7U);
  EXPECT_TRUE(variation.logarithmic);
  EXPECT_TRUE(variation.whole);
  for (const char* wrong :
       {"", "a", "=1:2", "a=1", "a=1:", "a=1:nan", "a=1:2:x", "a=1:2:0", "a=1:2,lin", "a=1:2:3:4"}) {
    EXPECT_NE(read_variation(wrong, variation), "") << wrong;
  }
  EXPECT_TRUE(read_variation("a=1", variation).ends_with(": HI is missing"));
  EXPECT_TRUE(read_variation("a=:2", variation).ends_with(": LO is missing"));
  EXPECT_TRUE(read_variation("a=x:2", variation).ends_with(": LO must be a finite number, not 'x'"));
  EXPECT_TRUE(read_variation("a=1:inf", variation).ends_with(": HI must be a finite number, not 'inf'"));
}

}  // namespace
}  // namespace faultline::cli
