#include "analysis/walk/example_changes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "models/io/scenario_json.h"
#include "tests/support/scenario_builder.h"

namespace faultline {
namespace {

std::vector<std::string> ids_of(const ExampleSet& set) {
  std::vector<std::string> ids;
  for (const ExampleChange& example : set.changes) ids.push_back(example.id);
  return ids;
}

bool has(const ExampleSet& set, const std::string& id) {
  const std::vector<std::string> ids = ids_of(set);
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

TEST(ExampleChanges, AreThoseThatTheStreamsWrite) {
  Scenario scenario = support::make_scenario(20, 2);
  const ServiceFacts facts(scenario);
  const ServiceId service = usual_service(scenario);
  EXPECT_EQ(service, scenario.journeys[0].entries[0].service);
  const ExampleSet set = example_changes(scenario, facts, scenario.policies[0], service);
  EXPECT_EQ(ids_of(set), (std::vector<std::string>{"human", "automated", "config", "pricing", "undocumented", "large",
                                                   "fleet-wide", "out-of-band", "out-of-band-fleet-wide"}));
  ASSERT_EQ(set.left_out.size(), 1U);
  EXPECT_EQ(set.left_out[0], "no change takes the emergency path");
  EXPECT_EQ(set.changes[0].title, "human code, 24 lines");
  EXPECT_EQ(set.changes[8].title, "human code, 24 lines, out of band, whole fleet");
  EXPECT_EQ(set.changes[5].change.lines, 645.0) << "24 exp(2 * 1.645), rounded up";

  scenario.organisation.streams[0].emergency_fraction = 0.02;
  scenario.organisation.streams[0].touches_pricing_fraction = 0.0;
  scenario.organisation.out_of_band.base_fraction = 0.0;
  const ExampleSet other = example_changes(scenario, facts, scenario.policies[0], service);
  EXPECT_TRUE(has(other, "emergency"));
  EXPECT_FALSE(has(other, "pricing"));
  EXPECT_FALSE(has(other, "out-of-band"));
  EXPECT_FALSE(has(other, "out-of-band-fleet-wide"));
}

TEST(ExampleChanges, GoElsewhereWhereOtherGatesStand) {
  const LoadedScenario loaded =
      load_scenario(std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios/march-2026/scenario.json");
  const Scenario& scenario = loaded.scenario;
  const ServiceFacts facts(scenario);
  const ServiceId service = usual_service(scenario);
  ASSERT_EQ(scenario.graph.service(service).tier, "1");
  const ExampleSet set = example_changes(scenario, facts, scenario.policies[2], service);
  ASSERT_TRUE(has(set, "elsewhere"));
  const ServiceId other = set.changes.back().change.service;
  EXPECT_NE(scenario.graph.service(other).tier, "1");
  EXPECT_GT(facts.requests_per_order[other.index()], 0.0);
}

TEST(ExampleChanges, WithoutStreamsThereAreNone) {
  Scenario scenario = support::make_scenario(20, 2);
  scenario.organisation.streams.clear();
  const ExampleSet set = example_changes(scenario, ServiceFacts(scenario), scenario.policies[0], ServiceId{0});
  EXPECT_TRUE(set.changes.empty());
  EXPECT_EQ(set.left_out.size(), 1U);
}

}  // namespace
}  // namespace faultline
