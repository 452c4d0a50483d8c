// Which policy is called the best. Nothing here is by chance.
#include "analysis/sweep/cell_result.h"

#include <gtest/gtest.h>

namespace faultline {
namespace {

CellPolicy policy(double loss, double undelivered) {
  CellPolicy made;
  made.lost_orders = {loss, loss};
  made.means[1] = 100;  // submitted
  made.means[3] = undelivered;
  return made;
}

TEST(BestPolicy, OneThatShipsNothingIsNotTheBest) {
  EXPECT_EQ(policy(1, 4).mean_of(Metric::changes_submitted), 100);
  EXPECT_EQ(policy(1, 4).mean_of(Metric::changes_undelivered_horizon), 4);
  EXPECT_EQ(best_policy({"", "", {policy(10, 1), policy(8, 5), policy(2, 98)}}), 1U);
  EXPECT_EQ(best_policy({"", "", {policy(10, 50), policy(8, 60)}}), 1U) << "nobody delivers";
  EXPECT_EQ(best_policy({"", "", {policy(8, 0), policy(8, 0)}}), 0U) << "ties go to the first";
}

}  // namespace
}  // namespace faultline
