#include "models/graph/traffic.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/core/philox.h"
#include "tests/models/graph/small_graph.h"

namespace faultline {
namespace {

struct Edge {
  int caller;
  int callee;
  double calls;
};

ServiceGraph make_graph(std::size_t n, const std::vector<Edge>& edges) {
  std::vector<Service> services(n);
  for (std::size_t i = 0; i < n; ++i) {
    services[i].id = std::to_string(i);
  }
  std::vector<Call> calls;
  for (const Edge& edge : edges) {
    Call call{ServiceId{edge.caller}, ServiceId{edge.callee}};
    call.calls_per_request = edge.calls;
    calls.push_back(call);
  }
  return {std::move(services), std::move(calls)};
}

/// Largest |lambda - gamma - P^T lambda| relative to the largest rate.
double residual(const ServiceGraph& graph, const std::vector<double>& external, const std::vector<double>& rates) {
  std::vector<double> expected = external;
  double largest = 0.0;
  for (const Call& call : graph.calls()) {
    expected[call.callee.index()] += rates[call.caller.index()] * call.calls_per_request;
  }
  double worst = 0.0;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    worst = std::max(worst, std::abs(expected[i] - rates[i]));
    largest = std::max(largest, rates[i]);
  }
  return worst / largest;
}

TEST(Traffic, DiamondAddsUp) {
  const ServiceGraph graph = make_graph(4, {{0, 1, 2.0}, {0, 2, 0.5}, {1, 3, 3.0}, {2, 3, 1.0}});
  EXPECT_EQ(request_rates(graph, std::vector<double>{10, 0, 0, 1}), (std::vector<double>{10, 20, 5, 66}));
  EXPECT_EQ(spectral_radius(graph), 0.0);
}

TEST(Traffic, AsynchronousCallsCarryLoad) {
  const ServiceGraph graph = testing::small_graph({{"a", "b", 1.0, 1.0, true}});
  EXPECT_EQ(request_rates(graph, std::vector<double>{4, 0}), (std::vector<double>{4, 4}));
}

TEST(Traffic, TwoServicesThatCallEachOther) {
  const ServiceGraph graph = make_graph(3, {{0, 1, 0.5}, {1, 0, 0.8}, {1, 2, 2.0}});
  const std::vector<double> rates = request_rates(graph, std::vector<double>{6, 0, 0});
  EXPECT_NEAR(rates[0], 10.0, 1e-12);  // 6 / (1 - 0.4)
  EXPECT_NEAR(rates[1], 5.0, 1e-12);
  EXPECT_NEAR(rates[2], 10.0, 1e-12);
  EXPECT_NEAR(spectral_radius(graph), std::sqrt(0.4), 1e-12);
}

TEST(Traffic, NamesTheHeaviestCycleWhenCallsMultiply) {
  // 0 <-> 1 is harmless; 1 -> 2 -> 3 -> 1 multiplies by 1.2 a round.
  const ServiceGraph graph = make_graph(4, {{0, 1, 0.5}, {1, 0, 0.1}, {1, 2, 2.0}, {2, 3, 1.0}, {3, 1, 0.6}});
  try {
    (void)request_rates(graph, std::vector<double>{1, 0, 0, 0});
    FAIL() << "accepted";
  } catch (const UnstableTraffic& error) {
    std::vector<ServiceId> cycle = error.cycle;
    std::sort(cycle.begin(), cycle.end());
    EXPECT_EQ(cycle, (std::vector<ServiceId>{ServiceId{1}, ServiceId{2}, ServiceId{3}}));
    EXPECT_GT(error.spectral_radius, 1.0);
    EXPECT_NE(std::string(error.what()).find("1 -> 2"), std::string::npos) << error.what();
  }
}

TEST(Traffic, RefusesACycleThatNoRequestReachesAndOneOfExactlyOne) {
  EXPECT_THROW((void)request_rates(make_graph(3, {{1, 2, 2.0}, {2, 1, 1.0}}), std::vector<double>{1, 0, 0}),
               UnstableTraffic);
  EXPECT_THROW((void)request_rates(make_graph(2, {{0, 1, 2.0}, {1, 0, 0.5}}), std::vector<double>{1, 0}),
               UnstableTraffic);
}

TEST(Traffic, NamesACycleThatNeitherGrowsNorShrinks) {
  try {
    (void)request_rates(make_graph(2, {{0, 1, 1.0}, {1, 0, 1.0}}), std::vector<double>{1, 0});
    FAIL() << "accepted";
  } catch (const UnstableTraffic& error) {
    EXPECT_EQ(error.cycle.size(), 2U);
  }
}

TEST(Traffic, LargeCycleAgreesWithTheEquations) {
  // A ring of 2,000 with chords: solved by BiCGSTAB. Rows of P sum to 0.9.
  constexpr int kServices = 2000;
  const KeyedDraws draws(7, 0);
  std::vector<Edge> edges;
  for (int i = 0; i < kServices; ++i) {
    edges.push_back({i, (i + 1) % kServices, 0.5});
    const int chord = static_cast<int>(draws.uniform(static_cast<std::uint32_t>(i), 1, 0) * kServices);
    if (chord != i && chord != (i + 1) % kServices) {
      edges.push_back({i, chord, 0.4});
    }
  }
  const ServiceGraph graph = make_graph(kServices, edges);
  std::vector<double> external(kServices, 0.0);
  external[0] = 100.0;
  EXPECT_LT(residual(graph, external, request_rates(graph, external)), 1e-10);
  const double radius = spectral_radius(graph);
  EXPECT_GT(radius, 0.5);
  EXPECT_LT(radius, 0.9 + 1e-9);
}

TEST(Traffic, LargeUnstableCycleIsRefused) {
  constexpr int kServices = 1000;
  std::vector<Edge> edges;
  for (int i = 0; i < kServices; ++i) {
    edges.push_back({i, (i + 1) % kServices, i == 0 ? 2.0 : 1.0});
  }
  std::vector<double> external(kServices, 0.0);
  external[5] = 1.0;
  EXPECT_THROW((void)request_rates(make_graph(kServices, edges), external), UnstableTraffic);
}

}  // namespace
}  // namespace faultline
