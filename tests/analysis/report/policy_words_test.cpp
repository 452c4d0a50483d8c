#include "analysis/report/policy_words.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <limits>

#include "models/io/scenario_json.h"
#include "tests/support/scenario_builder.h"

namespace faultline::report {
namespace {

constexpr double kNoEnd = std::numeric_limits<double>::infinity();

TEST(PolicyWords, NameTheSelectorsOfAScenario) {
  const LoadedScenario loaded =
      load_scenario(std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios/march-2026/scenario.json");
  const Scenario& scenario = loaded.scenario;
  const std::vector<Gate>& gates = scenario.policies[0].phases[0].gates;
  EXPECT_EQ(selector_words(scenario, gates[0]), "every change to tier 1");
  EXPECT_EQ(selector_words(scenario, gates[1]), "every change to tiers 2 and 3");
  EXPECT_EQ(selector_words(scenario, gates[3]), "every human, ai-assisted and agent change to tier 1");
  EXPECT_EQ(gate_words(scenario, gates[0], kNoEnd),
            "Rules check every change to tier 1 at once; alone they find 2.6 % of the defects in code and 7.8 % of "
            "those in configuration.");
}

TEST(PolicyWords, SayEveryConditionOfASelector) {
  const Scenario scenario = support::make_scenario(20, 2);
  Gate gate = support::make_gate(GateKind::rules, "rules");
  gate.selector.kinds = 1U << static_cast<unsigned>(ChangeKind::config);
  gate.selector.only_undocumented = true;
  gate.selector.only_touching_pricing = true;
  gate.selector.min_lines = 200.0;
  gate.selector.max_lines = 1000.0;
  gate.selector.channels = kPipelineBit | kOutOfBandBit;
  gate.selector.emergencies = Emergencies::excluded;
  gate.selector.services.assign(scenario.graph.service_count(), false);
  for (const ServiceId service : scenario.organisation.teams[1].services)
    gate.selector.services[service.index()] = true;
  EXPECT_EQ(selector_words(scenario, gate),
            "every undocumented config change to services of team-1 that touches pricing or payment data of at least "
            "200 lines of at most 1,000 lines (in the pipeline or out of band) (emergencies excepted)");
}

TEST(PolicyWords, SpeakOfOneChangeAndOfMore) {
  const Scenario scenario = support::make_scenario(20, 2);
  Gate cap = support::make_gate(GateKind::velocity_cap, "cap");
  Gate wip = support::make_gate(GateKind::wip_limit, "wip");
  cap.selector.max_lines = cap.limit = wip.limit = 1.0;
  EXPECT_EQ(selector_words(scenario, cap), "every change of at most 1 line");
  EXPECT_NE(gate_words(scenario, cap, kNoEnd).find("may ship 1 change a week"), std::string::npos);
  EXPECT_NE(gate_words(scenario, wip, kNoEnd).find("At most 1 change of a team is between this gate and its rollout"),
            std::string::npos);
  cap.limit = wip.limit = 3.0;
  EXPECT_NE(gate_words(scenario, cap, kNoEnd).find("may ship 3 changes a week"), std::string::npos);
  EXPECT_NE(gate_words(scenario, wip, kNoEnd).find("At most 3 changes of a team are between this gate and their"),
            std::string::npos);
}

TEST(PolicyWords, EveryKindHasWords) {
  Scenario scenario = support::make_scenario(20, 2);
  scenario.organisation.pools.push_back({"seniors", 5, 16.0, false, CalendarId{0}});
  for (std::size_t kind = 0; kind < kGateKindCount; ++kind) {
    Gate gate = support::make_gate(static_cast<GateKind>(kind), std::string(kGateKindNames[kind]));
    gate.calendar = CalendarId{0};
    if (gate.kind == GateKind::senior_review) gate.pool = PoolId{0};
    const std::string words = gate_words(scenario, gate, kNoEnd);
    EXPECT_GT(words.size(), 20U) << gate.id;
    EXPECT_EQ(words.back(), '.') << words;
    EXPECT_TRUE(words[0] >= 'A' && words[0] <= 'Z') << words;
    EXPECT_EQ(words.find("nan"), std::string::npos) << words;
    EXPECT_FALSE(who_looks(scenario, gate).empty());
  }
}

TEST(PolicyWords, TellWhatIsDemandedAndAdopted) {
  Scenario scenario = support::make_scenario(20, 2);
  Gate score = support::make_gate(GateKind::risk_score, "score");
  score.demands = 1;  // the scenario's first gate id
  EXPECT_NE(gate_words(scenario, score, kNoEnd).find("must also pass rules"), std::string::npos);
  Gate tests = support::make_gate(GateKind::tests, "tests");
  const double begin = scenario.time.horizon_begin();
  tests.adopted_hours = {begin + 48.0, begin + 120.0};
  EXPECT_NE(gate_words(scenario, tests, kNoEnd).find("the first on day 2, the last on day 5"), std::string::npos);
  const Gate freeze = support::make_gate(GateKind::freeze, "freeze");
  EXPECT_NE(gate_words(scenario, freeze, begin + 240.0).find("held until day 10"), std::string::npos);
}

TEST(PolicyWords, NamesFromInputsAreMadeSafe) {
  Scenario scenario = support::make_scenario(20, 2);
  scenario.organisation.pools.push_back({"se\x1b[31mniors", 5, 16.0, false, CalendarId{0}});
  Gate gate = support::make_gate(GateKind::senior_review, "senior");
  gate.pool = PoolId{0};
  EXPECT_EQ(gate_words(scenario, gate, kNoEnd).find('\x1b'), std::string::npos);
  EXPECT_EQ(who_looks(scenario, gate).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace faultline::report
