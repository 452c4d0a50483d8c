// The published statistics of evidence section 7. Shares over random draws are checked within 4 standard errors (false
// alarms about 6e-5 a check); seeds are fixed, so a failure means that the generator changed.
#include "models/graph/generator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "models/graph/condensation.h"
#include "models/graph/traffic.h"

namespace faultline {
namespace {

std::vector<std::uint32_t> in_degrees(const ServiceGraph& graph) {
  std::vector<std::uint32_t> degrees(graph.service_count(), 0);
  for (const Call& call : graph.calls()) {
    ++degrees[call.callee.index()];
  }
  return degrees;
}

class LargeGraph : public ::testing::Test {
 protected:
  static const ServiceGraph& graph() {
    static const ServiceGraph large = generate_graph({.services = 30'000, .seed = 11});
    return large;
  }
};

TEST_F(LargeGraph, RolesAreThePublishedMix) {
  const std::vector<std::uint32_t> degrees = in_degrees(graph());
  int entry = 0;
  int leaf = 0;
  for (std::size_t i = 0; i < graph().service_count(); ++i) {
    const bool calls = !graph().calls_from(ServiceId{i}).empty();
    ASSERT_TRUE(calls || degrees[i] > 0) << "an isolated service";
    entry += degrees[i] == 0 ? 1 : 0;
    leaf += calls ? 0 : 1;
  }
  EXPECT_EQ(entry, 3900);
  EXPECT_EQ(leaf, 11700);
}

TEST_F(LargeGraph, FivePerCentOfServicesHaveSixteenCallersAndAParetoTail) {
  double log_sum = 0.0;
  int hubs = 0;
  for (const std::uint32_t degree : in_degrees(graph())) {
    if (degree >= 16) {
      log_sum += std::log(degree / 15.5);  // Hill's estimator with the correction for whole numbers
      ++hubs;
    }
  }
  EXPECT_NEAR(hubs / 30'000.0, 0.05, 0.01);
  const double alpha = hubs / log_sum;
  const double error = alpha / std::sqrt(hubs);
  EXPECT_GT(alpha, 1.3 - error);
  EXPECT_LT(alpha, 1.6 + error);
}

TEST_F(LargeGraph, HubsTakeMostCalls) {
  std::vector<double> external(graph().service_count(), 0.0);
  for (const ServiceId entry : graph().entry_points()) {
    external[entry.index()] = 1.0;
  }
  const std::vector<double> rates = request_rates(graph(), external);
  const std::vector<std::uint32_t> degrees = in_degrees(graph());
  double to_hubs = 0.0;
  double to_all = 0.0;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    to_all += rates[i] - external[i];
    to_hubs += degrees[i] >= 16 ? rates[i] : 0.0;
  }
  EXPECT_GT(to_hubs / to_all, 0.6);
}

TEST_F(LargeGraph, IsShallowAndWithoutCycles) {
  const Condensation condensation(graph());
  EXPECT_EQ(condensation.component_count(), graph().service_count());
  const std::size_t depth = longest_path(graph(), condensation);
  EXPECT_GE(depth, 2U);
  EXPECT_LE(depth, 6U);
}

TEST_F(LargeGraph, HardEdgesAndRareCallsHaveTheirShares) {
  int tier1 = 0;
  int tier1_hard = 0;
  int other_hard = 0;
  int rare = 0;
  for (const Call& call : graph().calls()) {
    const bool both = graph().service(call.caller).tier == "1" && graph().service(call.callee).tier == "1";
    const bool hard = call.coupling == 1.0;
    EXPECT_TRUE(hard || call.coupling == 0.05);
    tier1 += both ? 1 : 0;
    tier1_hard += both && hard ? 1 : 0;
    other_hard += !both && hard ? 1 : 0;
    rare += call.calls_per_request < 1.0 ? 1 : 0;
    EXPECT_GT(call.calls_per_request, 0.0);
  }
  const int others = static_cast<int>(graph().call_count()) - tier1;
  EXPECT_NEAR(tier1_hard / double(tier1), 0.35, 4 * std::sqrt(0.35 * 0.65 / tier1));
  EXPECT_NEAR(other_hard / double(others), 0.15, 4 * std::sqrt(0.15 * 0.85 / others));
  EXPECT_GT(rare, static_cast<int>(graph().call_count()) / 10);
}

TEST(Generator, MakesTheReferenceRetailer) {
  const ServiceGraph graph = generate_graph({.services = 1000, .seed = 1});
  std::set<std::string> teams;
  int tier1 = 0;
  for (const Service& service : graph.services()) {
    teams.insert(service.team);
    tier1 += service.tier == "1" ? 1 : 0;
  }
  EXPECT_EQ(tier1, 335);
  EXPECT_EQ(teams.size(), 80U);
  EXPECT_EQ(graph.entry_points().size(), 130U);
}

TEST(Generator, SameSeedSameGraphAndAnotherSeedAnotherGraph) {
  const auto fingerprint = [](std::uint64_t seed) {
    const ServiceGraph graph = generate_graph({.services = 200, .seed = seed});
    std::string text;
    for (const Call& call : graph.calls()) {
      text += std::to_string(call.caller.index()) + ">" + std::to_string(call.callee.index()) + "*" +
              std::to_string(call.calls_per_request * call.coupling) + " ";
    }
    return text;
  };
  EXPECT_EQ(fingerprint(3), fingerprint(3));
  EXPECT_NE(fingerprint(3), fingerprint(4));
}

TEST(Generator, ServesEverySmallSize) {
  for (std::uint32_t n = 1; n <= 60; ++n) {
    const ServiceGraph graph = generate_graph({.services = n, .seed = n});
    ASSERT_EQ(graph.service_count(), n);
    EXPECT_FALSE(graph.entry_points().empty());
  }
  EXPECT_THROW((void)generate_graph({.services = 0}), std::invalid_argument);
  EXPECT_THROW((void)generate_graph({.services = 10, .entry_fraction = 0.8, .leaf_fraction = 0.3}),
               std::invalid_argument);
}

}  // namespace
}  // namespace faultline
