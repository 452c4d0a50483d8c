// Exact arithmetic on 0/1 couplings. Where a soft edge is sampled, the bound is z < 4 on 65,536 samples: a false alarm
// with probability 6e-5 had the sample been drawn at random.
#include "sim/response/incident_board.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "tests/support/tiny_scenario.h"

namespace faultline {
namespace {

using support::tiny_call;
using support::tiny_graph;
using support::tiny_scenario;
using support::tiny_time;

constexpr std::uint32_t kSamples = 65'536;

OngoingFault fault_at(std::uint32_t incident, int service, double magnitude) {
  OngoingFault fault;
  fault.incident = incident;
  fault.service = ServiceId{service};
  fault.magnitude = magnitude;
  return fault;
}

struct Board {
  explicit Board(Scenario given)
      : scenario(std::move(given)), losses(scenario.graph, scenario.journeys, kSamples, 3), board(scenario, losses) {
    board.clear();
  }
  Scenario scenario;
  LossTable losses;
  IncidentBoard board;
};

/// Failing share while these faults overlap for one hour of one order, and each one's part.
std::vector<double> shares_of(ServiceGraph graph, const std::vector<OngoingFault>& faults) {
  Board at(tiny_scenario(std::move(graph), tiny_time(0, 10, 0), 1.0));
  at.board.advance(1.0);
  for (const OngoingFault& fault : faults) at.board.begin(fault);
  at.board.advance(2.0);
  std::vector<double> lost;
  for (const OngoingFault& fault : faults) lost.push_back(at.board.end(fault.incident).lost_orders);
  return lost;
}

double sum(const std::vector<double>& values) {
  double total = 0.0;
  for (const double value : values) total += value;
  return total;
}

double sampling_bound(double p) { return 4.0 * std::sqrt(p * (1.0 - p) / kSamples); }

TEST(IncidentBoard, OneFaultIsTheIntegralOfDemand) {
  Scenario scenario = tiny_scenario(tiny_graph(1), tiny_time(0, 30, 0), 1.0);
  std::vector<double> orders;
  for (int hour = 0; hour < 30; ++hour) orders.push_back(100.0 + 10.0 * hour);
  scenario.marketplaces[0].demand = DemandCurve(orders);
  scenario.economics.sessions_per_order = 10.0;
  scenario.journeys[0].entries[0].requests_per_order = 3.0;
  Board at(std::move(scenario));
  at.board.advance(2.5);
  OngoingFault fault = fault_at(7, 0, 0.4);
  fault.order_loss_given_error = 0.075;
  at.board.begin(fault);
  at.board.advance(3.25);  // what happens meanwhile elsewhere must not matter
  at.board.advance(6.5);
  const OngoingFault ended = at.board.end(7);
  // Half of hour 2, hours 3 to 5, half of hour 6.
  const double demand = 0.5 * 120 + 130 + 140 + 150 + 0.5 * 160;
  EXPECT_NEAR(ended.lost_orders, demand * 0.4 * 0.075, 1e-10);
  EXPECT_NEAR(ended.lost_orders_in_horizon, demand * 0.4 * 0.075, 1e-10);
  EXPECT_NEAR(ended.errors_in_horizon, demand * 0.4 * 3.0 * 10.0, 1e-9);
  EXPECT_EQ(at.board.size(), 0U);
}

TEST(IncidentBoard, ExposureAndRecoveryScaleTheLoss) {
  Board at(tiny_scenario(tiny_graph(1), tiny_time(0, 30, 0), 100.0));
  OngoingFault fault = fault_at(0, 0, 0.5);
  fault.exposure = 0.01;
  at.board.advance(1.0);
  at.board.begin(fault);
  at.board.advance(2.0);
  at.board.set_exposure(0, 0.10);
  at.board.advance(4.0);
  at.board.set_exposure(0, 1.0);
  at.board.advance(5.0);
  at.board.set_exposure(0, 0.25);
  at.board.advance(6.0);
  EXPECT_NEAR(at.board.end(0).lost_orders, 100.0 * 0.5 * (0.01 + 2 * 0.10 + 1.0 + 0.25), 1e-10);
}

TEST(IncidentBoard, CountsWhatFellInTheHorizonApart) {
  Board at(tiny_scenario(tiny_graph(1), tiny_time(10, 10, 10), 100.0));
  at.board.advance(8.0);
  at.board.begin(fault_at(0, 0, 1.0));
  for (const double time : {10.0, 20.0, 21.0}) at.board.advance(time);  // the engine stops at both borders
  const OngoingFault ended = at.board.end(0);
  EXPECT_NEAR(ended.lost_orders, 1300.0, 1e-9);
  EXPECT_NEAR(ended.lost_orders_in_horizon, 1000.0, 1e-9);
  EXPECT_NEAR(at.board.outage_hours_in_horizon(), 10.0, 1e-12);
}

// Two total faults behind one soft edge: the edge is live or it is not, so .35 and not 1 - .65^2 = .58. (model, 2)
TEST(IncidentBoard, TwoTotalFaultsBehindOneSoftEdge) {
  const ServiceGraph graph = tiny_graph(4, {tiny_call(0, 1, 0.35), tiny_call(1, 2, 1.0), tiny_call(1, 3, 1.0)});
  const std::vector<double> lost = shares_of(graph, {fault_at(0, 2, 1.0), fault_at(1, 3, 1.0)});
  EXPECT_NEAR(sum(lost), 0.35, sampling_bound(0.35));
  EXPECT_NEAR(lost[0], lost[1], 1e-12);
}

// published-answers, 6.4.
TEST(IncidentBoard, JointFaultsOfThePublishedExamples) {
  const ServiceGraph fork = tiny_graph(4, {tiny_call(0, 1, 0.5), tiny_call(1, 2, 1.0), tiny_call(1, 3, 1.0)});
  EXPECT_NEAR(sum(shares_of(fork, {fault_at(0, 2, 1.0), fault_at(1, 3, 1.0)})), 0.5, sampling_bound(0.5));
  EXPECT_NEAR(sum(shares_of(fork, {fault_at(0, 2, 0.5), fault_at(1, 3, 0.5)})), 0.375, 0.75 * sampling_bound(0.5));
  const ServiceGraph diamond =
      tiny_graph(4, {tiny_call(0, 1, 0.5), tiny_call(0, 2, 0.5), tiny_call(1, 3, 0.5), tiny_call(2, 3, 0.5)});
  EXPECT_NEAR(sum(shares_of(diamond, {fault_at(0, 1, 1.0), fault_at(1, 3, 1.0)})), 0.625, sampling_bound(0.625));
}

// published-answers, 8: the Shapley split of 1 - prod(1 - p_i); all faults strike every request.
TEST(IncidentBoard, SharesAreTheShapleySplit) {
  const struct {
    std::vector<double> magnitudes;
    std::vector<double> shares;
    double total;
  } cases[] = {
      {{0.5, 0.5}, {0.375, 0.375}, 0.75},
      {{1.0, 0.3}, {0.85, 0.15}, 1.0},
      {{0.5, 0.3, 0.1}, {0.405, 0.215, 0.065}, 0.685},
      {{1.0, 1.0, 0.5}, {5.0 / 12, 5.0 / 12, 1.0 / 6}, 1.0},
      {{0.4, 0.3, 0.2, 0.1}, {0.294066666666667, 0.2084, 0.132066666666667, 0.063066666666667}, 0.6976},
  };
  for (const auto& example : cases) {
    const int count = static_cast<int>(example.magnitudes.size());
    std::vector<Call> calls;
    std::vector<OngoingFault> faults;
    for (int i = 0; i < count; ++i) {
      calls.push_back(tiny_call(0, i + 1, 1.0));
      faults.push_back(fault_at(static_cast<std::uint32_t>(i), i + 1, example.magnitudes[static_cast<std::size_t>(i)]));
    }
    const std::vector<double> lost = shares_of(tiny_graph(count + 1, calls), faults);
    for (std::size_t i = 0; i < lost.size(); ++i) EXPECT_NEAR(lost[i], example.shares[i], 1e-12);
    EXPECT_NEAR(sum(lost), example.total, 1e-12);
  }
}

// Lost orders are the sum of share x order_loss, not of the joint failure. (model, 12, "overlap")
TEST(IncidentBoard, EachShareLosesOrdersInItsOwnWay) {
  OngoingFault soft = fault_at(1, 2, 0.5);
  soft.order_loss_given_error = 0.075;
  const ServiceGraph graph = tiny_graph(3, {tiny_call(0, 1, 1.0), tiny_call(0, 2, 1.0)});
  const std::vector<double> lost = shares_of(graph, {fault_at(0, 1, 0.5), soft});
  EXPECT_NEAR(lost[0], 0.375, 1e-12);
  EXPECT_NEAR(lost[1], 0.375 * 0.075, 1e-12);
}

TEST(IncidentBoard, AFaultThatNobodyReachesLosesNothing) {
  const ServiceGraph graph = tiny_graph(3, {tiny_call(0, 1, 0.0), tiny_call(2, 0, 1.0)});
  const std::vector<double> lost = shares_of(graph, {fault_at(0, 1, 1.0), fault_at(1, 2, 1.0)});
  EXPECT_EQ(lost[0], 0.0);
  EXPECT_EQ(lost[1], 0.0);
}

TEST(IncidentBoard, AFleetFaultStrikesWhateverTheService) {
  const ServiceGraph graph = tiny_graph(2, {tiny_call(0, 1, 0.0)});
  OngoingFault fleet = fault_at(0, 1, 0.8);
  fleet.every_request = true;
  EXPECT_NEAR(sum(shares_of(graph, {fleet})), 0.8, 1e-12);
  const std::vector<double> both = shares_of(graph, {fleet, fault_at(1, 0, 0.5)});
  EXPECT_NEAR(sum(both), 1.0 - 0.2 * 0.5, 1e-12);
  EXPECT_NEAR(both[0], 0.8 - 0.8 * 0.5 / 2, 1e-12);
}

class TwoMarketplaces : public testing::Test {
 protected:
  static Scenario scenario() {
    Scenario two = tiny_scenario(tiny_graph(2), tiny_time(0, 10, 0), 30.0);
    two.marketplaces.push_back({"abroad", DemandCurve(std::vector<double>(11, 10.0))});
    Journey other = two.journeys[0];
    other.id = "other";
    other.entries[0].service = ServiceId{1};
    two.journeys[0].demand_share = {0.5, 1.0};
    other.demand_share = {0.5, 0.0};
    two.journeys.push_back(other);
    return two;
  }
};

TEST_F(TwoMarketplaces, DemandSharesDecideWhoIsHit) {
  Board at(scenario());
  at.board.begin(fault_at(0, 0, 1.0));
  at.board.advance(1.0);
  EXPECT_NEAR(at.board.end(0).lost_orders, 30.0 * 0.5 + 10.0, 1e-12);
  at.board.begin(fault_at(1, 1, 1.0));
  at.board.advance(2.0);
  EXPECT_NEAR(at.board.end(1).lost_orders, 30.0 * 0.5, 1e-12);
  EXPECT_NEAR(at.board.failed_fraction_alone(fault_at(2, 0, 1.0), 0.5), 0.5 * 25.0 / 40.0, 1e-12);
}

TEST_F(TwoMarketplaces, AFaultOfOneMarketplaceSparesTheOther) {
  Board at(scenario());
  OngoingFault local = fault_at(0, 0, 1.0);
  local.marketplace = 1;
  at.board.begin(local);
  at.board.begin(fault_at(1, 0, 0.5));
  at.board.advance(1.0);
  // Abroad the two overlap; at home only the second strikes.
  const double everywhere = at.board.end(1).lost_orders;
  const double abroad = at.board.end(0).lost_orders;
  EXPECT_NEAR(abroad, 10.0 * (1.0 - 0.25), 1e-12);
  EXPECT_NEAR(everywhere, 10.0 * 0.25 + 30.0 * 0.5 * 0.5, 1e-12);
  EXPECT_EQ(at.board.failed_fraction_alone(local, 1.0, 0), 0.0);
  EXPECT_NEAR(at.board.failed_fraction_alone(local, 1.0), 10.0 / 40.0, 1e-12);
}

TEST(IncidentBoard, OutageCountsOnlyWhatReachesTheThreshold) {
  Board at(tiny_scenario(tiny_graph(1), tiny_time(0, 10, 0), 1.0));
  at.board.begin(fault_at(0, 0, 0.009));
  at.board.advance(1.0);
  EXPECT_EQ(at.board.outage_hours_in_horizon(), 0.0);
  at.board.begin(fault_at(1, 0, 0.009));  // together above 1 %
  at.board.advance(1.5);
  EXPECT_NEAR(at.board.outage_hours_in_horizon(), 0.5, 1e-12);
}

TEST(IncidentBoard, ACopyContinuesAlike) {
  Board at(tiny_scenario(tiny_graph(1), tiny_time(0, 10, 0), 7.0));
  at.board.begin(fault_at(0, 0, 0.3));
  at.board.advance(1.0);
  IncidentBoard copy = at.board;
  at.board.advance(4.0);
  copy.advance(2.0);
  copy.advance(4.0);
  EXPECT_NEAR(at.board.end(0).lost_orders, copy.end(0).lost_orders, 1e-12);
}

// 5 March 2026 (published-answers, 12): 99 % of orders fail from 14:00, hour profile of evidence row 6.6.
TEST(IncidentBoard, TheFifthOfMarch) {
  const std::vector<double> profile{1.05, 0.76, 0.50, 0.33, 0.25, 0.22, 0.28, 0.40, 0.55, 0.76, 1.04, 1.26,
                                    1.43, 1.52, 1.50, 1.46, 1.41, 1.36, 1.33, 1.32, 1.33, 1.35, 1.34, 1.24};
  const struct {
    double hours;
    double lost_millions;
  } published[] = {{4.0, 4.302}, {4.5, 4.801}, {5.0, 5.300}, {5.5, 5.796}, {6.0, 6.291}, {6.5, 6.791}};
  for (const auto& row : published) {
    Scenario scenario = tiny_scenario(tiny_graph(1), tiny_time(0, 24, 0), 1.0);
    std::vector<double> orders;
    for (const double weight : profile) orders.push_back(weight * 18.2e6 / 24.0);
    scenario.marketplaces[0].demand = DemandCurve(orders);
    Board at(std::move(scenario));
    at.board.advance(14.0);
    at.board.begin(fault_at(0, 0, 0.99));
    at.board.advance(14.0 + row.hours);
    EXPECT_NEAR(at.board.end(0).lost_orders / 1e6, row.lost_millions, 5.1e-4) << row.hours << " h";
  }
}

}  // namespace
}  // namespace faultline
