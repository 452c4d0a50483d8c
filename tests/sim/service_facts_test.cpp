// What scenarios of one graph share of what is looked up about their services.
#include "sim/service_facts.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/scenario_builder.h"

namespace faultline {
namespace {

TEST(ServiceFacts, OneGraphSharesWhoDependsOnWhom) {
  const Scenario scenario = support::make_scenario();
  const ServiceFacts first(scenario);
  const ServiceFacts second(scenario, first);
  EXPECT_EQ(second.dependants, first.dependants);
  EXPECT_TRUE(second.all_orders.copy_of(first.all_orders));
  EXPECT_EQ(second.requests_per_order, first.requests_per_order);
}

TEST(ServiceFacts, OtherDemandIsAddedUpAnew) {
  const Scenario scenario = support::make_scenario();
  const ServiceFacts first(scenario);
  Scenario twice = scenario;
  std::vector<double> orders;
  for (double hour = 0.0; hour < scenario.time.end(); ++hour) {
    orders.push_back(2.0 * scenario.marketplaces.front().demand.rate_orders_per_hour(hour));
  }
  twice.marketplaces.front().demand = DemandCurve(orders);
  const ServiceFacts second(twice, first);
  EXPECT_EQ(second.dependants, first.dependants);
  EXPECT_EQ(second.all_orders.orders_until(700.0), ServiceFacts(twice).all_orders.orders_until(700.0));
  EXPECT_GT(second.all_orders.orders_until(700.0), first.all_orders.orders_until(700.0));

  Scenario longer = scenario;
  longer.time.horizon_hours += 24.0;
  EXPECT_EQ(ServiceFacts(longer, first).all_orders.span_hours(), ServiceFacts(longer).all_orders.span_hours());
}

}  // namespace
}  // namespace faultline
