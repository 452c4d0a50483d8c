// What the sliders of a page move.
#include "cli/what_if_levers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
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
  EXPECT_EQ(levers[1].most, 1.0) << "every developer reviews already";
  EXPECT_EQ(levers[2].id, "review-capacity");
  EXPECT_EQ(levers[3].id, "catch-rate");
  EXPECT_EQ(levers[3].base, shop().scenario().stealth.human.ceiling);
  EXPECT_EQ(levers[4].id, "bake-time");
  for (const report::WhatIfLever& lever : levers) {
    EXPECT_FALSE(lever.places.empty()) << lever.id;
    EXPECT_LE(lever.least, lever.base) << lever.id;
    EXPECT_GE(lever.most, lever.base) << lever.id;
  }
}

TEST(WhatIfLevers, EveryScenarioOfTheLibraryTakesBothEnds) {
  for (const auto& entry : std::filesystem::directory_iterator(FAULTLINE_SOURCE_DIR "/scenarios")) {
    const ScenarioChoice plain = named(entry.path().string());
    const ScenarioRun run(plain);
    for (const report::WhatIfLever& lever : what_if_levers(run.describe(run.policies({}), 1, 10), run.scenario())) {
      for (const double position : {lever.least, lever.most}) {
        ScenarioChoice moved = plain;
        for (const auto& [pointer, value] : lever.places) {
          const double raw = lever.factor ? position * value : position;
          moved.overrides.emplace_back(pointer, json_number(lever.whole ? std::max(1.0, std::round(raw)) : raw));
        }
        EXPECT_NO_THROW(ScenarioRun{moved}) << plain.scenario << " " << lever.id << " " << position;
      }
    }
  }
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
