#include "models/io/scenario_json.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace faultline {
namespace {

namespace fs = std::filesystem;

fs::path library(const std::string& name) {
  return fs::path(FAULTLINE_SOURCE_DIR) / "scenarios" / name / "scenario.json";
}

std::string problems_of(const fs::path& file, const LoadOptions& options = {}) {
  try {
    (void)load_scenario(file, options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(ScenarioLibrary, LoadsOnlineBoutique) {
  ASSERT_EQ(problems_of(library("online-boutique")), "");
  const LoadedScenario loaded = load_scenario(library("online-boutique"));
  const Scenario& scenario = loaded.scenario;
  EXPECT_EQ(scenario.graph.service_count(), 13U);
  EXPECT_EQ(scenario.graph.call_count(), 17U);
  EXPECT_EQ(scenario.policies.size(), 5U);
  EXPECT_EQ(loaded.sha256.size(), 64U);
  for (const std::string& warning : loaded.warnings) {
    std::cout << warning << "\n";
  }
}

TEST(ScenarioLibrary, LoadsTrainTicket) {
  ASSERT_EQ(problems_of(library("train-ticket")), "");
  const Scenario scenario = load_scenario(library("train-ticket")).scenario;
  EXPECT_EQ(scenario.graph.service_count(), 36U);
  EXPECT_EQ(scenario.graph.call_count(), 85U);
  EXPECT_EQ(scenario.organisation.teams.size(), 6U);
}

TEST(ScenarioLibrary, LoadsJaegerProduction) {
  ASSERT_EQ(problems_of(library("jaeger-production")), "");
  const LoadedScenario loaded = load_scenario(library("jaeger-production"));
  EXPECT_EQ(loaded.scenario.graph.service_count(), 1238U);
  EXPECT_EQ(loaded.scenario.graph.call_count(), 4271U);
  EXPECT_EQ(loaded.scenario.organisation.teams.size(), 100U);
  EXPECT_FALSE(loaded.warnings.empty());
}

TEST(ScenarioLibrary, LoadsMarch2026) {
  ASSERT_EQ(problems_of(library("march-2026")), "");
  const LoadedScenario loaded = load_scenario(library("march-2026"));
  for (const std::string& warning : loaded.warnings) {
    std::cout << warning << "\n";
  }
}

}  // namespace
}  // namespace faultline
