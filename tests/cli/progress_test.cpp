#include "cli/progress.h"

#include <gtest/gtest.h>

namespace faultline::cli {
namespace {

TEST(Progress, SaysWhatIsLeft) {
  EXPECT_EQ(progress_text(0, 100, 0, 0), "[..............................] 0/100 quarters");
  EXPECT_EQ(progress_text(50, 100, 0, 30), "[###############...............] 50/100 quarters, 30 s left");
  EXPECT_EQ(progress_text(50, 100, 40, 10), "[###############...............] 50/100 quarters, 50 s left")
      << "quarters of an earlier run cost no time now";
  EXPECT_EQ(progress_text(100, 100, 0, 30), "[##############################] 100/100 quarters, 0 s left");
  EXPECT_LT(progress_text(9'999'999, 10'000'000, 0, 1e9).size(), 80U);
}

TEST(Progress, Durations) {
  EXPECT_EQ(duration_text(0.2), "1 s");
  EXPECT_EQ(duration_text(61), "1 min 01 s");
  EXPECT_EQ(duration_text(3900), "1 h 05 min");
}

}  // namespace
}  // namespace faultline::cli
