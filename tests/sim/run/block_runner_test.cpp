// Blocks arrive whole, in order and the same at any number of threads; stopping leaves a prefix.
#include "sim/run/block_runner.h"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "models/io/scenario_json.h"

namespace faultline {
namespace {

class BlockRunner : public testing::Test {
 protected:
  BlockRunOptions options(std::uint32_t replications, int threads) const {
    BlockRunOptions wanted;
    wanted.block_size = 4;
    wanted.end_block = (replications + 3) / 4;
    wanted.replications = replications;
    wanted.threads = threads;
    return wanted;
  }

  LoadedScenario loaded_ =
      load_scenario(std::string(FAULTLINE_SOURCE_DIR) + "/scenarios/online-boutique/scenario.json");
  PreparedScenario prepared_{loaded_.scenario};
  std::vector<PolicyCase> cases_{{PolicyId(0), SecondReviewer::central}, {PolicyId(1), SecondReviewer::central}};
};

TEST_F(BlockRunner, SameBlocksInOrderAtAnyNumberOfThreads) {
  std::vector<Outcome> first;
  for (const int threads : {1, 2, 7}) {
    std::vector<Outcome> outcomes;
    std::uint32_t next = 0;
    std::atomic<std::uint32_t> finished = 0;
    const bool whole = run_blocks(
        prepared_, 1, cases_, options(18, threads),
        [&](Block&& block) {
          EXPECT_EQ(block.first_replication, next);
          EXPECT_EQ(block.outcomes.size(), block.replications * cases_.size());
          next += block.replications;
          outcomes.insert(outcomes.end(), block.outcomes.begin(), block.outcomes.end());
        },
        [&](std::uint32_t) { ++finished; });
    EXPECT_TRUE(whole);
    EXPECT_EQ(next, 18U) << "the last block is short";
    EXPECT_EQ(finished, 18U);
    if (first.empty()) {
      first = outcomes;
    }
    ASSERT_EQ(outcomes.size(), first.size());
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      EXPECT_EQ(outcomes[i].metrics, first[i].metrics) << threads << " threads, outcome " << i;
      EXPECT_EQ(outcomes[i].loss.by_service, first[i].loss.by_service);
      EXPECT_EQ(outcomes[i].lead_time_hours.counts(), first[i].lead_time_hours.counts());
    }
  }
}

// Scenarios run together, of which the second draws like the first and the third, whose people write more, does not.
TEST_F(BlockRunner, ScenariosRunTogetherAreWhatTheyAreAlone) {
  Scenario hurried = loaded_.scenario;
  hurried.organisation.review.attention_exponent *= 2.0;
  hurried.organisation.review.review_hours_per_week *= 0.5;
  Scenario busy = loaded_.scenario;
  busy.organisation.streams.front().velocity_multiplier *= 1.5;
  const PreparedScenario second(hurried, prepared_.shared_loss_table(), &prepared_);
  const PreparedScenario third(busy, prepared_.shared_loss_table(), &prepared_);
  EXPECT_TRUE(second.draws_like(prepared_));
  EXPECT_FALSE(third.draws_like(prepared_));
  EXPECT_FALSE(PreparedScenario(hurried, prepared_.shared_loss_table()).draws_like(prepared_)) << "not made alike";

  const std::vector<ScenarioCases> together{
      {&prepared_, cases_}, {&second, std::span(cases_).first(1)}, {&third, cases_}};
  const auto outcomes_of = [&](std::span<const ScenarioCases> scenarios) {
    std::vector<Outcome> outcomes;
    EXPECT_TRUE(run_blocks(
        scenarios, 1, options(10, 3),
        [&](Block&& block) { outcomes.insert(outcomes.end(), block.outcomes.begin(), block.outcomes.end()); }, {}));
    return outcomes;
  };
  const std::vector<Outcome> all = outcomes_of(together);
  ASSERT_EQ(all.size(), 10U * 5U);
  std::size_t before = 0;
  for (std::size_t s = 0; s < together.size(); ++s) {
    const std::size_t cases = together[s].cases.size();
    const std::vector<Outcome> alone = outcomes_of(std::span(together).subspan(s, 1));
    ASSERT_EQ(alone.size(), 10U * cases);
    for (std::size_t i = 0; i < alone.size(); ++i) {
      const Outcome& here = all[i / cases * 5 + before + i % cases];
      EXPECT_EQ(here.metrics, alone[i].metrics) << "scenario " << s << ", outcome " << i;
      EXPECT_EQ(here.loss.by_service, alone[i].loss.by_service);
    }
    before += cases;
  }
  EXPECT_NE(all[0].metrics, all[2].metrics) << "haste shows";
}

TEST_F(BlockRunner, MoreThreadsThanBlocksAndNoBlocksAtAll) {
  for (const std::uint32_t replications : {6U, 0U}) {
    std::uint32_t delivered = 0;
    EXPECT_TRUE(run_blocks(prepared_, 1, cases_, options(replications, 7),
                           [&](Block&& block) { delivered += block.replications; }, {}));
    EXPECT_EQ(delivered, replications);
  }
}

TEST_F(BlockRunner, ASlowReceiverHoldsTheThreadsBack) {
  constexpr std::uint32_t kThreads = 3;
  std::atomic<std::uint32_t> finished = 0;
  std::uint32_t delivered = 0;
  run_blocks(
      prepared_, 1, cases_, options(120, kThreads),
      [&](Block&& block) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        EXPECT_LE(finished - delivered, 2 * kThreads * 4) << "two blocks of four a thread";
        delivered += block.replications;
      },
      [&](std::uint32_t) { ++finished; });
  EXPECT_EQ(delivered, 120U);
}

TEST_F(BlockRunner, StopLeavesAPrefix) {
  std::atomic<bool> stop = false;
  BlockRunOptions wanted = options(4000, 2);
  wanted.stop = &stop;
  std::uint32_t next = 0;
  const bool whole = run_blocks(prepared_, 1, cases_, wanted,
                                [&](Block&& block) {
                                  EXPECT_EQ(block.first_replication, next);
                                  EXPECT_EQ(block.replications, 4U);
                                  next += block.replications;
                                  stop = next >= 12;
                                },
                                {});
  EXPECT_FALSE(whole);
  EXPECT_GE(next, 12U);
  EXPECT_LT(next, 100U) << "no more than the blocks in flight";
}

TEST_F(BlockRunner, FailureToDeliverEndsTheRun) {
  int delivered = 0;
  EXPECT_THROW(run_blocks(prepared_, 1, cases_, options(4000, 2),
                          [&](Block&&) {
                            if (++delivered == 2) {
                              throw std::runtime_error("disk full");
                            }
                          },
                          {}),
               std::runtime_error);
  EXPECT_EQ(delivered, 2);
}

TEST_F(BlockRunner, FailureOnAnyThreadEndsTheRun) {
  std::uint32_t delivered = 0;
  EXPECT_THROW(run_blocks(
                   prepared_, 1, cases_, options(4000, 3), [&](Block&& block) { delivered += block.replications; },
                   [](std::uint32_t finished) {
                     if (finished == 20) {
                       throw std::runtime_error("nowhere to show it");
                     }
                   }),
               std::runtime_error);
  EXPECT_LT(delivered, 100U) << "no more than the blocks in flight";
}

}  // namespace
}  // namespace faultline
