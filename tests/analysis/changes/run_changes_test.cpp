// Two runs laid side by side.
#include "analysis/changes/run_changes.h"

#include <gtest/gtest.h>

#include "analysis/stats/paired.h"
#include "analysis/stats/unpaired.h"
#include "tests/analysis/made_run.h"

namespace faultline {
namespace {

using test::made_run;

ReadRun read(const RunDescription& run, double loss_factor = 1, const std::string& hash = "now") {
  ComparisonBuilder builder(run);
  for (std::uint32_t b = 0; b < run.blocks(); ++b) {
    Block block = test::made_block(run, b);
    for (Outcome& outcome : block.outcomes) {
      outcome[Metric::lost_orders_gross] *= loss_factor;
    }
    builder.add(block);
  }
  Comparison comparison = builder.finish(hash);
  return {std::move(builder), std::move(comparison)};
}

TEST(RunChanges, SameSeedAndReplicationsArePaired) {
  const ReadRun before = read(made_run(40), 1, "before");
  const ReadRun now = read(made_run(40), 0.8);
  const RunChanges changes = run_changes(before, now);
  EXPECT_TRUE(changes.paired);
  EXPECT_FALSE(changes.same_results);
  ASSERT_EQ(changes.answers.size(), 2U);
  const AnswerChange& answer = changes.answers[1];
  EXPECT_EQ(answer.id, "controlled-friction");
  const auto expected = stats::paired_difference(before.builder.values(1, Metric::lost_orders_gross),
                                                 now.builder.values(1, Metric::lost_orders_gross), 0.975);
  EXPECT_EQ(answer.saved.value, expected->value);
  EXPECT_EQ(answer.saved.interval, expected->interval) << "two policies: Bonferroni";
  EXPECT_EQ(answer.verdict, stats::Verdict::kSettledBetter);
  EXPECT_EQ(answer.more_engineer_hours.value, 0);
}

TEST(RunChanges, OtherSeedsAreNotPaired) {
  RunDescription other = made_run(40);
  other.seed = 8;
  const ReadRun before = read(other, 1, "before");
  const ReadRun now = read(made_run(40), 0.99);
  const RunChanges changes = run_changes(before, now);
  EXPECT_FALSE(changes.paired);
  EXPECT_NE(changes.how_compared.find("the seeds differ"), std::string::npos);
  const auto expected = stats::unpaired_difference(before.builder.values(0, Metric::lost_orders_gross),
                                                   now.builder.values(0, Metric::lost_orders_gross), 0.975);
  EXPECT_EQ(changes.answers[0].saved.interval, expected->interval);
  EXPECT_EQ(changes.answers[0].verdict, stats::Verdict::kNotSettled) << "1 % is lost in the luck of two samples";
  ASSERT_EQ(changes.facts.size(), 2U);
  EXPECT_EQ(changes.facts[0].what, "seed");
  EXPECT_EQ(changes.facts[0].before, "8");
}

TEST(RunChanges, OtherReplicationsAreNotPaired) {
  const RunChanges changes = run_changes(read(made_run(30), 1, "before"), read(made_run(40)));
  EXPECT_FALSE(changes.paired);
  EXPECT_NE(changes.how_compared.find("numbers of replications differ"), std::string::npos);
}

TEST(RunChanges, ARunAgainstItselfIsExactlyTheSame) {
  const RunChanges changes = run_changes(read(made_run(40)), read(made_run(40)));
  EXPECT_TRUE(changes.same_results);
  EXPECT_TRUE(changes.inputs.empty());
  EXPECT_TRUE(changes.facts.empty());
  EXPECT_EQ(changes.answers[0].saved.interval, (stats::Interval{0, 0}));
  EXPECT_EQ(changes.answers[0].verdict, stats::Verdict::kNoDifferenceThatMatters);
}

TEST(RunChanges, QuartersOfOtherLengthHaveNoVerdict) {
  RunDescription longer = made_run(40);
  longer.horizon_days = 120;
  const RunChanges changes = run_changes(read(made_run(40), 1, "before"), read(longer, 0.2));
  EXPECT_EQ(changes.answers[0].verdict, stats::Verdict::kNotSettled);
  EXPECT_EQ(changes.answers[0].reason, "the horizons differ in length");
}

TEST(RunChanges, PoliciesComeAndGo) {
  RunDescription before = made_run(20);
  before.policies[1].id = "old-idea";
  RunDescription now = made_run(20);
  const RunChanges changes = run_changes(read(before, 1, "before"), read(now));
  ASSERT_EQ(changes.policies.size(), 2U);
  EXPECT_EQ(changes.policies[0].id, "controlled-friction");
  EXPECT_EQ(changes.policies[0].kind, PolicyChange::Kind::added);
  EXPECT_EQ(changes.policies[1].id, "old-idea");
  EXPECT_EQ(changes.policies[1].kind, PolicyChange::Kind::removed);
  EXPECT_EQ(changes.answers.size(), 1U) << "of the baseline, which both have";
}

TEST(RunChanges, APolicyThatHoldsBackHasNoVerdict) {
  const auto held_back = [](double share) {
    const RunDescription run = made_run(20);
    ComparisonBuilder builder(run);
    for (std::uint32_t b = 0; b < run.blocks(); ++b) {
      Block block = test::made_block(run, b);
      for (Outcome& outcome : block.outcomes) {
        outcome[Metric::changes_undelivered_horizon] = share * outcome[Metric::changes_submitted];
      }
      builder.add(block);
    }
    Comparison comparison = builder.finish(std::to_string(share));
    return ReadRun{std::move(builder), std::move(comparison)};
  };
  EXPECT_EQ(run_changes(held_back(0.01), held_back(0.5)).answers[0].verdict, stats::Verdict::kNotSettled);
  EXPECT_EQ(run_changes(held_back(0.5), held_back(0.01)).answers[0].reason.substr(0, 15), "before, it leav");
}

}  // namespace
}  // namespace faultline
