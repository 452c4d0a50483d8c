// What a scenario states about how far its numbers may be off.
#include <gtest/gtest.h>

#include <filesystem>

#include "models/io/scenario_json.h"

namespace faultline {
namespace {

LoadedScenario small_shop(const LoadOptions& options = {}) {
  return load_scenario(std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios/small-shop/scenario.json", options);
}

LoadOptions with(const std::string& pointer, const std::string& value) {
  LoadOptions options;
  options.overrides.emplace_back(pointer, value);
  return options;
}

std::optional<Uncertainty> uncertainty_at(const LoadedScenario& loaded, const std::string& pointer) {
  for (const ParameterSource& source : loaded.scenario.sources) {
    if (source.pointer == pointer) {
      return source.uncertainty;
    }
  }
  return std::nullopt;
}

TEST(Uncertainty, ARangeIsReadWithWhatTheFieldAllows) {
  const auto stated = uncertainty_at(small_shop(), "/organisation/out_of_band/base_fraction");
  ASSERT_TRUE(stated);
  EXPECT_EQ(stated->kind, UncertaintyKind::log_uniform);
  EXPECT_EQ(stated->value, 0.05);
  EXPECT_EQ(stated->low, 0.02);
  EXPECT_EQ(stated->high, 0.1);
  EXPECT_EQ(stated->least, 0);
  EXPECT_EQ(stated->most, 1);
  EXPECT_FALSE(stated->whole);
  EXPECT_FALSE(uncertainty_at(small_shop(), "/organisation/daily_dispersion"));  // a default
}

TEST(Uncertainty, OfWholeNumbersIsWhole) {
  const LoadedScenario loaded =
      small_shop(with("/organisation/generate/reviewers", R"({"value": 8, "source": "assumed", "range": [4, 10]})"));
  const auto stated = uncertainty_at(loaded, "/organisation/generate/reviewers");
  ASSERT_TRUE(stated);
  EXPECT_TRUE(stated->whole);
  EXPECT_EQ(stated->kind, UncertaintyKind::uniform);
}

TEST(Uncertainty, APlainValueInItsPlaceHasNone) {
  EXPECT_FALSE(uncertainty_at(small_shop(with("/organisation/out_of_band/base_fraction", "0.05")),
                              "/organisation/out_of_band/base_fraction"));
}

TEST(Uncertainty, AStarStandsForEveryKey) {
  const LoadedScenario loaded = small_shop(with("/correlations", R"([
      {"a": "/stealth/undetectable_fraction/tests/*", "b": "/stealth/undetectable_fraction/tests/*", "rho": 1},
      {"a": "/defects/alpha", "b": "/defects/beta", "rho": -0.5}])"));
  EXPECT_EQ(loaded.scenario.correlations.size(), 11U);  // 5 kinds of change make 10 pairs
  EXPECT_EQ(loaded.scenario.correlations.back().rho, -0.5);
  // They change nothing in a run.
  EXPECT_EQ(loaded.sha256, small_shop().sha256);
}

}  // namespace
}  // namespace faultline
