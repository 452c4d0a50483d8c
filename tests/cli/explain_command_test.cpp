#include "cli/explain_command.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "analysis/report/html.h"
#include "models/core/input_error.h"
#include "models/io/scenario_json.h"

namespace faultline::cli {
namespace {

using nlohmann::json;

std::string library(const std::string& name) { return std::string(FAULTLINE_SOURCE_DIR) + "/scenarios/" + name; }

std::string explained(ExplainOptions options) {
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(explain(options, out, err), 0);
  return out.str();
}

ExplainOptions of(const std::string& scenario, const std::string& policy, bool as_json = false) {
  ExplainOptions options;
  options.scenario.scenario = library(scenario);
  options.policy = policy;
  options.json = as_json;
  return options;
}

TEST(Explain, FitsEightyColumnsForEveryPolicyOfTheLibrary) {
  for (const auto& entry : std::filesystem::directory_iterator(library(""))) {
    const std::string scenario = entry.path().filename().string();
    if (!std::filesystem::exists(entry.path() / "scenario.json")) continue;
    for (const Policy& policy : load_scenario(entry.path() / "scenario.json").scenario.policies) {
      std::istringstream lines(explained(of(scenario, policy.id)));
      for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(report::display_columns(line), 80U) << scenario << ' ' << policy.id << ": " << line;
        EXPECT_EQ(line.find("nan"), std::string::npos) << line;
      }
    }
  }
}

TEST(Explain, TellsThePolicyInPlainWordsAndGateByGate) {
  const std::string text = explained(of("march-2026", "controlled-friction"));
  for (const char* said :
       {"IN PLAIN WORDS, from day 0 on", "Rules check every change to tier 1 at once", "2 of the team", "the board",
        "round it: by habit 1.8 %", "Never meets rules-elsewhere", "A defect reaches production with a chance of",
        "if a second reviewer\n  is worth next to nothing", "sends 90 % into the pipeline"}) {
    EXPECT_NE(text.find(said), std::string::npos) << said << "\n" << text;
  }
}

TEST(Explain, OutOfBandWorkMeetsNoGateOfTheDayBefore) {
  const json answer = json::parse(explained(of("march-2026", "baseline", true)));
  ASSERT_EQ(answer["phases"].size(), 1U);
  bool seen = false;
  for (const json& change : answer["phases"][0]["changes"]) {
    if (change["id"] != "out-of-band") continue;
    seen = true;
    EXPECT_EQ(change["walk"]["reaches_production"], 1.0);
    EXPECT_EQ(change["walk"]["reaches_out_of_band"], 1.0);
    EXPECT_TRUE(change["walk"]["gates"].empty());
    EXPECT_EQ(change["change"]["documented"], false);
  }
  EXPECT_TRUE(seen);
}

TEST(Explain, ChancesAccumulateFromGateToGate) {
  const json answer = json::parse(explained(of("online-boutique", "controlled-friction", true)));
  for (const json& phase : answer["phases"]) {
    for (const json& change : phase["changes"]) {
      double left = 1.0;
      for (const json& gate : change["walk"]["gates"]) {
        const double caught =
            gate["catch_chance"].is_null() ? 0.0 : gate["catch_chance"].get<double>() * gate["met_share"].get<double>();
        // Whoever is on another way does not arrive: never more than what was left can be found.
        EXPECT_LE(gate["left_share"].get<double>(), left + 1e-12);
        EXPECT_GE(gate["left_share"].get<double>(), left * (1.0 - caught) - 1e-9);
        left = gate["left_share"];
      }
      EXPECT_NEAR(change["walk"]["reaches_production"].get<double>() + change["walk"]["never_ships"].get<double>(),
                  left, 1e-9);
      EXPECT_GE(change["walk"]["reaches_production_second_reviewer_low"].get<double>(),
                change["walk"]["reaches_production"].get<double>() - 1e-12);
    }
  }
}

TEST(Explain, TakesAServiceAndOverrides) {
  ExplainOptions options = of("online-boutique", "baseline", true);
  options.service = "cartservice";
  options.scenario.overrides = {{"/organisation/review/habit_bypass_fraction", "0"}};
  const json answer = json::parse(explained(options));
  EXPECT_EQ(answer["phases"][0]["changes"][0]["change"]["service"], "cartservice");
  for (const json& gate : answer["phases"][0]["changes"][0]["walk"]["gates"]) {
    EXPECT_FALSE(gate["goes_round"].contains("habit"));
  }
}

TEST(Explain, NamesTheNearestPolicyAndService) {
  std::ostringstream out;
  std::ostringstream err;
  ExplainOptions options = of("online-boutique", "basline");
  try {
    (void)explain(options, out, err);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean baseline?"), std::string::npos) << error.what();
  }
  options.policy = "baseline";
  options.service = "cartservce";
  try {
    (void)explain(options, out, err);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean cartservice?"), std::string::npos) << error.what();
  }
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace faultline::cli
