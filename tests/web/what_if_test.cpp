// The session of a what-if page, natively: settings, refusals, zones.
#include "web/what_if.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "models/core/input_error.h"
#include "models/io/time_zone.h"
#include "web/zones.h"

namespace faultline {
namespace {

const std::filesystem::path kShop = std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios/small-shop/scenario.json";
const Settings kTwiceTheChanges{{"/organisation/streams/0/velocity_multiplier", "2"},
                                {"/organisation/streams/1/velocity_multiplier", "2"}};

std::vector<double> quarter(WhatIf& session, std::uint32_t replication) {
  const std::span<const double> figures = session.run(replication);
  return {figures.begin(), figures.end()};
}

TEST(WhatIf, GivesTheFiguresOfAScenarioLoadedWithTheSetting) {
  WhatIf session(load_scenario(kShop).document, 7);
  const std::vector<double> plain = quarter(session, 3);
  session.set(kTwiceTheChanges);
  const std::vector<double> set = quarter(session, 3);
  EXPECT_NE(set, plain);

  LoadOptions options;
  options.overrides = kTwiceTheChanges;
  const LoadedScenario loaded = load_scenario(kShop, options);
  const PreparedScenario prepared(loaded.scenario);
  ReplicationRunner runner(prepared, 7);
  const std::size_t figures = figure_count(loaded.scenario);
  for (std::size_t p = 0; p < loaded.scenario.policies.size(); ++p) {
    const std::vector<PolicyCase> cases{{PolicyId(p)}};
    std::vector<Outcome> outcomes{make_outcome(loaded.scenario)};
    runner.run(3, cases, outcomes);
    std::vector<double> alone(figures);
    figures_of(outcomes.front(), loaded.scenario.gate_ids.size(), alone);
    const auto begin = set.begin() + static_cast<std::ptrdiff_t>(p * figures);
    EXPECT_EQ(std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(figures)), alone) << p;
  }
  EXPECT_EQ(session.document(), loaded.document);
}

TEST(WhatIf, RunsThePoliciesAskedForInTheirOrder) {
  const std::string document = load_scenario(kShop).document;
  WhatIf all(document, 7);
  WhatIf two(document, 7, {2, 0});
  const std::size_t figures = figure_count(all.scenario());
  const auto policy = [&](const std::vector<double>& quarter, std::size_t p) {
    const auto begin = quarter.begin() + static_cast<std::ptrdiff_t>(p * figures);
    return std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(figures));
  };
  const std::vector<double> of_all = quarter(all, 3);
  const std::vector<double> of_two = quarter(two, 3);
  ASSERT_EQ(of_two.size(), 2 * figures);
  EXPECT_EQ(policy(of_two, 0), policy(of_all, 2));
  EXPECT_EQ(policy(of_two, 1), policy(of_all, 0));
  EXPECT_THROW(WhatIf(document, 7, {3}), InputError);
}

TEST(WhatIf, OnePolicyOfAQuarterHasTheFiguresThatItHasAmongAll) {
  const std::string document = load_scenario(kShop).document;
  WhatIf together(document, 7);
  WhatIf alone(document, 7);
  together.set(kTwiceTheChanges);
  alone.set(kTwiceTheChanges);
  const std::size_t figures = figure_count(together.scenario());
  // Out of order, quarters in turns, and the setting changed in between: no state may be left over.
  for (const std::uint32_t replication : {1U, 0U, 1U}) {
    const std::vector<double> quarter_of_all = quarter(together, replication);
    for (const std::size_t p : {2U, 0U, 1U}) {
      const std::span<const double> one = alone.run_policy(replication, p);
      const auto begin = quarter_of_all.begin() + static_cast<std::ptrdiff_t>(p * figures);
      EXPECT_EQ(std::vector<double>(one.begin(), one.end()),
                std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(figures)))
          << replication << ", policy " << p;
    }
    alone.set({});
    (void)alone.run_policy(replication, 1);
    alone.set(kTwiceTheChanges);
  }
}

TEST(WhatIf, ASettingDoesNotStayWhenTheNextOneCame) {
  WhatIf session(load_scenario(kShop).document, 1);
  const std::vector<double> plain = quarter(session, 0);
  session.set(kTwiceTheChanges);
  (void)quarter(session, 0);
  session.set({});
  EXPECT_EQ(quarter(session, 0), plain);
}

TEST(WhatIf, KeepsItsSettingWhenTheNextOneIsRefused) {
  WhatIf session(load_scenario(kShop).document, 1);
  session.set(kTwiceTheChanges);
  const std::vector<double> twice = quarter(session, 0);
  EXPECT_THROW(session.set({{"/organisation/streams/0/velocity_multiplier", "-1"}}), InputError);
  EXPECT_EQ(quarter(session, 0), twice);
}

TEST(WhatIf, ZonesAreThoseOfTheDocument) {
  const auto zones = nlohmann::json::parse(zones_json(load_scenario(kShop).document));
  ASSERT_EQ(zones.size(), 2U);
  EXPECT_EQ(zones["UTC"], nlohmann::json::parse("[[0,0]]"));
  std::vector<ZoneOffset> offsets;
  for (const auto& pair : zones["Europe/Berlin"]) {
    offsets.push_back({pair[0], pair[1]});
  }
  const TimeZone made(offsets);
  const TimeZone known = TimeZone::find("Europe/Berlin").value();
  for (std::int64_t utc = 1'700'000'000; utc < 1'800'000'000; utc += 86'399) {
    EXPECT_EQ(made.to_local(utc).day, known.to_local(utc).day);
    EXPECT_EQ(made.to_local(utc).second_of_day, known.to_local(utc).second_of_day);
  }
}

}  // namespace
}  // namespace faultline
