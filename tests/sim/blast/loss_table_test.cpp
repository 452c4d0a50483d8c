// Monte Carlo shares lie within 3.3 standard errors of the truth (false-alarm rate 1e-3 a check; seeds are fixed).
// Over the 200 random graphs the rate itself is checked: of n checks at most 1e-3 n + 5 may fail.
#include "sim/blast/loss_table.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "models/core/philox.h"
#include "sim/blast/closed_form.h"
#include "sim/blast/joint_failure.h"
#include "tests/models/graph/small_graph.h"

namespace faultline {
namespace {

using testing::journey_into;
using testing::small_graph;
using testing::SmallCall;

constexpr std::uint32_t kSamples = 65'536;

double tolerance(double p, double samples) { return 3.3 * std::sqrt(p * (1.0 - p) / samples) + 1e-12; }

void expect_reach(const ServiceGraph& graph, const std::string& entry, const std::string& target, double expected) {
  const Journey journey = journey_into(graph, {entry});
  const LossTable table(graph, std::span(&journey, 1), kSamples, 42);
  EXPECT_NEAR(table.reach_fraction(JourneyId{0}, graph.find(target).value()), expected, tolerance(expected, kSamples));
  const auto exact = exact_reach(graph, journey);
  ASSERT_TRUE(exact.has_value());
  EXPECT_NEAR((*exact)[graph.find(target)->index()], expected, 1e-12);
}

TEST(LossTable, ChainOfCouplingHReachesWithHToTheK) {
  expect_reach(small_graph({{"a", "b", 0.7}, {"b", "c", 0.7}, {"c", "d", 0.7}}), "a", "d", 0.7 * 0.7 * 0.7);
}

TEST(LossTable, CallsMadeSometimesPassOnFailureSometimes) {
  expect_reach(small_graph({{"a", "b", 0.8, 0.25}, {"b", "c", 0.5, 7.0}}), "a", "c", 0.8 * 0.25 * 0.5);
}

TEST(LossTable, LeavesOfAThreeAryTree) {
  std::vector<SmallCall> calls;
  for (int i = 1; i < 13; ++i) {
    calls.push_back({std::to_string((i - 1) / 3), std::to_string(i), 0.6});
  }
  expect_reach(small_graph(calls), "0", "12", 0.36);
}

TEST(LossTable, DiamondIsNotTheProductFormula) {
  const double h = 0.5;
  expect_reach(small_graph({{"s", "a", h}, {"s", "b", h}, {"a", "d", h}, {"b", "d", h}}), "s", "d",
               1.0 - (1.0 - h * h) * (1.0 - h * h));
}

TEST(LossTable, TwoServicesThatCallEachOther) {
  const ServiceGraph graph = small_graph({{"s", "a", 0.5}, {"a", "b", 0.6}, {"b", "a", 0.9}, {"s", "b", 0.3}});
  expect_reach(graph, "s", "a", 0.5 + 0.5 * 0.3 * 0.9);
  expect_reach(graph, "s", "b", 0.3 + 0.7 * 0.5 * 0.6);
}

TEST(LossTable, AsynchronousCallsCarryNoFailure) {
  expect_reach(small_graph({{"a", "b", 1.0, 1.0, true}, {"a", "c", 1.0}}), "a", "b", 0.0);
}

TEST(LossTable, TakesAllEntriesAndRareOnes) {
  const ServiceGraph graph = small_graph({{"a", "c", 0.5}, {"b", "c", 0.5}});
  Journey journey = journey_into(graph, {"a", "b"});
  journey.entries[1].requests_per_order = 0.4;
  const LossTable table(graph, std::span(&journey, 1), kSamples, 1);
  const double expected = 1.0 - 0.5 * (1.0 - 0.4 * 0.5);
  EXPECT_NEAR(table.reach_fraction(JourneyId{0}, graph.find("c").value()), expected, tolerance(expected, kSamples));
  EXPECT_NEAR(table.reach_fraction(JourneyId{0}, graph.find("b").value()), 0.4, tolerance(0.4, kSamples));
  EXPECT_NEAR((*exact_reach(graph, journey))[graph.find("c")->index()], expected, 1e-12);
}

TEST(LossTable, RoundsSamplesUpAndKeepsBitsInStepWithFractions) {
  const ServiceGraph graph = small_graph({{"a", "b", 0.5}});
  const Journey journey = journey_into(graph, {"a"});
  const LossTable table(graph, std::span(&journey, 1), 700, 1);
  EXPECT_EQ(table.samples(), 704U);
  int hit = 0;
  for (const std::uint64_t word : table.bits(JourneyId{0}, ServiceId{1})) {
    hit += std::popcount(word);
  }
  EXPECT_EQ(table.reach_fraction(JourneyId{0}, ServiceId{1}), hit / 704.0);
}

TEST(LossTable, AnUnrelatedServiceLeavesOtherDrawsUntouched) {
  const ServiceGraph before = small_graph({{"a", "b", 0.4}, {"b", "c", 0.7}});
  const ServiceGraph after = small_graph({{"z", "y", 0.5}, {"a", "x", 0.5}, {"a", "b", 0.4}, {"b", "c", 0.7}});
  const Journey first = journey_into(before, {"a"});
  const Journey second = journey_into(after, {"a"});
  const LossTable one(before, std::span(&first, 1), 4096, 9);
  const LossTable two(after, std::span(&second, 1), 4096, 9);
  const auto bits_one = one.bits(JourneyId{0}, before.find("c").value());
  const auto bits_two = two.bits(JourneyId{0}, after.find("c").value());
  EXPECT_TRUE(std::equal(bits_one.begin(), bits_one.end(), bits_two.begin(), bits_two.end()));
}

/// A random graph of 2 to 8 services with at most 14 calls.
ServiceGraph random_graph(std::uint32_t number) {
  const KeyedDraws draws(2024, number);
  const auto n = 2 + static_cast<std::uint32_t>(7 * draws.uniform(0, 0, 0));
  std::vector<SmallCall> calls;
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < n; ++i) {
    names.push_back(std::to_string(i));
  }
  for (std::uint32_t u = 0; u < n; ++u) {
    for (std::uint32_t v = 0; v < n; ++v) {
      if (u != v && calls.size() < 14 && draws.uniform(u, v, 1) < 0.35) {
        calls.push_back({names[u], names[v], draws.uniform(u, v, 2), 1.5 * draws.uniform(u, v, 3)});
      }
    }
  }
  return small_graph(calls, names);
}

/// Enumeration by plain search, one live-edge set at a time: shares no code with the product but the graph.
template <class Value>
double enumerate(const ServiceGraph& graph, const Value& value) {
  const auto calls = graph.calls();
  double total = 0.0;
  for (std::uint32_t live = 0; live < 1U << calls.size(); ++live) {
    double weight = 1.0;
    for (std::size_t i = 0; i < calls.size(); ++i) {
      const double p = calls[i].coupling * std::min(1.0, calls[i].calls_per_request);
      weight *= (live >> i & 1U) != 0 ? p : 1.0 - p;
    }
    std::vector<bool> reached(graph.service_count(), false);
    std::vector<std::uint32_t> open{0};
    reached[0] = true;
    while (!open.empty()) {
      const std::uint32_t u = open.back();
      open.pop_back();
      for (std::size_t i = 0; i < calls.size(); ++i) {
        const std::uint32_t v = calls[i].callee.index();
        if (calls[i].caller.index() == u && (live >> i & 1U) != 0 && !reached[v]) {
          reached[v] = true;
          open.push_back(v);
        }
      }
    }
    total += weight * value(reached);
  }
  return total;
}

TEST(LossTable, AgreesWithEnumerationOnTwoHundredRandomGraphs) {
  int checks = 0;
  int outside = 0;
  for (std::uint32_t number = 0; number < 200; ++number) {
    const ServiceGraph graph = random_graph(number);
    const Journey journey = journey_into(graph, {"0"});
    const LossTable table(graph, std::span(&journey, 1), 16'384, 1000 + number);
    const auto reach = exact_reach(graph, journey);
    ASSERT_TRUE(reach.has_value());
    std::vector<ActiveFault> faults;
    for (std::uint32_t d = 0; d < graph.service_count(); ++d) {
      const double truth = enumerate(graph, [d](const std::vector<bool>& reached) { return reached[d] ? 1.0 : 0.0; });
      ASSERT_NEAR((*reach)[d], truth, 1e-12);
      ++checks;
      outside += std::abs(table.reach_fraction(JourneyId{0}, ServiceId{d}) - truth) > tolerance(truth, 16'384) ? 1 : 0;
      if (d > 0) {
        faults.push_back({ServiceId{d}, 0.2 + 0.1 * d, false});
      }
    }
    const double joint = enumerate(graph, [&faults](const std::vector<bool>& reached) {
      double success = 1.0;
      for (const ActiveFault& fault : faults) {
        success *= reached[fault.service.index()] ? 1.0 - fault.magnitude : 1.0;
      }
      return 1.0 - success;
    });
    ASSERT_NEAR(exact_joint_failure(graph, journey, faults).value(), joint, 1e-12);
    ++checks;
    // The joint share lies in [0, 1], so its variance is at most p (1 - p).
    const double estimate = joint_failure_fraction(table, JourneyId{0}, faults);
    outside += std::abs(estimate - joint) > tolerance(joint, 16'384) ? 1 : 0;
  }
  EXPECT_GT(checks, 800);
  EXPECT_LE(outside, checks / 1000 + 5);
}

TEST(ClosedForm, OrdersHitAreTheReachOfEachJourneyByItsShare) {
  // The one reaches a diamond, the other a tree of which the diamond knows the root; part of it nobody reaches.
  const ServiceGraph graph = small_graph({{"s", "a", 0.5},
                                          {"s", "b", 0.4},
                                          {"a", "t", 0.7},
                                          {"b", "t", 0.6},
                                          {"t", "x", 0.9},
                                          {"r", "t", 0.3},
                                          {"r", "y", 0.2},
                                          {"z", "y", 1.0}});
  std::vector<Journey> journeys{journey_into(graph, {"s"}), journey_into(graph, {"r"})};
  journeys[0].demand_share = {0.75};
  journeys[1].demand_share = {0.25};
  const std::vector<double> hit = exact_orders_hit(graph, journeys).value();
  const std::vector<double> first = exact_reach(graph, journeys[0]).value();
  const std::vector<double> second = exact_reach(graph, journeys[1]).value();
  for (std::size_t service = 0; service < hit.size(); ++service) {
    EXPECT_EQ(hit[service], 0.75 * first[service] + 0.25 * second[service]);
  }
  EXPECT_NEAR(hit[graph.find("x")->index()], 0.9 * (0.75 * (1.0 - (1.0 - 0.35) * (1.0 - 0.24)) + 0.25 * 0.3), 1e-12);
  EXPECT_EQ(hit[graph.find("z")->index()], 0.0);
}

TEST(ClosedForm, GivesUpOnManyUncertainCalls) {
  std::vector<SmallCall> calls;
  for (int i = 0; i < 12; ++i) {
    calls.push_back({"s", std::to_string(i), 0.5});
    calls.push_back({std::to_string(i), "t", 0.5});
  }
  const ServiceGraph graph = small_graph(calls);
  EXPECT_FALSE(exact_reach(graph, journey_into(graph, {"s"})).has_value());
  const ServiceGraph certain = small_graph({{"s", "a"}, {"s", "b"}, {"a", "t"}, {"b", "t"}, {"t", "a"}, {"t", "x", 0}});
  EXPECT_EQ(exact_reach(certain, journey_into(certain, {"s"})).value(), (std::vector<double>{1, 1, 1, 1, 0}));
}

}  // namespace
}  // namespace faultline
