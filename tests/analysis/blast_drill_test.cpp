// Exact figures against an enumeration of their own and against products by hand; sampled ones within 4 standard errors
// (false alarms 6e-5 a check, fixed seed).
#include "analysis/blast_drill.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "models/core/philox.h"
#include "tests/models/graph/small_graph.h"

namespace faultline {
namespace {

using testing::journey_into;
using testing::numbered;
using testing::small_graph;
using testing::SmallCall;

Scenario scenario_of(const std::vector<SmallCall>& calls, const std::vector<std::string>& entries) {
  Scenario scenario;
  scenario.graph = small_graph(calls);
  scenario.journeys = {journey_into(scenario.graph, entries)};
  scenario.marketplaces.push_back({"market", DemandCurve({1.0})});
  return scenario;
}

double fraction(const Scenario& scenario, const BlastDrill& drill, const std::string& origin,
                const std::string& victim) {
  for (const DrillOrigin& own : drill.origins) {
    for (const DrillVictim& hit : own.victims) {
      if (scenario.graph.service(own.service).id == origin && scenario.graph.service(hit.service).id == victim) {
        return hit.failing_fraction;
      }
    }
  }
  return 0.0;
}

const DrillOrigin& of(const Scenario& scenario, const BlastDrill& drill, const std::string& origin) {
  for (const DrillOrigin& own : drill.origins) {
    if (scenario.graph.service(own.service).id == origin) {
      return own;
    }
  }
  throw std::out_of_range(origin);
}

// Whether calls of the set lead from one service to another, by search.
bool leads(const ServiceGraph& graph, std::uint32_t live, std::size_t from, std::size_t to) {
  std::vector<bool> seen(graph.service_count(), false);
  std::vector<std::size_t> open{from};
  seen[from] = true;
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (std::size_t c = 0; c < graph.call_count(); ++c) {
      const Call& call = graph.call(CallId{c});
      if ((live >> c & 1U) != 0 && call.caller.index() == at && !seen[call.callee.index()]) {
        seen[call.callee.index()] = true;
        open.push_back(call.callee.index());
      }
    }
  }
  return seen[to];
}

// A diamond, a cycle, a call that is not always made, one that never carries failure.
TEST(BlastDrill, AgreesWithTheEnumerationOfAllSetsOfLiveCalls) {
  const Scenario scenario = scenario_of({{"web", "cart", 0.5},
                                         {"web", "ads", 0.2},
                                         {"cart", "db", 0.7},
                                         {"ads", "db", 1.0},
                                         {"db", "cart", 0.3},
                                         {"cart", "tax", 0.8, 0.5},
                                         {"ads", "mail", 1.0, 1.0, true}},
                                        {"web"});
  const ServiceGraph& graph = scenario.graph;
  const BlastDrill drill = blast_drill(scenario, std::vector<double>(graph.service_count(), 0.0));
  EXPECT_TRUE(drill.exact);
  ASSERT_EQ(drill.origins.size(), graph.service_count());
  std::map<std::pair<std::size_t, std::size_t>, double> truth;
  for (std::uint32_t live = 0; live < 1U << graph.call_count(); ++live) {
    double probability = 1.0;
    for (std::size_t c = 0; c < graph.call_count(); ++c) {
      const Call& call = graph.call(CallId{c});
      const double passes = call.async ? 0.0 : call.coupling * std::min(1.0, call.calls_per_request);
      probability *= (live >> c & 1U) != 0 ? passes : 1.0 - passes;
    }
    for (std::size_t victim = 0; probability > 0 && victim < graph.service_count(); ++victim) {
      for (std::size_t origin = 0; origin < graph.service_count(); ++origin) {
        truth[{origin, victim}] += leads(graph, live, victim, origin) ? probability : 0.0;
      }
    }
  }
  for (const DrillOrigin& origin : drill.origins) {
    double others = 0.0;
    std::map<std::size_t, double> found;
    for (const DrillVictim& victim : origin.victims) {
      found[victim.service.index()] = victim.failing_fraction;
    }
    for (std::size_t v = 0; v < graph.service_count(); ++v) {
      if (v != origin.service.index()) {
        EXPECT_NEAR(found[v], (truth[{origin.service.index(), v}]), 1e-12)
            << graph.service(origin.service).id << " hits " << graph.service(ServiceId{v}).id;
        others += truth[{origin.service.index(), v}];
      }
    }
    EXPECT_NEAR(origin.services_with_errors, others, 1e-12);
    EXPECT_NEAR(origin.orders_hit.value, (truth[{origin.service.index(), 0}]), 1e-12) << "all orders enter at web";
  }
  EXPECT_TRUE(of(scenario, drill, "mail").victims.empty());
}

TEST(BlastDrill, SaysHowManyCallsAwayAVictimIsAndOverHardOnes) {
  const Scenario scenario = scenario_of(
      {{"web", "db", 0.5}, {"web", "cart", 1.0}, {"cart", "stock", 1.0}, {"stock", "db", 1.0}, {"web", "log", 0.0}},
      {"web"});
  const BlastDrill drill = blast_drill(scenario, std::vector<double>(5, 0.0));
  const std::vector<DrillVictim>& hit = of(scenario, drill, "db").victims;
  ASSERT_EQ(hit.size(), 3U);
  const DrillVictim& web = *std::find_if(hit.begin(), hit.end(), [&](const DrillVictim& victim) {
    return scenario.graph.service(victim.service).id == "web";
  });
  EXPECT_EQ(web.failing_fraction, 1.0);
  EXPECT_EQ(web.calls_away, 1U);
  EXPECT_EQ(web.hard_calls_away, 3U);
  EXPECT_TRUE(of(scenario, drill, "log").victims.empty()) << "a call that never fails its caller";
}

TEST(BlastDrill, OriginsComeByLostOrdersAndVictimsByShare) {
  const Scenario scenario = scenario_of({{"web", "cart", 0.5}, {"cart", "db", 0.5}}, {"web"});
  const BlastDrill drill = blast_drill(scenario, std::vector<double>{1.0, 0.0, 9.0});
  ASSERT_EQ(drill.origins.size(), 3U);
  EXPECT_EQ(scenario.graph.service(drill.origins[0].service).id, "db");
  EXPECT_EQ(scenario.graph.service(drill.origins[1].service).id, "web");
  ASSERT_EQ(drill.origins[0].victims.size(), 2U);
  EXPECT_EQ(scenario.graph.service(drill.origins[0].victims[0].service).id, "cart");
  EXPECT_DOUBLE_EQ(drill.origins[0].victims[1].failing_fraction, 0.25);
  EXPECT_EQ(drill.origins[0].victims[1].hard_calls_away, std::nullopt);
}

// Three quarters of the orders come from a market of which all go to shop, the rest to help alone.
TEST(BlastDrill, OrdersAreThoseOfAllMarketplaces) {
  Scenario scenario = scenario_of({{"shop", "db", 0.5}, {"help", "db", 1.0}}, {"shop"});
  scenario.journeys.push_back(journey_into(scenario.graph, {"help"}));
  scenario.journeys[1].id = "help";
  scenario.journeys[0].demand_share = {1.0, 0.0};
  scenario.journeys[1].demand_share = {0.0, 1.0};
  scenario.marketplaces = {{"large", DemandCurve({3.0})}, {"small", DemandCurve({1.0})}};
  const BlastDrill drill = blast_drill(scenario, std::vector<double>(3, 0.0));
  EXPECT_NEAR(of(scenario, drill, "db").orders_hit.value, 0.75 * 0.5 + 0.25, 1e-12);
  EXPECT_NEAR(of(scenario, drill, "shop").orders_hit.value, 0.75, 1e-12);
}

// 24 uncertain calls in two layers have no closed form. By hand: t is reached unless all twelve ways are dead.
TEST(BlastDrill, SamplesWhereNothingClosedExists) {
  std::vector<SmallCall> calls;
  for (int i = 0; i < 12; ++i) {
    calls.push_back({"s", numbered("m", i), 0.3});
    calls.push_back({numbered("m", i), "t", 0.3});
  }
  const Scenario scenario = scenario_of(calls, {"s"});
  const BlastDrill drill = blast_drill(scenario, std::vector<double>(14, 0.0));
  EXPECT_FALSE(drill.exact);
  const double truth = 1.0 - std::pow(1.0 - 0.09, 12);
  EXPECT_NEAR(fraction(scenario, drill, "t", "s"), truth, 4 * std::sqrt(truth * (1 - truth) / drill.samples));
  EXPECT_NEAR(fraction(scenario, drill, "t", "m3"), 0.3, 4 * std::sqrt(0.21 / drill.samples));
  EXPECT_EQ(fraction(scenario, drill, "m3", "t"), 0.0) << "failure runs from callee to caller alone";
  const BlastDrill again = blast_drill(scenario, std::vector<double>(14, 0.0));
  EXPECT_EQ(fraction(scenario, again, "t", "s"), fraction(scenario, drill, "t", "s"));
}

// A chain of 50: too long for all to be origins, and a product by hand.
TEST(BlastDrill, OfALargeGraphTakesTheServicesWhereMostLossesStart) {
  std::vector<SmallCall> calls;
  std::vector<double> lost;
  for (int i = 0; i < 50; ++i) {
    calls.push_back({numbered("s", i), numbered("s", i + 1), i % 2 == 0 ? 1.0 : 0.8});
    lost.push_back(i);
  }
  lost.push_back(50);
  const Scenario scenario = scenario_of(calls, {"s0"});
  const BlastDrill drill = blast_drill(scenario, lost);
  ASSERT_EQ(drill.origins.size(), kDrilledOfLarge);
  EXPECT_EQ(scenario.graph.service(drill.origins[0].service).id, "s50");
  EXPECT_EQ(scenario.graph.service(drill.origins.back().service).id, "s41");
  EXPECT_EQ(drill.tiers.size(), 51U);
  const double truth = std::pow(0.8, 5);
  EXPECT_NEAR(fraction(scenario, drill, "s50", "s40"), truth, 4 * std::sqrt(truth * (1 - truth) / drill.samples));
}

TEST(BlastDrill, ServesGraphsWithoutCallsOrServices) {
  Scenario scenario;
  scenario.graph = small_graph({}, {"alone"});
  scenario.journeys = {journey_into(scenario.graph, {"alone"})};
  scenario.marketplaces.push_back({"market", DemandCurve({0.0})});
  const BlastDrill drill = blast_drill(scenario, std::vector<double>{1.0});
  ASSERT_EQ(drill.origins.size(), 1U);
  EXPECT_EQ(drill.origins[0].orders_hit.value, 1.0);
  EXPECT_TRUE(drill.origins[0].victims.empty());
}

}  // namespace
}  // namespace faultline
