// Availability of two real service graphs against published models (published-answers 1.1 and 1.2). Enumerations are
// exact to 1e-9; the sampled check uses 3.3 standard errors (false-alarm rate 1e-3 a check, fixed seeds).
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <map>
#include <set>

#include "models/core/philox.h"
#include "sim/blast/joint_failure.h"
#include "sim/blast/loss_table.h"
#include "tests/models/graph/small_graph.h"

namespace faultline {
namespace {

using testing::journey_into;
using testing::small_graph;
using testing::SmallCall;

/// A graph whose journeys need fixed sets of services, and replicas that are killed.
struct System {
  ServiceGraph graph;
  std::vector<Journey> journeys;
  std::vector<double> shares;
  std::vector<ServiceId> slots;  // one for each replica that may be killed

  /// Success of each journey when the services of the bit set are down.
  class Outcomes {
   public:
    explicit Outcomes(const System& system) : system_(system), table_(system.graph, system.journeys, 64, 1) {}
    /// Which slots are dead, as bits.
    const std::vector<double>& success(std::uint32_t dead_slots) {
      std::map<std::uint32_t, int> alive;
      for (std::size_t i = 0; i < system_.slots.size(); ++i) {
        alive[system_.slots[i].index()] += (dead_slots >> i & 1U) == 0 ? 1 : 0;
      }
      std::uint32_t down = 0;
      std::vector<ActiveFault> faults;
      for (const auto& [service, replicas] : alive) {
        if (replicas == 0) {
          down |= 1U << service;
          faults.push_back({ServiceId{service}, 1.0, false});
        }
      }
      const auto [found, fresh] = by_down_.try_emplace(down);
      if (fresh) {
        for (std::size_t j = 0; j < system_.journeys.size(); ++j) {
          found->second.push_back(1.0 - joint_failure_fraction(table_, JourneyId{j}, faults));
        }
      }
      return found->second;
    }

   private:
    const System& system_;
    LossTable table_;
    std::map<std::uint32_t, std::vector<double>> by_down_;
  };

  /// Mean success of each journey over all ways to kill exactly `killed` slots, and last the share-weighted mean.
  [[nodiscard]] std::vector<double> enumerate(std::size_t killed) const {
    Outcomes outcomes(*this);
    std::vector<double> total(journeys.size() + 1, 0.0);
    double ways = 0.0;
    std::uint32_t set = (1U << killed) - 1;
    while (set < 1U << slots.size()) {
      const std::vector<double>& success = outcomes.success(set);
      for (std::size_t j = 0; j < journeys.size(); ++j) {
        total[j] += success[j];
        total.back() += shares[j] * success[j];
      }
      ways += 1.0;
      const std::uint32_t lowest = set & (0 - set);  // Gosper's hack: the next set of the same size
      const std::uint32_t ripple = set + lowest;
      set = ripple | (((set ^ ripple) / lowest) >> 2);
    }
    for (double& value : total) {
      value /= ways;
    }
    return total;
  }

  [[nodiscard]] double sample(std::size_t killed, std::uint32_t trials) const {
    Outcomes outcomes(*this);
    const KeyedDraws draws(77, 0);
    double total = 0.0;
    for (std::uint32_t trial = 0; trial < trials; ++trial) {
      std::uint32_t dead = 0;
      for (std::uint32_t k = 0; std::popcount(dead) < static_cast<int>(killed); ++k) {
        dead |= 1U << static_cast<std::uint32_t>(draws.uniform(trial, 1, k) * static_cast<double>(slots.size()));
      }
      const std::vector<double>& success = outcomes.success(dead);
      for (std::size_t j = 0; j < journeys.size(); ++j) {
        total += shares[j] * success[j];
      }
    }
    return total / trials;
  }
};

System social_network(bool replicated) {
  std::vector<SmallCall> calls;
  for (const auto& [caller, callees] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"nginx", {"compose-post", "home-timeline", "user-timeline", "social-graph", "user"}},
           {"compose-post", {"home-timeline", "media", "post-storage", "text", "unique-id", "user", "user-timeline"}},
           {"home-timeline", {"post-storage", "social-graph"}},
           {"social-graph", {"user"}},
           {"text", {"url-shorten", "user-mention"}},
           {"user", {"social-graph"}},
           {"user-timeline", {"post-storage"}}}) {
    for (const std::string& callee : callees) {
      calls.push_back({caller, callee, 0.0});  // which services an endpoint needs is given by its entries
    }
  }
  System system{small_graph(calls), {}, {0.6, 0.3, 0.1}, {}};
  std::vector<std::string> all;
  for (const Service& service : system.graph.services()) {
    all.push_back(service.id);
  }
  system.journeys = {journey_into(system.graph, {"nginx", "home-timeline", "post-storage", "social-graph"}),
                     journey_into(system.graph, {"nginx", "user-timeline", "post-storage"}),
                     journey_into(system.graph, all)};
  const std::set<std::string> tripled{"compose-post", "home-timeline", "user-timeline", "text", "media"};
  for (const std::string& name : all) {
    const int replicas = replicated && tripled.contains(name) ? 3 : 1;
    for (int i = 0; i < replicas; ++i) {
      system.slots.push_back(system.graph.find(name).value());
    }
  }
  return system;
}

struct Row {
  std::size_t killed;
  std::array<double, 3> by_endpoint;
  double availability;
  double published;
  double published_sd;  // or half a unit of the last printed digit where none is given
};

void expect_rows(const System& system, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const std::vector<double> exact = system.enumerate(row.killed);
    for (std::size_t j = 0; j < 3; ++j) {
      EXPECT_NEAR(exact[j], row.by_endpoint[j], 5.1e-7) << "K = " << row.killed << " endpoint " << j;
    }
    EXPECT_NEAR(exact[3], row.availability, 1e-9) << "K = " << row.killed;
    EXPECT_NEAR(exact[3], row.published, row.published_sd + 5e-5) << "K = " << row.killed;
    constexpr std::uint32_t kTrials = 100'000;
    EXPECT_NEAR(system.sample(row.killed, kTrials), row.availability,
                3.3 * std::sqrt(row.availability * (1.0 - row.availability) / kTrials) + 1e-12);
  }
}

TEST(SocialNetwork, WithoutReplicas) {
  const System system = social_network(false);
  ASSERT_EQ(system.slots.size(), 12U);
  ASSERT_EQ(system.graph.call_count(), 19U);
  expect_rows(system, {{2, {0.424242, 0.545455, 0}, 23.0 / 55, 0.4182, 0.0005},
                       {4, {0.141414, 0.254545, 0}, 0.6 * 70 / 495 + 0.3 * 126 / 495, 0.1613, 0.0005},
                       {6, {0.030303, 0.090909, 0}, 1.0 / 22, 0.0454, 0.0002},
                       {9, {0, 0.004545, 0}, 3.0 / 2200, 0.0014, 0},
                       {11, {0, 0, 0}, 0, 0, 0}});
}

TEST(SocialNetwork, WithReplicas) {
  const System system = social_network(true);
  ASSERT_EQ(system.slots.size(), 22U);
  expect_rows(system, {{3, {0.628571, 0.739610, 0.292208}, 387.0 / 616, 0.6281, 0.0005},
                       {7, {0.284783, 0.440590, 0.023748}, 86813.0 / 284240, 0.3054, 0.0007},
                       {11, {0.088899, 0.203634, 0}, 10349.0 / 90440, 0.1145, 0.0004},
                       {16, {0.005482, 0.033037, 0}, 469.0 / 35530, 0.0132, 0.0001},
                       {20, {0, 0, 0}, 0, 0, 0}});
}

System astronomy_shop(bool async) {
  std::vector<SmallCall> calls;
  for (const auto& [caller, callees] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"ad", {"flagd"}},
           {"cart", {"flagd"}},
           {"checkout", {"cart", "currency", "email", "kafka", "payment", "product-catalog", "shipping"}},
           {"fraud-detection", {"flagd"}},
           {"frontend", {"ad", "cart", "checkout", "product-catalog", "product-reviews", "recommendation"}},
           {"kafka", {"accounting", "fraud-detection"}},
           {"payment", {"flagd"}},
           {"product-reviews", {"flagd"}},
           {"recommendation", {"flagd", "product-catalog"}},
           {"shipping", {"quote"}}}) {
    for (const std::string& callee : callees) {
      const bool kafka = caller == "kafka" || callee == "kafka";
      calls.push_back({caller, callee, caller == "kafka" ? 1.0 : 0.0, 1.0, kafka && async});
    }
  }
  System system{small_graph(calls), {}, {0.25, 0.25, 0.25, 0.25}, {}};
  for (const std::vector<std::string>& targets : std::vector<std::vector<std::string>>{
           {"product-catalog"}, {"recommendation"}, {"cart"}, {"checkout", "cart", "payment", "shipping"}}) {
    std::vector<std::string> entries = targets;
    entries.push_back("frontend");
    system.journeys.push_back(journey_into(system.graph, entries));
  }
  for (std::size_t i = 0; i < system.graph.service_count(); ++i) {
    if (system.graph.service(ServiceId{i}).id != "frontend") {
      system.slots.emplace_back(i);
    }
  }
  return system;
}

TEST(AstronomyShop, FiveOfFiveRowsAndAsynchronousCallsChangeNothing) {
  const System blocking = astronomy_shop(false);
  const System async = astronomy_shop(true);
  ASSERT_EQ(blocking.graph.service_count(), 16U);
  ASSERT_EQ(blocking.graph.call_count(), 23U);
  const std::vector<std::array<double, 4>> rows{{2, 82.0 / 105, 11.0 / 21, 0.781},
                                                {4, 1111.0 / 1820, 22.0 / 91, 0.610},
                                                {8, 139.0 / 390, 1.0 / 39, 0.356},
                                                {10, 137.0 / 546, 1.0 / 273, 0.251},
                                                {14, 1.0 / 20, 0, 0.050}};
  for (const auto& [killed, availability, checkout, published] : rows) {
    const std::vector<double> exact = blocking.enumerate(static_cast<std::size_t>(killed));
    EXPECT_NEAR(exact[4], availability, 1e-9);
    EXPECT_NEAR(exact[3], checkout, 1e-9);
    EXPECT_NEAR(exact[0], 1.0 - killed / 15.0, 1e-9);
    EXPECT_EQ(std::round(exact[4] * 1000), std::round(published * 1000));
    EXPECT_EQ(exact, async.enumerate(static_cast<std::size_t>(killed)));
  }
}

}  // namespace
}  // namespace faultline
