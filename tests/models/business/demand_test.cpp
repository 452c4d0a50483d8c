// Demand against quadrature of its own rate. Inputs are fixed, so nothing here can fail by chance.
#include "models/business/demand.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "models/core/philox.h"

namespace faultline {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double uniform_at(std::uint32_t i, std::uint32_t stream) { return KeyedDraws(3, 0).uniform(i, stream, 0); }

/// Random hours, about a fifth of them without any orders.
DemandCurve random_curve(std::uint32_t hours) {
  std::vector<double> rates(hours);
  for (std::uint32_t i = 0; i < hours; ++i) {
    const double u = uniform_at(i, 1);
    rates[i] = u < 0.2 ? 0.0 : 1e5 * u;
  }
  return DemandCurve(rates);
}

TEST(DemandCurve, RejectsWhatIsNoDemand) {
  EXPECT_THROW(DemandCurve({}), std::invalid_argument);
  EXPECT_THROW(DemandCurve({1.0, -1.0}), std::invalid_argument);
  EXPECT_THROW(DemandCurve({kInfinity}), std::invalid_argument);
  EXPECT_THROW(DemandCurve({std::nan("")}), std::invalid_argument);
}

TEST(DemandCurve, IsConstantWithinAnHourAndContinuesAfterTheLast) {
  const DemandCurve demand({10.0, 0.0, 4.0});
  EXPECT_EQ(demand.span_hours(), 3.0);
  EXPECT_EQ(demand.rate_orders_per_hour(0.0), 10.0);
  EXPECT_EQ(demand.rate_orders_per_hour(0.999), 10.0);
  EXPECT_EQ(demand.rate_orders_per_hour(1.0), 0.0);
  EXPECT_EQ(demand.rate_orders_per_hour(2.5), 4.0);
  EXPECT_EQ(demand.rate_orders_per_hour(3.0), 4.0);
  EXPECT_EQ(demand.rate_orders_per_hour(1e300), 4.0);
  EXPECT_EQ(demand.rate_orders_per_hour(-0.5), 0.0);
  EXPECT_EQ(demand.orders_until(-1.0), 0.0);
  EXPECT_EQ(demand.orders_until(0.5), 5.0);
  EXPECT_EQ(demand.orders_until(1.0), 10.0);
  EXPECT_EQ(demand.orders_until(1.7), 10.0);
  EXPECT_EQ(demand.orders_until(3.0), 14.0);
  EXPECT_EQ(demand.orders_until(5.0), 22.0);
  EXPECT_EQ(demand.orders_until(kInfinity), kInfinity);
  EXPECT_EQ(demand.orders_between(0.5, 2.5), 7.0);
}

TEST(DemandCurve, CopiesShareWhatWasLaid) {
  const DemandCurve demand({10.0, 0.0, 4.0});
  const DemandCurve copy = demand;
  EXPECT_TRUE(copy.copy_of(demand));
  EXPECT_EQ(copy.orders_until(2.5), 12.0);
  EXPECT_FALSE(DemandCurve({10.0, 0.0, 4.0}).copy_of(demand));
}

TEST(DemandCurve, TimeOfOrdersIsTheEarliest) {
  const DemandCurve demand({10.0, 0.0, 4.0});
  EXPECT_EQ(demand.time_of_orders(-1.0), 0.0);
  EXPECT_EQ(demand.time_of_orders(0.0), 0.0);
  EXPECT_EQ(demand.time_of_orders(5.0), 0.5);
  EXPECT_EQ(demand.time_of_orders(10.0), 1.0);
  EXPECT_EQ(demand.time_of_orders(12.0), 2.5);
  EXPECT_EQ(demand.time_of_orders(14.0), 3.0);
  EXPECT_EQ(demand.time_of_orders(18.0), 4.0);
  EXPECT_EQ(demand.time_of_orders(kInfinity), kInfinity);
}

TEST(DemandCurve, ThatEndsIsNeverReachedBeyondItsTotal) {
  const DemandCurve demand({0.0, 6.0, 0.0});
  EXPECT_EQ(demand.time_of_orders(0.0), 0.0);
  EXPECT_EQ(demand.time_of_orders(3.0), 1.5);
  EXPECT_EQ(demand.time_of_orders(6.0), 2.0);
  EXPECT_EQ(demand.time_of_orders(6.000001), kInfinity);
  EXPECT_EQ(demand.orders_until(kInfinity), 6.0);
  EXPECT_EQ(DemandCurve({0.0}).time_of_orders(1e-9), kInfinity);
}

TEST(DemandCurve, IntegralAgreesWithQuadrature) {
  const DemandCurve demand = random_curve(72);
  // The midpoint rule is exact on cells that do not straddle an hour.
  constexpr int kCellsPerHour = 8;
  double sum = 0.0;
  for (int cell = 0; cell < 80 * kCellsPerHour; ++cell) {
    const double from = static_cast<double>(cell) / kCellsPerHour;
    const double orders = demand.rate_orders_per_hour(from + 0.5 / kCellsPerHour) / kCellsPerHour;
    EXPECT_NEAR(demand.orders_until(from), sum, 1e-12 * (1.0 + sum));
    EXPECT_NEAR(demand.orders_between(from, from + 1.0 / kCellsPerHour), orders, 1e-12 * (1.0 + sum));
    sum += orders;
  }
}

TEST(DemandCurve, TimeOfOrdersInvertsTheIntegral) {
  const DemandCurve demand = random_curve(500);
  for (std::uint32_t i = 0; i < 2000; ++i) {
    const double time = 550.0 * uniform_at(i, 2);
    const double orders = demand.orders_until(time);
    const double earliest = demand.time_of_orders(orders);
    EXPECT_NEAR(demand.orders_until(earliest), orders, 1e-13 * orders);
    if (demand.rate_orders_per_hour(time) > 0.0) {
      // An error of the integral is divided by the rate.
      EXPECT_NEAR(earliest, time, 1e-12 * time + 1e-15 * orders / demand.rate_orders_per_hour(time));
    } else {
      EXPECT_LE(earliest, time);
    }
  }
}

}  // namespace
}  // namespace faultline
