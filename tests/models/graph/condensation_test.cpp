// Counts of labelled digraphs by number of strong components: OEIS A003030 (strong) and A003024 (acyclic), enumerated.
#include "models/graph/condensation.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/models/graph/small_graph.h"

namespace faultline {
namespace {

ServiceGraph digraph(int n, std::uint32_t arcs) {
  std::vector<Service> services(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) {
    services[static_cast<std::size_t>(i)].id = std::to_string(i);
  }
  std::vector<Call> calls;
  for (int u = 0; u < n; ++u) {
    for (int v = 0; v < n; ++v) {
      if (u != v) {
        if ((arcs & 1U) != 0) {
          calls.push_back(Call{ServiceId{u}, ServiceId{v}});
        }
        arcs >>= 1;
      }
    }
  }
  return {std::move(services), std::move(calls)};
}

std::map<std::size_t, int> count_by_components(int n) {
  std::map<std::size_t, int> counts;
  for (std::uint32_t arcs = 0; arcs < (1U << (n * (n - 1))); ++arcs) {
    const ServiceGraph graph = digraph(n, arcs);
    const Condensation condensation(graph);
    for (const Call& call : graph.calls()) {
      EXPECT_LE(condensation.component_of(call.caller), condensation.component_of(call.callee));
    }
    ++counts[condensation.component_count()];
  }
  return counts;
}

TEST(Condensation, CountsEveryLabelledDigraph) {
  EXPECT_EQ(count_by_components(2), (std::map<std::size_t, int>{{1, 1}, {2, 3}}));
  EXPECT_EQ(count_by_components(3), (std::map<std::size_t, int>{{1, 18}, {2, 21}, {3, 25}}));
  EXPECT_EQ(count_by_components(4), (std::map<std::size_t, int>{{1, 1606}, {2, 1173}, {3, 774}, {4, 543}}));
}

TEST(Condensation, MembersPartitionTheServices) {
  // 0 <-> 1 -> 2 -> 3 -> 2, 4 alone
  const ServiceGraph graph = testing::small_graph({{"0", "1"}, {"1", "0"}, {"1", "2"}, {"2", "3"}, {"3", "2"}}, {"4"});
  const Condensation condensation(graph);
  EXPECT_EQ(condensation.component_count(), 3U);
  std::size_t members = 0;
  for (std::size_t c = 0; c < condensation.component_count(); ++c) {
    for (const ServiceId service : condensation.members(c)) {
      EXPECT_EQ(condensation.component_of(service), c);
      ++members;
    }
  }
  EXPECT_EQ(members, 5U);
  EXPECT_EQ(longest_path(graph, condensation), 1U);
  EXPECT_EQ(weak_component_count(graph), 2U);
}

TEST(Condensation, SurvivesAChainOfAMillionCalls) {
  constexpr int kLength = 1'000'000;
  std::vector<Service> services(kLength + 1);
  std::vector<Call> calls;
  for (int i = 0; i <= kLength; ++i) {
    services[static_cast<std::size_t>(i)].id = std::to_string(i);
    if (i < kLength) {
      calls.push_back(Call{ServiceId{i}, ServiceId{i + 1}});
    }
  }
  const ServiceGraph graph(std::move(services), std::move(calls));
  const Condensation condensation(graph);
  EXPECT_EQ(longest_path(graph, condensation), std::size_t{kLength});
  EXPECT_EQ(weak_component_count(graph), 1U);
}

TEST(Condensation, OfNoServiceIsEmpty) {
  const ServiceGraph graph({}, {});
  EXPECT_EQ(Condensation(graph).component_count(), 0U);
  EXPECT_EQ(longest_path(graph, Condensation(graph)), 0U);
  EXPECT_EQ(weak_component_count(graph), 0U);
}

}  // namespace
}  // namespace faultline
