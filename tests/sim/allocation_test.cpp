// A replication allocates nothing once its memory has grown to what the replications at hand need.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

#include "sim/replication.h"
#include "tests/support/scenario_builder.h"

namespace {
std::atomic<long> allocations{0};
}  // namespace

// Replaced for the whole test program: counts, then does what the standard ones do.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace faultline {
namespace {

TEST(Allocation, NoneInAReplicationAfterTheFirst) {
  const Scenario scenario = support::make_scenario();
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, 1);
  const std::vector<PolicyCase> cases{
      {PolicyId{0}}, {PolicyId{1}}, {PolicyId{0}, SecondReviewer::low}, {PolicyId{1}, SecondReviewer::low}};
  std::vector<Outcome> outcomes(cases.size(), make_outcome(scenario));
  for (std::uint32_t r = 0; r < 5; ++r) runner.run(r, cases, outcomes);
  const long before = allocations;
  for (std::uint32_t r = 0; r < 5; ++r) runner.run(r, cases, outcomes);
  EXPECT_EQ(allocations - before, 0);
  EXPECT_GT(before, 0) << "the counter counts";
}

}  // namespace
}  // namespace faultline
