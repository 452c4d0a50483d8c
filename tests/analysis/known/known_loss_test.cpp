#include "analysis/known/known_loss.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/tiny_scenario.h"

namespace faultline {
namespace {

constexpr double kOrders = 1e6;

Scenario flat() { return support::tiny_scenario(support::tiny_graph(1), support::tiny_time(0, 168, 0), kOrders); }

RangeLaw fixed(double value) { return {RangeLaw::Law::uniform, value, value}; }

KnownIncident outage(double hours_low, double hours_high) {
  KnownIncident incident;
  incident.begin_hours = 12.0;
  incident.marketplaces = {MarketplaceId{0}};
  incident.magnitude = fixed(1.0);
  incident.duration_hours = {RangeLaw::Law::uniform, hours_low, hours_high};
  incident.order_loss_given_error = fixed(1.0);
  return incident;
}

TEST(KnownLoss, OfWhatIsKnownHasNoWidth) {
  const KnownLoss loss = known_loss(flat(), outage(6.0, 6.0));
  EXPECT_NEAR(loss.lost_orders_gross.mean, 6.0 * kOrders, 1e-3);
  EXPECT_NEAR(loss.lost_orders_gross.width(), 0.0, 1e-6);
  EXPECT_NEAR(loss.lost_orders_net.mean, 6.0 * kOrders * (1.0 - 0.75 * std::exp(-0.5)), 1e-3) << "0.45 come back";
  EXPECT_NEAR(loss.customer_errors.mean, 10.0 * 6.0 * kOrders, 1e-2) << "ten sessions for each order";
  EXPECT_FALSE(loss.lost_orders_uncertain_demand.has_value());
}

TEST(KnownLoss, OfAUniformDurationIsUniform) {
  const KnownLoss loss = known_loss(flat(), outage(4.0, 6.5));
  EXPECT_NEAR(loss.lost_orders_gross.mean, 5.25 * kOrders, 1.0);
  EXPECT_NEAR(loss.lost_orders_gross.low, (4.0 + 0.025 * 2.5) * kOrders, 1e-4 * kOrders);
  EXPECT_NEAR(loss.lost_orders_gross.high, (4.0 + 0.975 * 2.5) * kOrders, 1e-4 * kOrders);
  EXPECT_NEAR(loss.lost_orders_gross.width(), 0.95 * 2.5 * kOrders, 2e-4 * kOrders);
  EXPECT_NEAR(loss.lost_orders_gross.least, 4.0 * kOrders, 1e-4 * kOrders);
  EXPECT_NEAR(loss.lost_orders_gross.most, 6.5 * kOrders, 1e-4 * kOrders);
  EXPECT_TRUE(loss.lost_orders_gross.holds(6.3e6));
  EXPECT_FALSE(loss.lost_orders_gross.holds(6.49e6));
}

// Product of two independent log-uniform factors: its logarithm is a sum of two uniforms, a trapezoid with known tails.
TEST(KnownLoss, OfTwoUnknownsIsTheirProduct) {
  KnownIncident incident = outage(1.0, 1.0);
  incident.duration_hours = {RangeLaw::Law::log_uniform, 0.5, 24.0};
  incident.magnitude = {RangeLaw::Law::log_uniform, 0.05, 1.0};
  const KnownLoss loss = known_loss(flat(), incident);
  const double a = std::log(20.0);
  const double b = std::log(48.0);
  EXPECT_NEAR(loss.lost_orders_gross.mean, kOrders * (0.95 / a) * (23.5 / b), 1e-3 * kOrders);
  const double tail = std::sqrt(2.0 * 0.025 * a * b);  // of the trapezoid: t^2 / (2 a b) = 0.025
  EXPECT_NEAR(std::log(loss.lost_orders_gross.low / (0.025 * kOrders)), tail, 0.01);
  EXPECT_NEAR(std::log(24.0 * kOrders / loss.lost_orders_gross.high), tail, 0.01);
}

TEST(KnownLoss, IsADayLongWhereTheHourIsNotKnown) {
  Scenario scenario = flat();
  std::vector<double> rates(169);
  for (std::size_t hour = 0; hour < rates.size(); ++hour) rates[hour] = hour % 24 < 12 ? 0.0 : kOrders;
  scenario.marketplaces[0].demand = DemandCurve(rates);
  KnownIncident incident = outage(1.0, 1.0);
  incident.begin_within_hours = 24.0;
  const KnownLoss loss = known_loss(scenario, incident);
  EXPECT_NEAR(loss.lost_orders_gross.mean, 0.5 * kOrders, 1e-3 * kOrders);
  EXPECT_EQ(loss.lost_orders_gross.low, 0.0);
  EXPECT_NEAR(loss.lost_orders_gross.high, kOrders, 1e-9 * kOrders);
}

// Each error loses its share of an order: the ratio of the two is put in, however many errors an order shows.
TEST(KnownLoss, ErrorsForEachLostOrderAreTheOrderLoss) {
  KnownIncident incident = outage(1.0, 3.0);
  incident.order_loss_given_error = fixed(0.075);
  incident.errors_per_order = RangeLaw{RangeLaw::Law::log_uniform, 1.0, 10.0};
  const KnownLoss loss = known_loss(flat(), incident);
  EXPECT_NEAR(loss.errors_per_lost_order.least, 1.0 / 0.075, 1e-9);
  EXPECT_NEAR(loss.errors_per_lost_order.most, 1.0 / 0.075, 1e-9);
  EXPECT_NEAR(loss.customer_errors.mean * 0.075, loss.lost_orders_gross.mean, 1e-3);
  incident.errors_per_order = fixed(100.0);
  EXPECT_NEAR(known_loss(flat(), incident).lost_orders_gross.mean, 2.0 * kOrders, 1.0) << "no order is lost twice";
}

TEST(KnownLoss, WidensWithTheDemand) {
  KnownIncident incident = outage(5.0, 5.0);
  incident.demand_factor = RangeLaw{RangeLaw::Law::uniform, 0.5, 1.5};
  const KnownLoss loss = known_loss(flat(), incident);
  ASSERT_TRUE(loss.lost_orders_uncertain_demand.has_value());
  EXPECT_NEAR(loss.lost_orders_gross.width(), 0.0, 1e-6);
  EXPECT_NEAR(loss.lost_orders_uncertain_demand->width(), 0.95 * 5.0 * kOrders, 1e-3 * kOrders);
}

TEST(KnownLoss, StrikesItsMarketplacesAlone) {
  Scenario scenario = flat();
  scenario.marketplaces.push_back({"abroad", DemandCurve(std::vector<double>(200, 10.0))});
  scenario.journeys[0].demand_share = {1.0, 1.0};
  scenario.journeys[0].entries[0].requests_per_order = 3.0;
  KnownIncident incident = outage(2.0, 2.0);
  incident.marketplaces = {MarketplaceId{1}};
  EXPECT_NEAR(known_loss(scenario, incident).lost_orders_gross.mean, 20.0, 1e-9);
  EXPECT_EQ(errors_per_failed_order(scenario, MarketplaceId{1}), 30.0);
  incident.marketplaces = {MarketplaceId{0}, MarketplaceId{1}};
  EXPECT_NEAR(known_loss(scenario, incident).lost_orders_gross.mean, 2.0 * kOrders + 20.0, 1e-3);
}

}  // namespace
}  // namespace faultline
