// Sweeps along and against the calls agree with each other. Deterministic.
#include "sim/blast/reach.h"

#include <gtest/gtest.h>

#include "models/core/philox.h"
#include "sim/blast/bits.h"
#include "tests/models/graph/small_graph.h"

namespace faultline {
namespace {

using testing::small_graph;
using testing::SmallCall;

/// 30 services, two calls each, cycles and all.
ServiceGraph any_graph(std::uint32_t number) {
  const KeyedDraws draws(77, number);
  constexpr std::uint32_t kServices = 30;
  std::vector<SmallCall> calls;
  for (std::uint32_t i = 0; i < kServices; ++i) {
    const auto one = static_cast<std::uint32_t>(kServices * draws.uniform(i, 0, 0));
    const auto other = static_cast<std::uint32_t>(kServices * draws.uniform(i, 0, 1));
    for (const std::uint32_t callee : {one, other}) {
      if (callee != i && (callee != other || one != other)) {
        calls.push_back({std::to_string(i), std::to_string(callee), draws.uniform(i, 1, callee)});
      }
    }
  }
  return small_graph(calls);
}

TEST(Reach, CallersAreThoseThatReachTheSourceAsACallee) {
  for (std::uint32_t number = 0; number < 50; ++number) {
    const ServiceGraph graph = any_graph(number);
    const Reach reach(graph);
    for (const std::size_t words : {std::size_t{8}, std::size_t{3}}) {
      const LiveEdges live(graph, 5, 0, words);
      for (std::uint32_t source = 0; source < graph.service_count(); ++source) {
        const CallerSamples callers = reach.callers(ServiceId{source}, live.all());
        std::size_t next = 0;
        for (std::uint32_t caller = 0; caller < graph.service_count(); ++caller) {
          std::vector<std::uint64_t> reached(graph.service_count() * words, 0);
          std::fill_n(reached.begin() + static_cast<std::ptrdiff_t>(caller * words), words, ~std::uint64_t{0});
          reach.callees(live.all(), reached);
          const std::uint64_t count = count_bits({reached.data() + source * words, words});
          if (count > 0) {
            ASSERT_LT(next, callers.services.size());
            EXPECT_EQ(callers.services[next], ServiceId{caller});
            EXPECT_EQ(callers.count[next], count);
            ++next;
          }
        }
        EXPECT_EQ(next, callers.services.size());
      }
    }
  }
}

TEST(Reach, PartOfTheSampleSaysTheSameAsAllOfIt) {
  const ServiceGraph graph = any_graph(1);
  const Reach reach(graph);
  const LiveEdges live(graph, 5, 0, 24);
  const auto reached_in = [&](std::size_t first, std::size_t words) {
    std::vector<std::uint64_t> reached(graph.service_count() * words, 0);
    std::fill_n(reached.begin(), words, ~std::uint64_t{0});
    reach.callees(live.block(first, words), reached);
    return reached;
  };
  const std::vector<std::uint64_t> whole = reached_in(0, 24);
  const std::vector<std::uint64_t> part = reached_in(16, 8);
  for (std::size_t service = 0; service < graph.service_count(); ++service) {
    for (std::size_t w = 0; w < 8; ++w) {
      ASSERT_EQ(part[service * 8 + w], whole[service * 24 + 16 + w]);
    }
  }
}

}  // namespace
}  // namespace faultline
