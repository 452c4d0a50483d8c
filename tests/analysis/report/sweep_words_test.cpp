// Along which inputs a saving ends, and along which that is not known.
#include "analysis/report/sweep_words.h"

#include <gtest/gtest.h>

namespace faultline::report {
namespace {

stats::Estimate saving(double low, double high) {
  stats::Estimate estimate;
  estimate.value = (low + high) / 2;
  estimate.interval = stats::Interval{low, high};
  return estimate;
}

LeadershipInput moved(const std::string& label, const stats::Estimate& low, const stats::Estimate& high) {
  return {{label, "", {"1", low}, {"2", high}}, {low, high}};
}

std::string quoted(const std::string& input) { return "'" + input + "'"; }

TEST(SavingEnd, NoneWhereTheSavingIsSettledAtEveryLevel) {
  const LeadershipSweep sweep{.inputs = {moved("a", saving(1, 3), saving(4, 6))}, .flips = {}};
  EXPECT_EQ(saving_end_words(sweep, quoted), "No input that was moved ends the saving within its range.");
}

TEST(SavingEnd, IsNotSettledWhereAnIntervalIncludesNothingSaved) {
  LeadershipSweep sweep{.inputs = {moved("a", saving(1, 3), saving(4, 6)), moved("b", saving(-520, 530), saving(1, 2)),
                                   moved("c", saving(1, 3), saving(4, 6))},
                        .flips = {}};
  EXPECT_EQ(saving_end_words(sweep, quoted),
            "No input that was moved is known to end the saving; not settled for 'b'.");
  sweep.inputs[2].savings = {saving(1, 3), saving(2, 3), saving(-1, 7), saving(4, 6)};
  EXPECT_EQ(saving_end_words(sweep, quoted),
            "No input that was moved is known to end the saving; not settled for 'b' and 'c'.");
  sweep.inputs[0].savings[0].interval.reset();
  EXPECT_EQ(saving_end_words(sweep, quoted),
            "No input that was moved is known to end the saving; not settled for 'a', 'b' and 'c'.")
      << "without an interval nothing is settled";
}

TEST(SavingEnd, IsKnownWhereAnIntervalHoldsNoSaving) {
  LeadershipSweep sweep{.inputs = {moved("a", saving(-3, -1), saving(-1, 6)), moved("b", saving(1, 3), saving(4, 6))},
                        .flips = {}};
  EXPECT_EQ(saving_end_words(sweep, quoted), "There are values of 'a' at which it saves nothing.");
  for (const char* label : {"c", "d", "e", "f", "g"}) {
    sweep.inputs.push_back(moved(label, saving(-1, 1), saving(1, 2)));
  }
  EXPECT_EQ(saving_end_words(sweep, quoted),
            "There are values of 'a' at which it saves nothing; not settled for 'c', 'd', 'e' and 2 more.");
}

TEST(FailedCells, AreCountedAndTheirInputsNamed) {
  LeadershipSweep sweep{.inputs = {}, .flips = {}, .cells = 21};
  EXPECT_EQ(failed_cells_words(sweep, quoted), "");
  sweep.failed_cells = 3;
  sweep.shortened = {"reviewers"};
  EXPECT_EQ(failed_cells_words(sweep, quoted),
            "3 of 21 cells could not be run: the range shown of 'reviewers' ends there.");
}

}  // namespace
}  // namespace faultline::report
