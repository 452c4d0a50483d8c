// What is told of a run by running some of its quarters again.
#include "analysis/told_run.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "models/io/scenario_json.h"
#include "sim/run/block_runner.h"

namespace faultline {
namespace {

class ToldRunTest : public testing::Test {
 protected:
  ToldRunTest() {
    run_.replications = 20;
    run_.low_replications = 0;
    run_.cases.resize(run_.policies.size());
    ComparisonBuilder builder(run_);
    BlockRunOptions options;
    options.end_block = run_.blocks();
    options.block_size = kBlockSize;
    options.replications = run_.replications;
    options.threads = 2;
    (void)run_blocks(
        prepared_, run_.seed, policy_cases(run_, loaded_.scenario), options,
        [&builder](Block&& block) { builder.add(block); }, [](std::uint32_t) {});
    comparison_ = builder.finish("hash");
    told_ = tell_run(prepared_, builder, comparison_);
    again_ = tell_run(prepared_, builder, comparison_);
  }

  LoadedScenario loaded_ =
      load_scenario(std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios/small-shop/scenario.json");
  PreparedScenario prepared_{loaded_.scenario};
  RunDescription run_ =
      describe_run(prepared_, std::vector<PolicyId>{PolicyId(0), PolicyId(1)}, loaded_.scenario.run.seed, 20);
  Comparison comparison_;
  ToldRun told_;
  ToldRun again_;
};

TEST_F(ToldRunTest, TellsOfTheQuartersNearestToEachQuantile) {
  ASSERT_EQ(told_.quarters.size(), 2 * kToldQuantiles.size());
  for (const ToldQuarter& quarter : told_.quarters) {
    EXPECT_LT(quarter.replication, 20U);
  }
  EXPECT_LE(told_.quarters[0].lost_orders, told_.quarters[2].lost_orders) << "p50 and p99 of one policy";
  ASSERT_EQ(again_.quarters.size(), told_.quarters.size());
  EXPECT_EQ(again_.quarters[1].replication, told_.quarters[1].replication);
}

TEST_F(ToldRunTest, ATimelineHoldsTheCostliestIncident) {
  ASSERT_FALSE(told_.timelines.empty());
  for (const IncidentTimeline& timeline : told_.timelines) {
    const double lost = timeline.incident.end->lost_orders_gross;
    for (const SimulatedIncident& other : told_.incidents) {
      if (other.replication == timeline.incident.replication && other.run_case == timeline.incident.run_case) {
        EXPECT_LE(other.end ? other.end->lost_orders_gross : 0.0, lost);
      }
    }
    ASSERT_FALSE(timeline.reached.empty());
    EXPECT_EQ(timeline.reached[0].service, timeline.incident.incident.service) << "the faulty one first";
    EXPECT_NEAR(timeline.reached[0].failing_fraction, timeline.incident.incident.magnitude, 1e-12);
    EXPECT_GE(timeline.reached_in_all, timeline.reached.size());
  }
}

TEST_F(ToldRunTest, TheLineBelowHoldsWhatTheIncidentLost) {
  for (const IncidentTimeline& timeline : told_.timelines) {
    ASSERT_GE(timeline.loss_rate.size(), 2U);
    EXPECT_EQ(timeline.loss_rate.back().orders_per_minute, 0);
    double orders = 0;
    for (std::size_t i = 0; i + 1 < timeline.loss_rate.size(); ++i) {
      const double hours = timeline.loss_rate[i + 1].hours - timeline.loss_rate[i].hours;
      ASSERT_GT(hours, 0) << "rising";
      orders += 60 * hours * timeline.loss_rate[i].orders_per_minute;
    }
    const TimeFrame& time = loaded_.scenario.time;
    const double begin = timeline.incident.end->begin_hours;
    const double end = timeline.incident.end->end_hours;
    if (begin >= time.horizon_begin() && end <= time.horizon_end()) {
      EXPECT_NEAR(orders, timeline.incident.end->lost_orders_gross, 1e-6 * orders);
    }
  }
}

TEST_F(ToldRunTest, CountsEachIncidentOnceAndItsOwnServiceAlways) {
  EXPECT_EQ(told_.blast.quarters, 10U) << "at least ten";
  ASSERT_EQ(told_.blast.policies.size(), 2U);
  for (const PolicyBlast& blast : told_.blast.policies) {
    EXPECT_GT(blast.incidents, 0U);
    std::uint64_t by_radius = 0;
    std::uint64_t hits = 0;
    for (const auto& [services, incidents] : blast.by_radius) {
      by_radius += incidents;
      hits += services * incidents;
    }
    EXPECT_EQ(by_radius, blast.incidents);
    std::uint64_t own = 0;
    std::uint64_t reached = 0;
    for (const auto& [pair, incidents] : blast.reached) {
      own += pair.first == pair.second ? incidents : 0;
      reached += incidents;
    }
    EXPECT_EQ(own, blast.incidents);
    EXPECT_EQ(reached, hits);
    for (const auto& [call, incidents] : blast.crossed) {
      EXPECT_LE(incidents, blast.incidents);
      EXPECT_NE(call.first, call.second);
    }
  }
  EXPECT_EQ(told_.blast.policies[0].reached, again_.blast.policies[0].reached);
}

TEST(LossRates, FollowDemandWithinASegment) {
  const DemandCurve demand({60, 120, 60, 0});
  const std::vector<LossRate> rates = loss_rates({{0, 2, 18}, {2, 2.5, 1}}, demand);
  ASSERT_EQ(rates.size(), 4U);
  EXPECT_NEAR(rates[0].orders_per_minute, 0.1, 1e-12) << "a third of 18 in the first hour";
  EXPECT_NEAR(rates[1].orders_per_minute, 0.2, 1e-12);
  EXPECT_NEAR(rates[2].orders_per_minute, 1.0 / 30, 1e-12);
  EXPECT_EQ(rates[3].hours, 2.5);
  EXPECT_TRUE(loss_rates({}, demand).empty());
}

TEST(LossRates, LongIncidentsAreDrawnMoreCoarsely) {
  const DemandCurve demand(std::vector<double>(1000, 60));
  EXPECT_LE(loss_rates({{0, 900, 10}}, demand).size(), 130U);
}

}  // namespace
}  // namespace faultline
