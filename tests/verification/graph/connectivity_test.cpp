// Reachability against published and exactly known answers (published-answers 1.3, 1.4 and 6). Exact cases to 1e-9
// relative or better; sampled ones within 3.3 standard errors (false-alarm rate 1e-3 a check, fixed seeds).
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <set>

#include "models/core/philox.h"
#include "models/graph/traffic.h"
#include "models/io/graph_reader.h"
#include "sim/blast/closed_form.h"
#include "sim/blast/joint_failure.h"
#include "sim/blast/loss_table.h"
#include "tests/models/graph/small_graph.h"
#include "tests/models/io/shared_data.h"

namespace faultline {
namespace {

using testing::journey_into;
using testing::small_graph;
using testing::SmallCall;

double exactly(const ServiceGraph& graph, const std::string& target) {
  const auto reach = exact_reach(graph, journey_into(graph, {"s"}));
  EXPECT_TRUE(reach.has_value());
  return (*reach)[graph.find(target)->index()];
}

void expect_sampled(double estimate, double truth, double samples) {
  EXPECT_NEAR(estimate, truth, 3.3 * std::sqrt(truth * (1.0 - truth) / samples));
}

/// A chain of k links between nodes; every node that must be up is a call of its own with coupling theta.
double chain(int k, double theta, double rho) {
  std::vector<SmallCall> calls{{"s", "up0", theta}};
  for (int i = 0; i < k; ++i) {
    calls.push_back({testing::numbered("up", i), testing::numbered("at", i + 1), rho});
    calls.push_back({testing::numbered("at", i + 1), testing::numbered("up", i + 1), theta});
  }
  return exactly(small_graph(calls), testing::numbered("up", k));
}

TEST(StochasticConnectivity, Chains) {
  for (const double theta : {0.90, 0.95, 0.99}) {
    for (const double rho : {0.90, 0.95, 0.99}) {
      for (const int k : {1, 2, 4, 8}) {
        EXPECT_NEAR(chain(k, theta, rho), std::pow(theta, k + 1) * std::pow(rho, k), 1e-12);
      }
    }
  }
  EXPECT_NEAR(chain(1, 0.95, 0.95), 0.857375, 1e-12);
  EXPECT_NEAR(chain(8, 0.9, 0.9), 0.166771816997, 1e-12);
  EXPECT_NEAR(chain(8, 0.99, 0.99), 0.842943193384, 1e-12);
}

TEST(StochasticConnectivity, LongChains) {
  const std::vector<std::array<double, 3>> rows{{16, 0.717730532598, 0.967522584684},
                                                {32, 0.52034052265, 0.937036988862},
                                                {64, 0.273489151022, 0.878917235731},
                                                {128, 0.0755518340675, 0.773268776042},
                                                {256, 0.00576573700098, 0.598543143144}};
  for (const auto& [k, q99, q999] : rows) {
    EXPECT_NEAR(chain(static_cast<int>(k), 0.99, 0.99), q99, 1e-11);
    EXPECT_NEAR(chain(static_cast<int>(k), 0.999, 0.999), q999, 1e-11);
  }
}

TEST(StochasticConnectivity, MandatoryFanOutNeedsEveryTarget) {
  const std::vector<std::pair<int, double>> rows{
      {1, 0.893855}, {2, 0.8236873825}, {4, 0.69944423102}, {8, 0.504352816812}, {12, 0.363676977441}};
  constexpr std::uint32_t kSamples = 262'144;
  for (const auto& [targets, published] : rows) {
    std::vector<SmallCall> calls{{"s", "up", 0.97}};
    for (int i = 0; i < targets; ++i) {
      calls.push_back({"up", testing::numbered("at", i), 0.95});
      calls.push_back({testing::numbered("at", i), testing::numbered("target", i), 0.97});
    }
    const ServiceGraph graph = small_graph(calls);
    const Journey journey = journey_into(graph, {"s"});
    const LossTable table(graph, std::span(&journey, 1), kSamples, 8);
    double all = 0.0;
    for (std::size_t w = 0; w < table.words(); ++w) {
      std::uint64_t together = ~std::uint64_t{0};
      for (int i = 0; i < targets; ++i) {
        together &= table.bits(JourneyId{0}, graph.find(testing::numbered("target", i)).value())[w];
      }
      all += std::popcount(together);
    }
    expect_sampled(all / kSamples, published, kSamples);
  }
}

TEST(StochasticConnectivity, ReplicatedTargetAndSharedDomain) {
  const std::vector<std::pair<int, double>> rows{{1, 0.738},     {2, 0.8118},       {3, 0.81918},
                                                 {5, 0.8199918}, {8, 0.8199999918}, {12, 0.819999999999}};
  const auto any_replica = [](int replicas, double rho) {
    std::vector<SmallCall> calls{{"s", "domain", rho}};
    for (int i = 0; i < replicas; ++i) {
      calls.push_back({"domain", testing::numbered("replica", i), 0.9});
    }
    const ServiceGraph graph = small_graph(calls);
    std::vector<ActiveFault> faults;
    for (int i = 0; i < replicas; ++i) {
      faults.push_back({graph.find(testing::numbered("replica", i)).value(), 1.0, false});
    }
    return exact_joint_failure(graph, journey_into(graph, {"s"}), faults).value();
  };
  for (const auto& [replicas, published] : rows) {
    EXPECT_NEAR(any_replica(replicas, 0.82), published, 1e-12);
  }
  EXPECT_NEAR(any_replica(3, 0.95), 0.94905, 1e-12);
  EXPECT_NEAR(any_replica(1, 0.95), 0.855, 1e-12);
}

TEST(StochasticConnectivity, AsynchronousSideEffect) {
  const ServiceGraph graph = small_graph({{"s", "entry", 0.97},
                                          {"entry", "to-core", 0.96},
                                          {"to-core", "core", 0.97},
                                          {"core", "to-bus", 0.85},
                                          {"to-bus", "bus", 0.97},
                                          {"bus", "to-worker", 0.85},
                                          {"to-worker", "worker", 0.97}});
  EXPECT_NEAR(exactly(graph, "core"), 0.903264, 1e-9);
  EXPECT_NEAR(exactly(graph, "worker"), 0.614039, 5e-7);
}

/// The archived call counts of Social Network; arrivals come by nginx's own calls.
GraphReading social_network() {
  const std::filesystem::path file = testing::test_data("graphs/social-network.json");
  return read_graph("jaeger", std::span(&file, 1));
}

TEST(PublishedCallCounts, TrafficEquationsReturnEveryInteger) {
  const ServiceGraph graph = social_network().graph;
  std::vector<double> external(graph.service_count(), 0.0);
  for (const auto& [name, calls] : std::vector<std::pair<std::string, double>>{{"compose-post", 10284},
                                                                               {"home-timeline", 5305},
                                                                               {"user-timeline", 2683},
                                                                               {"social-graph", 37624},
                                                                               {"user", 962}}) {
    external[graph.find(name)->index()] = calls;
  }
  const std::vector<double> rates = request_rates(graph, external);
  for (const auto& [name, inflow] : std::vector<std::pair<std::string, double>>{{"compose-post", 10284},
                                                                                {"home-timeline", 15589},
                                                                                {"user-timeline", 12967},
                                                                                {"text", 10284},
                                                                                {"social-graph", 48870},
                                                                                {"user", 86494},
                                                                                {"post-storage", 18272},
                                                                                {"media", 10284},
                                                                                {"unique-id", 10284},
                                                                                {"url-shorten", 10284},
                                                                                {"user-mention", 10284}}) {
    EXPECT_NEAR(rates[graph.find(name)->index()], inflow, 1e-12 * inflow) << name;
  }
  EXPECT_NEAR(spectral_radius(graph), 0.1308642, 5e-8);
}

TEST(PublishedCallCounts, AHeavierCycleIsRefusedByName) {
  const ServiceGraph graph = social_network().graph;
  const auto with = [&graph](double calls) {
    std::vector<Call> changed(graph.calls().begin(), graph.calls().end());
    for (Call& call : changed) {
      if (call.caller == graph.find("user") && call.callee == graph.find("social-graph")) {
        call.calls_per_request = calls;
      }
    }
    return ServiceGraph({graph.services().begin(), graph.services().end()}, changed);
  };
  const std::vector<double> external(graph.service_count(), 1.0);
  EXPECT_NO_THROW((void)request_rates(with(0.6494), external));
  try {
    (void)request_rates(with(0.6495), external);
    FAIL() << "accepted";
  } catch (const UnstableTraffic& error) {
    const std::set<ServiceId> cycle(error.cycle.begin(), error.cycle.end());
    EXPECT_EQ(cycle, (std::set<ServiceId>{*graph.find("user"), *graph.find("social-graph")}));
    EXPECT_GE(error.spectral_radius, 1.0);
  }
}

/// An undirected edge as two independent arcs; arcs into the source and out of the target cannot matter.
void add_both(std::vector<SmallCall>& calls, const std::string& a, const std::string& b, double p) {
  if (b != "s" && a != "t") {
    calls.push_back({a, b, p});
  }
  if (a != "s" && b != "t") {
    calls.push_back({b, a, p});
  }
}

ServiceGraph square_grid(int n) {
  const auto name = [](int x, int y) { return std::to_string(x) + "," + std::to_string(y); };
  std::vector<SmallCall> calls;
  for (int y = 0; y <= n; ++y) {
    add_both(calls, "s", name(1, y), 0.5);
    add_both(calls, name(n, y), "t", 0.5);
    for (int x = 1; x <= n; ++x) {
      if (x < n) {
        add_both(calls, name(x, y), name(x + 1, y), 0.5);
      }
      if (y < n) {
        add_both(calls, name(x, y), name(x, y + 1), 0.5);
      }
    }
  }
  return small_graph(calls);
}

TEST(Percolation, CrossingASquareGridHasProbabilityOneHalf) {
  EXPECT_NEAR(exactly(square_grid(1), "t"), 0.5, 1e-12);
  EXPECT_NEAR(exactly(square_grid(2), "t"), 0.5, 1e-12);
  for (const int n : {10, 30}) {
    const ServiceGraph graph = square_grid(n);
    ASSERT_EQ(graph.service_count(), static_cast<std::size_t>(n * (n + 1) + 2));
    const Journey journey = journey_into(graph, {"s"});
    const LossTable table(graph, std::span(&journey, 1), 100'032, 6);
    expect_sampled(table.reach_fraction(JourneyId{0}, graph.find("t").value()), 0.5, 100'032);
  }
}

TEST(StandardGraphs, TwoTerminalReliability) {
  struct Standard {
    std::vector<std::pair<std::string, std::string>> edges;
    double at_half;
    double at_nine_tenths;
    bool enumerable;
  };
  std::vector<Standard> graphs{{{{"s", "1"}, {"s", "2"}, {"1", "2"}, {"1", "t"}, {"2", "t"}}, 0.5, 0.97848, true},
                               {{}, 0.75, 0.997848, true},
                               {{}, 0.853515625, 0.9997948026, true},
                               {{}, 0.923583984375, 0.999979923413016, false},
                               {{}, 0.277099609375, 0.972502171407, true},
                               {{}, 0.637939453125, 0.997537635418824, false},
                               {{}, 0.52587890625, 0.997271880180912, false}};
  for (const int n : {4, 5, 6}) {
    const auto name = [n](int i) { return i == 0 ? "s" : i == n - 1 ? "t" : std::to_string(i); };
    for (int i = 0; i < n; ++i) {
      for (int j = i + 1; j < n; ++j) {
        graphs[static_cast<std::size_t>(n - 3)].edges.emplace_back(name(i), name(j));
      }
    }
  }
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 3; ++x) {
      const auto name = [](int i, int j) { return i + j == 0 ? "s" : i + j == 4 ? "t" : std::to_string(3 * j + i); };
      if (x < 2) {
        graphs[4].edges.emplace_back(name(x, y), name(x + 1, y));
      }
      if (y < 2) {
        graphs[4].edges.emplace_back(name(x, y), name(x, y + 1));
      }
    }
  }
  for (const int target : {1, 2}) {  // of the Petersen graph: a neighbour of 0, and one at distance 2
    const auto name = [target](int i) { return i == 0 ? "s" : i == target ? "t" : std::to_string(i); };
    for (int i = 0; i < 5; ++i) {
      auto& edges = graphs[static_cast<std::size_t>(4 + target)].edges;
      edges.emplace_back(name(i), name((i + 1) % 5));
      edges.emplace_back(name(i), name(i + 5));
      edges.emplace_back(name(5 + i), name(5 + (i + 2) % 5));
    }
  }
  constexpr std::uint32_t kSamples = 262'144;
  for (const Standard& standard : graphs) {
    for (const double p : {0.5, 0.9}) {
      std::vector<SmallCall> calls;
      for (const auto& [a, b] : standard.edges) {
        add_both(calls, a, b, p);
      }
      const ServiceGraph graph = small_graph(calls);
      const double truth = p == 0.5 ? standard.at_half : standard.at_nine_tenths;
      if (standard.enumerable) {
        EXPECT_NEAR(exactly(graph, "t"), truth, 1e-11);
      }
      const Journey journey = journey_into(graph, {"s"});
      const LossTable table(graph, std::span(&journey, 1), kSamples, 4);
      expect_sampled(table.reach_fraction(JourneyId{0}, graph.find("t").value()), truth, kSamples);
    }
  }
  const ServiceGraph directed =
      small_graph({{"s", "1", 0.9}, {"s", "2", 0.9}, {"1", "2", 0.9}, {"1", "t", 0.9}, {"2", "t", 0.9}});
  EXPECT_NEAR(exactly(directed, "t"), 0.97119, 1e-12);
}

TEST(SeveralFaults, AreNotTheProductOfTheirAnswers) {
  const ServiceGraph fork = small_graph({{"s", "a", 0.5}, {"a", "d1"}, {"a", "d2"}});
  const auto joint = [](const ServiceGraph& graph, const std::vector<std::string>& services, double m) {
    std::vector<ActiveFault> faults;
    for (const std::string& name : services) {
      faults.push_back({graph.find(name).value(), m, false});
    }
    const Journey journey = journey_into(graph, {"s"});
    const LossTable table(graph, std::span(&journey, 1), 262'144, 2);
    const double exact = exact_joint_failure(graph, journey, faults).value();
    expect_sampled(joint_failure_fraction(table, JourneyId{0}, faults), exact, 262'144);
    return exact;
  };
  EXPECT_NEAR(joint(fork, {"d1", "d2"}, 1.0), 0.5, 1e-12);
  EXPECT_NEAR(joint(fork, {"d1", "d2"}, 0.5), 0.375, 1e-12);
  const ServiceGraph diamond = small_graph({{"s", "a", 0.5}, {"s", "b", 0.5}, {"a", "d", 0.5}, {"b", "d", 0.5}});
  EXPECT_NEAR(exactly(diamond, "a"), 0.5, 1e-12);
  EXPECT_NEAR(exactly(diamond, "d"), 0.4375, 1e-12);
  EXPECT_NEAR(joint(diamond, {"a", "d"}, 1.0), 0.625, 1e-12);
}

TEST(RandomGraphs, ReachTheSquareOfTheGiantComponent) {
  // 2,000 services with 2 calls each on average between random pairs; mean over all pairs of 20 graphs. The published
  // limit is for n to infinity; 0.01 covers the finite size (the mean of 20 graphs has a standard error near 0.004).
  constexpr std::uint32_t kServices = 2000;
  double total = 0.0;
  for (std::uint32_t number = 0; number < 20; ++number) {
    const KeyedDraws draws(31, number);
    std::vector<Service> services(kServices);
    for (std::uint32_t i = 0; i < kServices; ++i) {
      services[i].id = std::to_string(i);
    }
    std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::uint32_t k = 0; pairs.size() < 2 * kServices; ++k) {
      const auto u = static_cast<std::uint32_t>(draws.uniform(k, 0, 0) * kServices);
      const auto v = static_cast<std::uint32_t>(draws.uniform(k, 1, 0) * kServices);
      if (u != v) {
        pairs.emplace(u, v);
      }
    }
    std::vector<Call> calls;
    for (const auto& [u, v] : pairs) {
      Call& call = calls.emplace_back();
      call.caller = ServiceId{u};
      call.callee = ServiceId{v};
    }
    const ServiceGraph graph(std::move(services), std::move(calls));
    std::vector<Journey> journeys;
    for (std::uint32_t s = 0; s < kServices; s += 4) {
      journeys.push_back({testing::numbered("j", s), {{ServiceId{s}, 1.0}}, {}});
    }
    const LossTable table(graph, journeys, 64, 1);
    for (std::size_t j = 0; j < journeys.size(); ++j) {
      for (std::uint32_t d = 0; d < kServices; ++d) {
        total += table.reach_fraction(JourneyId{j}, ServiceId{d}) /
                 (20.0 * static_cast<double>(journeys.size()) * kServices);
      }
    }
  }
  EXPECT_NEAR(total, 0.634910, 0.01) << total;
}

}  // namespace
}  // namespace faultline
