#include "models/io/scenario_json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/models/io/scenario_files.h"

namespace faultline {
namespace {

using test::library;
using test::problems_of;
using test::small;
using test::with;

const ParameterSource* source_of(const Scenario& scenario, const std::string& pointer) {
  const auto found = std::find_if(scenario.sources.begin(), scenario.sources.end(),
                                  [&](const ParameterSource& source) { return source.pointer == pointer; });
  return found == scenario.sources.end() ? nullptr : &*found;
}

TEST(ScenarioLibrary, OnlineBoutique) {
  ASSERT_EQ(problems_of(library("online-boutique")), "");
  const Scenario scenario = load_scenario(library("online-boutique")).scenario;
  EXPECT_EQ(scenario.graph.service_count(), 13U);
  EXPECT_EQ(scenario.graph.call_count(), 17U);
  EXPECT_EQ(scenario.organisation.teams.size(), 3U);
}

TEST(ScenarioLibrary, TrainTicket) {
  ASSERT_EQ(problems_of(library("train-ticket")), "");
  const Scenario scenario = load_scenario(library("train-ticket")).scenario;
  EXPECT_EQ(scenario.graph.service_count(), 36U);
  EXPECT_EQ(scenario.graph.call_count(), 85U);
  EXPECT_EQ(scenario.organisation.teams.size(), 6U);
}

TEST(ScenarioLibrary, JaegerProduction) {
  ASSERT_EQ(problems_of(library("jaeger-production")), "");
  const LoadedScenario loaded = load_scenario(library("jaeger-production"));
  EXPECT_EQ(loaded.scenario.graph.service_count(), 1238U);
  EXPECT_EQ(loaded.scenario.graph.call_count(), 4271U);
  EXPECT_EQ(loaded.scenario.organisation.teams.size(), 100U);
  EXPECT_FALSE(loaded.warnings.empty()) << "what the reader assumed must be said";
}

TEST(ScenarioLibrary, March2026) {
  ASSERT_EQ(problems_of(library("march-2026")), "");
  const LoadedScenario loaded = load_scenario(library("march-2026"));
  const Scenario& scenario = loaded.scenario;
  EXPECT_TRUE(loaded.warnings.empty()) << loaded.warnings.front();
  const auto services = scenario.graph.services();
  EXPECT_EQ(std::count_if(services.begin(), services.end(), [](const Service& s) { return s.tier == "1"; }), 335);
  EXPECT_EQ(scenario.organisation.teams.size(), 80U);
  for (const Team& team : scenario.organisation.teams) {
    EXPECT_EQ(team.developers, 8);
  }
  EXPECT_EQ(scenario.run.replications, 1000U);
  EXPECT_EQ(scenario.time.start_utc, "2026-02-09T04:00:00Z");
  EXPECT_EQ(scenario.policies[scenario.baseline.index()].id, "baseline");
  const std::vector<bool>& weekends = scenario.time.weekend_hours;  // of 25 weeks and 3 days that begin on a Monday
  EXPECT_EQ(std::count(weekends.begin(), weekends.end(), true), 25 * 48);
  // 18.2 M orders a day in North America over whole weeks of the horizon (Z1).
  const double orders = scenario.marketplaces[0].demand.orders_between(scenario.time.horizon_begin(),
                                                                       scenario.time.horizon_begin() + 12 * 168.0);
  EXPECT_NEAR(orders / (12 * 7), 18.24e6, 1e3);
  const auto unstated = [](const ParameterSource& source) {
    return source.status == SourceStatus::assumed && source.source == "the scenario does not say where it comes from";
  };
  EXPECT_LE(std::count_if(scenario.sources.begin(), scenario.sources.end(), unstated), 4)
      << "only the journeys' shares may be plain";
}

TEST(ScenarioLibrary, SmallShop) {
  ASSERT_EQ(problems_of(library("small-shop")), "");
  const LoadedScenario loaded = load_scenario(library("small-shop"));
  EXPECT_TRUE(loaded.warnings.empty()) << loaded.warnings.front();
  EXPECT_EQ(loaded.scenario.graph.service_count(), 20U);
  EXPECT_EQ(loaded.scenario.marketplaces.size(), 1U);
  EXPECT_EQ(loaded.scenario.policies.size(), 3U);
  int people = 0;
  for (const Team& team : loaded.scenario.organisation.teams) {
    people += team.developers;
  }
  EXPECT_EQ(people, 50);
}

// To be copied: it says that its graph is a stand-in, and has one stream of people for what a history measures.
TEST(ScenarioLibrary, Starter) {
  ASSERT_EQ(problems_of(library("starter")), "");
  const LoadedScenario loaded = load_scenario(library("starter"));
  ASSERT_EQ(loaded.warnings.size(), 2U);
  EXPECT_NE(loaded.warnings[0].find("put the graph that `faultline import` wrote here"), std::string::npos);
  EXPECT_EQ(loaded.scenario.organisation.streams.size(), 1U);
  EXPECT_EQ(loaded.scenario.policies.size(), 3U);
}

TEST(ScenarioLibrary, VelocityTrapIsMarch2026WithMoreChanges) {
  const std::string text = read_text_file(library("velocity-trap").string());
  EXPECT_FALSE(check_variants(text, library("velocity-trap")).empty()) << "reviewers are too few, and that is said";
  const LoadedScenario march = load_scenario(library("march-2026"));
  LoadOptions options;
  for (const ScenarioVariant& variant : load_scenario(library("velocity-trap")).variants) {
    options.variant = variant.id;
    const Scenario scenario = load_scenario(library("velocity-trap"), options).scenario;
    const Organisation& organisation = scenario.organisation;
    EXPECT_EQ(organisation.teams.size(), march.scenario.organisation.teams.size());
    for (std::size_t i = 0; i < organisation.streams.size(); ++i) {
      const ChangeStream& stream = organisation.streams[i];
      EXPECT_EQ(stream.velocity_multiplier, stream.origin == Origin::automated ? 1.0 : variant.value.value());
      EXPECT_EQ(stream.changes_per_developer_week, march.scenario.organisation.streams[i].changes_per_developer_week);
    }
    const ParameterSource* source = source_of(scenario, "/organisation/streams/1/velocity_multiplier");
    ASSERT_NE(source, nullptr);
    EXPECT_EQ(source->status, *variant.value > 2 ? SourceStatus::assumed : SourceStatus::evidence)
        << "5 and 10 times are measured nowhere";
  }
  const Scenario plain = load_scenario(library("velocity-trap")).scenario;
  EXPECT_EQ(plain.marketplaces.size(), march.scenario.marketplaces.size());
  EXPECT_EQ(plain.journeys.size(), march.scenario.journeys.size());
  EXPECT_EQ(plain.graph.call_count(), march.scenario.graph.call_count());
  for (const Policy& policy : plain.policies) {
    const std::string file = "policies/" + policy.id + ".json";
    EXPECT_EQ(read_text_file((library("velocity-trap").parent_path() / file).string()),
              read_text_file((library("march-2026").parent_path() / file).string()))
        << "a copy, to be copied again when that one changes";
  }
}

TEST(ScenarioLibrary, PoliciesRunTheBaselineDuringTheWarmUp) {
  const Scenario scenario = load_scenario(library("march-2026")).scenario;
  const Policy& baseline = scenario.policies[scenario.baseline.index()];
  ASSERT_EQ(baseline.phases.size(), 1U);
  for (const Policy& policy : scenario.policies) {
    EXPECT_EQ(policy.phases.front().from_hours, 0.0);
    ASSERT_EQ(policy.phases.front().gates.size(), baseline.phases.front().gates.size());
    for (std::size_t i = 0; i < baseline.phases.front().gates.size(); ++i) {
      EXPECT_EQ(policy.phases.front().gates[i].index, baseline.phases.front().gates[i].index);
    }
    for (std::size_t i = 1; i < policy.phases.size(); ++i) {
      EXPECT_GE(policy.phases[i].from_hours, scenario.time.horizon_begin());
      EXPECT_GT(policy.phases[i].from_hours, policy.phases[i - 1].from_hours);
    }
    for (const PolicyPhase& phase : policy.phases) {
      for (const Gate& gate : phase.gates) {
        EXPECT_EQ(scenario.gate_ids[gate.index.index()], gate.id);
        EXPECT_LT(gate.calendar.index(), scenario.calendars.size());
      }
    }
  }
  EXPECT_EQ(scenario.policies[4].phases.back().from_hours, scenario.time.horizon_end()) << "the freeze ends";
}

TEST(ScenarioSources, ListWhatWasWrittenAndWhatAppliedByDefault) {
  const Scenario scenario = load_scenario(library("march-2026")).scenario;
  const ParameterSource* orders = source_of(scenario, "/marketplaces/0/orders_per_hour");
  ASSERT_NE(orders, nullptr);
  EXPECT_EQ(orders->status, SourceStatus::evidence);
  EXPECT_EQ(orders->source, "Z1");
  EXPECT_EQ(orders->value, "760000");
  EXPECT_FALSE(orders->is_default);
  const ParameterSource* review = source_of(scenario, "/organisation/review/review_hours_per_week");
  ASSERT_NE(review, nullptr);
  EXPECT_EQ(review->status, SourceStatus::evidence);
  EXPECT_EQ(review->source, "Z6");
  EXPECT_TRUE(review->is_default);
  const Scenario plain = load_scenario(small()).scenario;
  const ParameterSource* share = source_of(plain, "/organisation/out_of_band/base_fraction");
  ASSERT_NE(share, nullptr);
  EXPECT_EQ(share->status, SourceStatus::assumed);
  EXPECT_TRUE(share->is_default);
}

TEST(ScenarioSources, AMeasurementSaysItsSizeAndDates) {
  const Scenario scenario =
      load_scenario(small(),
                    with("/organisation/streams/0/changes_per_developer_week",
                         R"({"value": 3.5, "source": "measured", "n": 812, "from": "2025-01-01", "to": "2025-12-31"})"))
          .scenario;
  const ParameterSource* source = source_of(scenario, "/organisation/streams/0/changes_per_developer_week");
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(source->status, SourceStatus::measured);
  EXPECT_EQ(source->source, "n = 812, 2025-01-01 to 2025-12-31");
  EXPECT_EQ(scenario.organisation.streams[0].changes_per_developer_week, 3.5);
}

TEST(ScenarioOverrides, ReplaceAddAndAreChecked) {
  EXPECT_EQ(load_scenario(small(), with("/run/replications", "25")).scenario.run.replications, 25U);
  EXPECT_EQ(load_scenario(small(), with("/marketplaces/0/orders_per_hour", "5"))
                .scenario.marketplaces[0]
                .demand.rate_orders_per_hour(1),
            5.0);
  EXPECT_EQ(load_scenario(small(), with("/title", "plain words")).scenario.title, "plain words");
  const std::string misspelt = problems_of(small(), with("/run/replicatons", "25"));
  EXPECT_NE(misspelt.find("did you mean \"replications\"?"), std::string::npos) << misspelt;
  const std::string position = problems_of(small(), with("/policies/7/id", "x"));
  EXPECT_NE(position.find("/policies/0"), std::string::npos) << position;
  const std::string in_part = problems_of(library("march-2026"), with("/policies/2/phases/0/gates/0/efort", "1"));
  EXPECT_NE(in_part.find("controlled-friction.json:/phases/0/gates/0/efort"), std::string::npos) << in_part;
  EXPECT_NE(problems_of(small(), with("run", "1")).find("not a JSON pointer"), std::string::npos);
  EXPECT_NE(problems_of(small(), with("/title/x", "1")).find("inside a string"), std::string::npos);
  EXPECT_NE(problems_of(small(), with("/run/replications", "1e400")).find("whole number"), std::string::npos);
}

TEST(ScenarioWarnings, SpeakOfMissingOrdersOnlyWhereNoMarketplaceHasAny) {
  const auto warned = [](const std::string& marketplaces) {
    const std::vector<std::string> warnings = load_scenario(small(), with("/marketplaces", marketplaces)).warnings;
    return std::any_of(warnings.begin(), warnings.end(), [](const std::string& warning) {
      return warning.find("no marketplace has orders") != std::string::npos;
    });
  };
  EXPECT_TRUE(warned(R"([{"id": "a", "orders_per_hour": 0}, {"id": "b", "orders_per_hour": 0}])"));
  EXPECT_FALSE(warned(R"([{"id": "a", "orders_per_hour": 0}, {"id": "b", "orders_per_hour": 1}])"));
  EXPECT_FALSE(warned(R"([{"id": "a", "orders_per_hour": 1,
                           "events": [{"title": "closed", "from_day": 0, "days": 29, "factor": 0}]}])"));
}

// Of the small shop, whose streams are human and AI-assisted, every kind of change, 1 to 20,000 lines.
TEST(ScenarioWarnings, SayWhenAGateCanMeetNoChange) {
  const auto warned = [](const std::string& select, const std::string& pointer, const std::string& value) {
    LoadOptions options;
    options.overrides = {{"/policies/0/phases/0/gates/0/select", select},
                         {"/organisation/streams/0" + pointer, value},
                         {"/organisation/streams/1" + pointer, value}};
    const std::vector<std::string> warnings = load_scenario(library("small-shop"), options).warnings;
    return std::any_of(warnings.begin(), warnings.end(),
                       [](const std::string& warning) { return warning.find("selects nothing") != std::string::npos; });
  };
  const std::string sizes = "/lines/max_lines";
  EXPECT_TRUE(warned(R"({"min_lines": 20001})", sizes, "20000"));
  EXPECT_FALSE(warned(R"({"min_lines": 20000})", sizes, "20000"));
  EXPECT_TRUE(warned(R"({"touches_pricing": true})", "/touches_pricing_fraction", "0"));
  EXPECT_FALSE(warned(R"({"touches_pricing": true})", "/touches_pricing_fraction", "0.01"));
  const std::string undocumented = R"({"undocumented": true})";
  EXPECT_TRUE(warned(undocumented, "/documented_fraction", "1"));
  EXPECT_FALSE(warned(undocumented, "/documented_fraction", "0.99"));
  const std::string kinds = R"({"kinds": ["schema"]})";
  EXPECT_TRUE(
      warned(kinds, "/kind_weight", R"({"code": 1, "config": 1, "schema": 0, "data": 1, "infrastructure": 1})"));
  EXPECT_FALSE(
      warned(kinds, "/kind_weight", R"({"code": 1, "config": 1, "schema": 1, "data": 1, "infrastructure": 1})"));
  EXPECT_TRUE(warned(R"({"origins": ["agent"]})", "/documented_fraction", "0.7"));
  EXPECT_TRUE(warned(R"({"emergencies": "only"})", "/emergency_fraction", "0"));
  EXPECT_FALSE(warned(R"({"emergencies": "only"})", "/emergency_fraction", "0.1"));
  EXPECT_TRUE(warned(R"({"origins": ["human"]})", "/velocity_multiplier", "0"));
}

}  // namespace
}  // namespace faultline
