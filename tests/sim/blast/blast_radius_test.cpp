// Sampled shares lie within 3.3 standard errors (false alarms 1e-3 a check, fixed seeds); the rest is deterministic.
#include "sim/blast/blast_radius.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/graph/traffic.h"
#include "sim/blast/closed_form.h"
#include "tests/models/graph/small_graph.h"

namespace faultline {
namespace {

using testing::small_graph;

TEST(BlastRadius, IsExactOnATreeAndFindsThePath) {
  const ServiceGraph graph = small_graph({{"web", "cart", 0.5}, {"cart", "db", 0.4}, {"admin", "audit", 1.0}});
  const std::vector<Journey> journeys = entry_point_journeys(graph);
  ASSERT_EQ(journeys.size(), 2U);  // web and admin, half of the orders each
  const BlastRadius blast(graph, journeys, 4096, 1);
  const OrderShare db = blast.orders_hit()[graph.find("db")->index()];
  EXPECT_TRUE(db.exact);
  EXPECT_NEAR(db.value, 0.5 * 0.2, 1e-15);
  EXPECT_EQ(db.low, db.high);
  EXPECT_EQ(blast.path_to(graph.find("db").value()),
            (std::vector<ServiceId>{*graph.find("web"), *graph.find("cart"), *graph.find("db")}));
  EXPECT_NEAR(blast.path_probability(graph.find("db").value()), 0.2, 1e-15);
}

TEST(BlastRadius, TakesTheMostProbableOfTwoPaths) {
  const ServiceGraph graph = small_graph({{"s", "d", 0.3}, {"s", "a", 0.8}, {"a", "d", 0.5}, {"d", "a", 1.0}});
  const BlastRadius blast(graph, entry_point_journeys(graph), 64, 1);
  EXPECT_EQ(blast.path_to(graph.find("d").value()).size(), 3U);
  EXPECT_NEAR(blast.path_probability(graph.find("d").value()), 0.4, 1e-15);
}

TEST(BlastRadius, SamplesOrdersOverAllJourneysWhereNothingClosedExists) {
  // 24 uncertain calls between two layers: no closed form for the whole. By hand: t is hit unless all pairs are dead.
  std::vector<testing::SmallCall> calls{{"other", "t", 0.5}};
  for (int i = 0; i < 12; ++i) {
    const std::string middle = std::to_string(i);
    calls.push_back({"s", middle, 0.3});
    calls.push_back({middle, "t", 0.3});
  }
  const ServiceGraph graph = small_graph(calls);
  std::vector<Journey> journeys{testing::journey_into(graph, {"s"}), testing::journey_into(graph, {"other"})};
  journeys[0].demand_share = {0.75};
  journeys[1].demand_share = {0.25};
  const BlastRadius blast(graph, journeys, 65'536, 3);
  const OrderShare t = blast.orders_hit()[graph.find("t")->index()];
  const double truth = 0.75 * (1.0 - std::pow(1.0 - 0.09, 12)) + 0.25 * 0.5;
  EXPECT_FALSE(t.exact);
  EXPECT_NEAR(t.value, truth, 3.3 * std::sqrt(truth * (1.0 - truth) / 65'536));
  EXPECT_LT(t.low, t.value);
  EXPECT_GT(t.high, t.value);
  EXPECT_NEAR(t.high - t.low, 2 * 1.96 * std::sqrt(truth * (1.0 - truth) / 65'536), 1e-4);
}

TEST(BlastRadius, SpreadCountsServicesWithErrorsAndTheirFailingRequests) {
  const ServiceGraph graph = small_graph({{"web", "cart", 0.5, 2.0}, {"cart", "db", 1.0, 3.0}, {"web", "ads", 0.0}});
  const BlastRadius blast(graph, entry_point_journeys(graph), 65'536, 5);
  const std::vector<double> rates = request_rates(graph, std::vector<double>{1, 0, 0, 0});
  const Spread spread = blast.spread(graph.find("db").value(), rates);
  EXPECT_NEAR(spread.services_with_errors, 1.5, 3.3 * 0.5 / 64);
  ASSERT_EQ(spread.sufferers.size(), 3U);
  EXPECT_EQ(spread.sufferers[0].service, graph.find("db"));
  EXPECT_NEAR(spread.sufferers[0].failing_requests_per_order, 6.0, 1e-12);
  EXPECT_EQ(spread.sufferers[1].service, graph.find("cart"));
  EXPECT_NEAR(spread.sufferers[1].failing_requests_per_order, 2.0, 1e-12);
  EXPECT_NEAR(spread.sufferers[2].failing_requests_per_order, 0.5, 3.3 * 0.5 / 64);
}

TEST(BlastRadius, ServesAGraphWithoutEntries) {
  const ServiceGraph graph = small_graph({{"a", "b"}, {"b", "a"}});
  const BlastRadius blast(graph, entry_point_journeys(graph), 64, 1);
  EXPECT_EQ(blast.orders_hit()[0].value, 0.0);
  EXPECT_TRUE(blast.path_to(ServiceId{0}).empty());
  EXPECT_NEAR(blast.spread(ServiceId{0}, {}).services_with_errors, 1.0, 0);
  const ServiceGraph none({}, {});
  EXPECT_TRUE(BlastRadius(none, entry_point_journeys(none), 64, 1).orders_hit().empty());
}

}  // namespace
}  // namespace faultline
