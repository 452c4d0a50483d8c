// What is told of a run by running some of its quarters again.
#include "analysis/told_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "models/io/scenario_json.h"
#include "sim/run/block_runner.h"

namespace faultline {
namespace {

ToldRun tell(const PreparedScenario& prepared, const RunDescription& run, int threads) {
  ComparisonBuilder builder(run);
  BlockRunOptions options;
  options.end_block = run.blocks();
  options.block_size = kBlockSize;
  options.replications = run.replications;
  options.threads = 2;
  (void)run_blocks(
      prepared, run.seed, policy_cases(run, prepared.scenario()), options,
      [&builder](Block&& block) { builder.add(block); }, [](std::uint32_t) {});
  return tell_run(prepared, builder, builder.finish("hash"), threads);
}

RunDescription run_of(const PreparedScenario& prepared, std::uint32_t replications) {
  RunDescription run = describe_run(prepared, std::vector<PolicyId>{PolicyId(0), PolicyId(1)},
                                    prepared.scenario().run.seed, replications);
  run.low_replications = 0;
  run.cases.resize(run.policies.size());
  return run;
}

LoadedScenario small_shop() {
  return load_scenario(std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios/small-shop/scenario.json");
}

class ToldRunTest : public testing::Test {
 protected:
  LoadedScenario loaded_ = small_shop();
  PreparedScenario prepared_{loaded_.scenario};
  ToldRun told_ = tell(prepared_, run_of(prepared_, 20), 1);
};

double lost(const SimulatedIncident& incident) { return incident.end ? incident.end->lost_orders_gross : 0.0; }

TEST_F(ToldRunTest, TellsOfTheQuartersNearestToEachQuantile) {
  ASSERT_EQ(told_.quarters.size(), 2 * kToldQuantiles.size());
  for (const ToldQuarter& quarter : told_.quarters) {
    EXPECT_LT(quarter.replication, 20U);
  }
  EXPECT_LE(told_.quarters[0].lost_orders, told_.quarters[2].lost_orders) << "p50 and p99 of one policy";
}

TEST_F(ToldRunTest, TheNumberOfThreadsChangesNothing) {
  for (const int threads : {2, 5}) {
    const ToldRun again = tell(prepared_, run_of(prepared_, 20), threads);
    ASSERT_EQ(again.quarters.size(), told_.quarters.size());
    for (std::size_t i = 0; i < told_.quarters.size(); ++i) {
      EXPECT_EQ(again.quarters[i].replication, told_.quarters[i].replication);
      EXPECT_EQ(again.quarters[i].incident, told_.quarters[i].incident);
    }
    ASSERT_EQ(again.incidents.size(), told_.incidents.size());
    for (std::size_t i = 0; i < told_.incidents.size(); ++i) {
      EXPECT_EQ(again.incidents[i].phase_hours, told_.incidents[i].phase_hours);
      EXPECT_EQ(lost(again.incidents[i]), lost(told_.incidents[i]));
    }
    ASSERT_EQ(again.timelines.size(), told_.timelines.size());
    for (std::size_t i = 0; i < told_.timelines.size(); ++i) {
      EXPECT_EQ(again.timelines[i].shipped_hours, told_.timelines[i].shipped_hours);
      EXPECT_EQ(again.timelines[i].loss_rate.size(), told_.timelines[i].loss_rate.size());
    }
    EXPECT_EQ(again.blast.quarters, told_.blast.quarters);
    for (std::size_t p = 0; p < 2; ++p) {
      EXPECT_EQ(again.blast.policies[p].incidents, told_.blast.policies[p].incidents);
      EXPECT_EQ(again.blast.policies[p].reached, told_.blast.policies[p].reached);
      EXPECT_EQ(again.blast.policies[p].by_radius, told_.blast.policies[p].by_radius);
      EXPECT_EQ(again.blast.policies[p].crossed, told_.blast.policies[p].crossed);
    }
  }
}

TEST(ToldRunOfManyIncidents, CountsNoMoreQuartersThanItNeeds) {
  LoadedScenario loaded = small_shop();
  loaded.scenario.defects.beta *= 20;
  const PreparedScenario prepared(loaded.scenario);
  const ToldRun told = tell(prepared, run_of(prepared, 20), 2);
  const BlastTally& blast = told.blast;
  ASSERT_GE(blast.quarters, 2U) << "a tenth of the quarters, however many incidents they had";
  ASSERT_LT(blast.quarters, 10U);
  EXPECT_GE(blast.policies[0].incidents, 500U);
  EXPECT_LT(blast.policies[0].incidents - blast.policies[0].incidents / blast.quarters, 600U) << "none to spare";
  const ToldRun again = tell(prepared, run_of(prepared, 20), 5);
  EXPECT_EQ(again.blast.quarters, blast.quarters);
  EXPECT_EQ(again.blast.policies[1].reached, blast.policies[1].reached);
}

TEST_F(ToldRunTest, ATimelineHoldsTheCostliestIncident) {
  ASSERT_FALSE(told_.timelines.empty());
  for (const IncidentTimeline& timeline : told_.timelines) {
    std::vector<double> losses;  // of the same quarter under the same policy
    for (const SimulatedIncident& other : told_.incidents) {
      if (other.replication == timeline.incident.replication && other.run_case == timeline.incident.run_case) {
        losses.push_back(lost(other));
      }
    }
    ASSERT_GE(losses.size(), 2U) << "its own among them";
    EXPECT_EQ(*std::max_element(losses.begin(), losses.end()), lost(timeline.incident));
    ASSERT_FALSE(timeline.reached.empty());
    EXPECT_EQ(timeline.reached[0].service, timeline.incident.incident.service) << "the faulty one first";
    EXPECT_NEAR(timeline.reached[0].failing_fraction, timeline.incident.incident.magnitude, 1e-12);
    EXPECT_GE(timeline.reached_in_all, timeline.reached.size());
  }
}

TEST_F(ToldRunTest, TheLineBelowHoldsWhatTheIncidentLost) {
  std::size_t held = 0;  // those that lost all within the horizon, where gross losses are counted
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
      ++held;
    }
  }
  EXPECT_GE(held, 2U);
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
