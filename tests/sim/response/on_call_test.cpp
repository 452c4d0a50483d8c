#include "sim/response/on_call.h"

#include <gtest/gtest.h>

namespace faultline {
namespace {

TEST(OnCall, TheOwningTeamComesFirstThenThePool) {
  OnCall on_call({1, 1}, 2);
  EXPECT_EQ(on_call.take(0)->team, 0U);
  EXPECT_EQ(on_call.take(0)->team, Responder::kPool);
  EXPECT_FALSE(on_call.take(0));
  EXPECT_EQ(on_call.take(1)->team, 1U) << "another team has its own";
  EXPECT_FALSE(on_call.take(Responder::kPool)) << "of no team, and the pool is busy";
}

TEST(OnCall, WhoeverIsFreeGoesToTheWorstThatHeMayServeFirstComeFirstServed) {
  OnCall on_call({1, 1}, 2);
  (void)on_call.take(0);
  (void)on_call.take(0);
  on_call.wait(10, 0, 3);
  on_call.wait(11, Responder::kPool, 2);
  on_call.wait(12, 0, 2);
  on_call.wait(13, 0, 2);
  EXPECT_EQ(on_call.waiting(), 4U);
  EXPECT_EQ(on_call.release({0}), 12U) << "a team's responder serves its team alone";
  EXPECT_EQ(on_call.release({Responder::kPool}), 11U);
  EXPECT_EQ(on_call.release({0}), 13U);
  EXPECT_EQ(on_call.release({Responder::kPool}), 10U);
  EXPECT_FALSE(on_call.release({0}));
  EXPECT_FALSE(on_call.release({Responder::kPool}));
  EXPECT_EQ(on_call.take(0)->team, 0U);
  EXPECT_EQ(on_call.take(1)->team, 1U);
  EXPECT_EQ(on_call.take(1)->team, Responder::kPool);
}

TEST(OnCall, NobodyIsNobody) {
  OnCall on_call({0, 0}, 1);
  EXPECT_FALSE(on_call.take(0));
  on_call.wait(1, 0, 1);
  on_call.clear();
  EXPECT_EQ(on_call.waiting(), 0U);
}

}  // namespace
}  // namespace faultline
