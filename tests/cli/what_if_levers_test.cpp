// What the sliders of a page move.
#include "cli/what_if_levers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "cli/scenario_run.h"
#include "models/io/json_document.h"

namespace faultline::cli {
namespace {

ScenarioChoice named(std::string scenario) {
  ScenarioChoice choice;
  choice.scenario = std::move(scenario);
  return choice;
}

const ScenarioRun& shop() {
  static const ScenarioRun run(named(FAULTLINE_SOURCE_DIR "/scenarios/small-shop"));
  return run;
}

RunDescription description() { return shop().describe(shop().policies({}), 1, 10); }

TEST(WhatIfLevers, MoveWhatTheirNamesSay) {
  const auto levers = what_if_levers(description(), shop().scenario());
  ASSERT_EQ(levers.size(), 5U);
  EXPECT_EQ(levers[0].id, "velocity");
  ASSERT_EQ(levers[0].places.size(), 2U);
  EXPECT_EQ(levers[0].places[1].first, "/organisation/streams/1/velocity_multiplier");
  EXPECT_EQ(levers[1].id, "reviewers");
  EXPECT_TRUE(levers[1].whole);
  EXPECT_EQ(levers[1].positions.back(), 1.0) << "every developer reviews already";
  EXPECT_EQ(levers[2].id, "review-capacity");
  EXPECT_EQ(levers[3].id, "catch-rate");
  EXPECT_EQ(levers[3].positions[levers[3].base], shop().scenario().stealth.human.ceiling);
  EXPECT_EQ(levers[4].id, "bake-time");
  for (const report::WhatIfLever& lever : levers) {
    EXPECT_FALSE(lever.places.empty()) << lever.id;
    EXPECT_LT(lever.base, lever.positions.size()) << lever.id;
  }
}

TEST(WhatIfLevers, TheScenarioAsItStandsIsAPositionWhateverTheGrid) {
  for (const double ceiling : {0.7, 0.705, 0.333333333, 0.01, 0.99}) {
    ScenarioChoice choice = named(FAULTLINE_SOURCE_DIR "/scenarios/small-shop");
    choice.overrides = {{"/stealth/human/ceiling", json_number(ceiling)}};
    const ScenarioRun run(choice);
    const auto levers = what_if_levers(run.describe(run.policies({}), 1, 10), run.scenario());
    const report::WhatIfLever& lever = levers[3];
    ASSERT_EQ(lever.id, "catch-rate");
    EXPECT_EQ(lever.positions.at(lever.base), ceiling);
    EXPECT_EQ(lever.positions.front(), std::min(ceiling, 0.05));
    EXPECT_EQ(lever.positions.back(), std::max(ceiling, 0.95));
    EXPECT_TRUE(std::is_sorted(lever.positions.begin(), lever.positions.end()));
    EXPECT_EQ(std::adjacent_find(lever.positions.begin(), lever.positions.end()), lever.positions.end());
    EXPECT_EQ(std::count(lever.positions.begin(), lever.positions.end(), 0.3), 1)
        << "decimals, not 0.30000000000000004";
  }
}

TEST(WhatIfLevers, GiveNoReviewersToATeamThatHasNone) {
  RunDescription run = description();
  run.scenario_json = R"({"policies": [], "organisation": {"teams": [{"reviewers": 0}, {"reviewers": 4}]}})";
  run.sources.clear();
  const auto levers = what_if_levers(run, shop().scenario());
  ASSERT_EQ(levers.size(), 1U);
  EXPECT_EQ(levers[0].id, "reviewers");
  const std::vector<std::pair<std::string, double>> of_the_other{{"/organisation/teams/1/reviewers", 4.0}};
  EXPECT_EQ(levers[0].places, of_the_other);
}

TEST(WhatIfLevers, ThereIsNoneForWhatAScenarioDoesNotHave) {
  RunDescription run = description();
  run.scenario_json = R"({"policies": []})";
  run.sources.clear();
  EXPECT_TRUE(what_if_levers(run, shop().scenario()).empty());
}

TEST(WhatIfLevers, ClosingAddsAGateToEveryPhaseThatHasNone) {
  const auto settings = channel_closing_settings(
      R"({"policies": [{"phases": [{"gates": []}, {"gates": [{"kind": "tests"}]}]},
                       {"phases": [{"gates": [{"kind": "channel-closing"}]}]}]})");
  ASSERT_EQ(settings.size(), 2U);
  EXPECT_EQ(settings[0].first, "/policies/0/phases/0/gates");
  EXPECT_EQ(settings[0].second, R"([{"kind":"channel-closing"}])");
  EXPECT_EQ(settings[1].first, "/policies/0/phases/1/gates");
  EXPECT_EQ(settings[1].second, R"([{"kind":"tests"},{"kind":"channel-closing"}])");

  ScenarioChoice closed = named(FAULTLINE_SOURCE_DIR "/scenarios/small-shop");
  closed.overrides = channel_closing_settings(description().scenario_json);
  ASSERT_FALSE(closed.overrides.empty());
  EXPECT_EQ(ScenarioRun(closed).scenario().policies.size(), shop().scenario().policies.size());
}

}  // namespace
}  // namespace faultline::cli
