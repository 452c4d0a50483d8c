#include "models/graph/service_graph.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace faultline {
namespace {

Service named(const std::string& id) {
  Service service;
  service.id = id;
  return service;
}

Call call(int caller, int callee) { return Call{ServiceId{caller}, ServiceId{callee}}; }

TEST(ServiceGraph, SortsCallsAndFindsServicesByName) {
  const ServiceGraph graph({named("web"), named("cart"), named("db"), named("batch")},
                           {call(1, 2), call(0, 2), call(0, 1)});
  ASSERT_EQ(graph.call_count(), 3U);
  EXPECT_EQ(graph.call(CallId{0}).callee, ServiceId{1});
  EXPECT_EQ(graph.call(CallId{2}).caller, ServiceId{1});
  EXPECT_EQ(graph.calls_from(ServiceId{0}).size(), 2U);
  EXPECT_EQ(graph.calls_from(ServiceId{2}).size(), 0U);
  EXPECT_EQ(graph.first_call_from(ServiceId{1}), CallId{2});
  EXPECT_EQ(graph.find("db"), ServiceId{2});
  EXPECT_EQ(graph.find("d"), std::nullopt);
  EXPECT_EQ(graph.entry_points(), (std::vector<ServiceId>{ServiceId{0}, ServiceId{3}}));
}

TEST(ServiceGraph, MayBeEmpty) {
  const ServiceGraph graph({}, {});
  EXPECT_EQ(graph.service_count(), 0U);
  EXPECT_TRUE(graph.entry_points().empty());
  EXPECT_EQ(graph.find(""), std::nullopt);
}

TEST(ServiceGraph, RefusesWhatLoadersShouldHaveCaught) {
  EXPECT_THROW(ServiceGraph({named("a")}, {call(0, 1)}), std::invalid_argument);
  EXPECT_THROW(ServiceGraph({named("a"), named("b")}, {call(1, 1)}), std::invalid_argument);
  EXPECT_THROW(ServiceGraph({named("a"), named("b")}, {call(0, 1), call(0, 1)}), std::invalid_argument);
  EXPECT_THROW(ServiceGraph({named("a"), named("a")}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace faultline
